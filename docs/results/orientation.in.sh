# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Orientation maps over contrast, and rearing with scenes

`configs/gcal/gcal.cfg` (gain control and adaptation), `al.cfg`, `gcl.cfg` and `l.cfg` (one or none of the two; Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747), at V1 density 49 over 1.5 x 1.5
sheet units, 10,000 presentations. Natural scenes are synthetic (dead leaves: [model.md](../model.md)), seen by the unified model with its two eyes from the start, after a stage of retinal
waves, or after it through goggles that leave vertical edges.
END
scorecard
matrix "ring=orientation/spectrum.ring period=orientation/wavelength.peak_fit_sheet hypercolumns=orientation/hypercolumns pinwheels=orientation/pinwheels.count \
density=orientation/pinwheels.density quality=orientation/quality selectivity=orientation/selectivity.mean" \
    $(for model in gcal gcl al l; do for contrast in 10 25 50 100; do echo "${model}_$contrast=$(echo $model | tr '[:lower:]' '[:upper:]'),_${contrast}_%"; done; done)
echo
echo "Development: selectivity, and the stability index against the map at iteration 10,000. GCAL:"
series_of gcal_100 orientation/selectivity.mean orientation/similarity.last
echo
echo "L:"
series_of l_100 orientation/selectivity.mean orientation/similarity.last
matrix "$maps cardinal_bias=orientation/preference.cardinal_bias raw/smoothed_pinwheels=orientation/pinwheels_smoothed.raw_over_smoothed" images waves_then_images goggles
cat <<'END'

From scenes units become selective, and neighbours alike, but there is no ring: the map has no column spacing, with the waves before it
or without. Ocular dominance has its usual spacing.
END
