# The page that docs/make-results writes about all topics.
# shellcheck shell=sh
cat <<'END'
# Results

What `pinwheel replicate` found for every claim in [configs/replication](../configs/replication): a page to each topic, with the tables behind it. No number in a
table is typed by hand. To make all of it again, or to go on where it was stopped, and to write the page of one topic:

    docs/make-results
    docs/make-results page lesions

Rows of the tables are experiments of `configs/replication/TOPIC.cfg`: config and changes stand there by their names. One run of one row:

    ./pinwheel run configs/rearing/strabismus.cfg seed=1
    ./pinwheel summarise outputs/replication/unified/strabismus-* --against outputs/replication/unified/unified-*

A run is one config with one seed, and the seed is the unit of replication: "0.56 (0.51, 0.61)" is the mean over n seeds with its 95 % bootstrap
interval, of a share of seeds its exact binomial interval. A claim is met where the whole interval lies within what is asked, missed where all of it lies outside, and
otherwise undecided; untested where no run that has finished has the number. A value is undefined where its definition ([measures.md](measures.md)) does not apply. Lengths are in
sheet units, of which V1 has 48 units to one unless said otherwise. Where the share of seeds with a ring ("ring") is below 1, the periods and densities of orientation beside
it mean little. What is asked without a published value is our own expectation, most of it from trial runs.

END
summary results/ .md
cat <<'END'

Each run's settings, status and numbers are in [results/](results), too: an index and a scorecard for each topic, as CSV, and, of most topics, the records of all runs
(config and numbers): `docs/make-results unpack rectifier` puts those back, and `docs/make-results rectifier` then tests the claims again in seconds, or makes only
what is added to its file, as seeds.

## Shares of seeds

Whether a map has a ring (`spectrum.ring`), and whether a run failed (`run/failed`), is 0 or 1 in each run, so the mean over seeds is a share. Its interval is the exact
one (Clopper & Pearson 1934): ten seeds of ten give 0.692 to 1, and none of ten gives 0 to 0.308. Twenty-nine claims are of this kind. Their predicted shares are exactly 0
or exactly 1, as they were written before the runs, and no number of seeds confines an interval to one value: such a claim is undecided while all seeds agree with it, and
missed with the first that does not. A bootstrap gives intervals without width, [1, 1] or [0, 0], and other verdicts on seventeen of the claims:

- Ten seeds of ten, as predicted: met by bootstrap, 1 (1, 1), and undecided by the exact interval, 1 (0.692, 1). In [unified](results/unified.md) `orientation_columns`,
  `ocular_dominance_columns`; in [orientation](results/orientation.md) `images_ocular`; in [rectifier](results/rectifier.md) `rectified_ring`, `settled_linear_runs_away`,
  `noisy_runs_away`, `squared_runs_away`, `away_18`, `away_19`.
- None of ten, as predicted: met by bootstrap, 0 (0, 0), and undecided by the exact interval, 0 (0, 0.308). In orientation `l_none`; in rectifier
  `settled_rectified_bounded`, `bounded_15`, `bounded_16`, `subcritical_ring`, `logistic_ring`.
- One or two of ten, where none was predicted: undecided by bootstrap, and missed by the exact interval. In rectifier `tanh_1_ring`, 0.1 (0, 0.5) and 0.1 (0.00253, 0.445);
  `linear_1_ring`, 0.2 (0, 0.6) and 0.2 (0.0252, 0.556).
END
