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
interval. A claim is met where the whole interval lies within what is asked, missed where all of it lies outside, and otherwise undecided; untested where no run
that has finished has the number. A value is undefined where its definition ([measures.md](measures.md)) does not apply. Lengths are in
sheet units, of which V1 has 48 units to one unless said otherwise. Where the share of seeds with a ring ("ring") is below 1, the periods and densities of orientation beside
it mean little. What is asked without a published value is our own expectation, most of it from trial runs.

END
summary results/ .md
cat <<'END'

Each run's settings, status and numbers are in [results/](results), too: an index and a scorecard for each topic, as CSV, and, of most topics, the records of all runs
(config and numbers): `docs/make-results unpack rectifier` puts those back, and `docs/make-results rectifier` then tests the claims again in seconds, or makes only
what is added to its file, as seeds.
END
