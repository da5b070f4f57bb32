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
over seeds is a share of seeds. Its interval is exact (Clopper & Pearson 1934): ten seeds of ten give 0.692 to 1,
twenty of twenty 0.832 to 1, and none of twenty 0 to 0.168. No number of seeds gives an interval of one value, so that
a prediction of exactly 1 or 0 can be missed and cannot be met. Claims of this kind therefore predict a share of at
least 0.8, or of at most 0.2: twenty seeds that agree decide them.

Until November 2026 they predicted exactly 1 or 0. Fifteen were undecided although ten of ten seeds agreed. Thirteen
of these ask for ten further seeds, 101 to 110, with which no setting was chosen. Those of the unified model are made.
Those of the rectifier are not all made: its page, and those of LISSOM and of groups, still show the former ranges and
seeds.

Five or ten seeds that agree leave such a claim undecided: `l_none` and `images_ocular` in
[orientation](results/orientation.md), and claims of [lissom](results/lissom.md) and [groups](results/groups.md). The
wider ranges also leave undecided what was missed before where few seeds disagree, as one or two of ten do in
`tanh_1_ring` and `linear_1_ring` ([rectifier](results/rectifier.md)), or where half of the seeds have a ring.
END
