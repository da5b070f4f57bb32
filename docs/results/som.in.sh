# shellcheck shell=sh
cat <<'END'
# A Kohonen map

`configs/som/som-retinotopy.cfg`: 24 x 24 units, each connected to the whole retina, 40,000 presentations. Weights
begin at random, so that no order is given. One trial run, with another seed, came before the ranges.
END
scorecard
echo
echo "The time course, mean over the seeds:"
series_of som retinotopy/retinotopy.error retinotopy/retinotopy.folded retinotopy/receptive_field.size
