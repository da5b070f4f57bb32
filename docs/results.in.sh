# The page that docs/make-results writes about all topics.
# shellcheck shell=sh
cat <<'END'
# Results

What `pinwheel replicate` found for each claim in [configs/replication](../configs/replication), with one page for each
topic and the tables behind it. No number in a table is typed by hand. `docs/make-results` makes everything again, and
continues where it was stopped; with `page` it writes the page of one topic:

    docs/make-results
    docs/make-results page lesions

Each page lists its claims: the verdict, the claim, the predicted range, the measured value and, if there is one, the
published value. "Unverified" marks a published value that was not read in its source. The rows of the tables are
experiments of `configs/replication/TOPIC.cfg`, which gives the config of each experiment and its changes. Wide tables
are split or transposed. Experiments in which runs diverged are listed below the table. To make one run of one row:

    ./pinwheel run configs/rearing/strabismus.cfg seed=1
    ./pinwheel summarise outputs/replication/unified/strabismus-* --against outputs/replication/unified/unified-*

A run is one config with one seed, and the seed is the unit of replication. "0.56 (0.51, 0.61)" is the mean over n
seeds with its 95 % confidence interval: a bootstrap, or for a share of seeds the exact binomial interval. A claim is
*met* if the interval lies inside the predicted range, *missed* if it lies entirely outside, and *undecided*
otherwise. It is *untested* if no finished run has the number. A value is undefined where its definition
([measures.md](measures.md)) does not apply. Lengths are in sheet units; V1 has 48 units to one unless stated
otherwise. If the share of seeds with a ring ("ring") is below 1, the periods and densities of orientation beside it
mean little. Where no published value exists, the predicted range is our own, usually set after pilot runs.

END
summary results/ .md
cat <<'END'

The folder [results/](results) also holds the settings, status and numbers of each run: an index and a scorecard for
each topic, as CSV, and for most topics the records of all runs (config and numbers). `docs/make-results unpack
rectifier` puts those records back. Then `docs/make-results rectifier` tests the claims again in seconds, and makes
only runs that were added to the file, such as further seeds.

## Shares of seeds

Whether a map has a ring (`spectrum.ring`) and whether a run failed (`run/failed`) is 0 or 1 in each run, so the mean
over seeds is a share of seeds. Its interval is exact (Clopper & Pearson 1934): ten seeds of ten give 0.692 to 1, and
none of ten gives 0 to 0.308. In the first five topics 29 claims are of this kind. They predict a share of exactly 0
or exactly 1, as it was written before the runs. No number of seeds gives an interval of one value: such a claim is
undecided while all seeds agree with it, and missed if one seed does not. A bootstrap of ten equal values has no
width. With a bootstrap seventeen of these claims have another verdict:

- Ten seeds of ten, as predicted: met with the bootstrap, 1 (1, 1); undecided with the exact interval, 1 (0.692, 1).
  These are `orientation_columns` and `ocular_dominance_columns` in [unified](results/unified.md), `images_ocular` in
  [orientation](results/orientation.md), and `rectified_ring`, `settled_linear_runs_away`, `noisy_runs_away`,
  `squared_runs_away`, `away_18` and `away_19` in [rectifier](results/rectifier.md).
- None of ten, as predicted: met with the bootstrap, 0 (0, 0); undecided with the exact interval, 0 (0, 0.308). These
  are `l_none` in orientation, and `settled_rectified_bounded`, `bounded_15`, `bounded_16`, `subcritical_ring` and
  `logistic_ring` in rectifier.
- One or two of ten, where none was predicted: undecided with the bootstrap, missed with the exact interval. These
  are, in rectifier, `tanh_1_ring` (0.1: bootstrap 0 to 0.5, exact 0.00253 to 0.445) and `linear_1_ring` (0.2:
  bootstrap 0 to 0.6, exact 0.0252 to 0.556).
END
