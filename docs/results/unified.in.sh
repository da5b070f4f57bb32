# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# The unified model: one rule, two eyes, three maps

`configs/unified/unified.cfg`: 64 x 64 units, 7,000 presentations. Rearing is compared seed by seed: strabismus and enucleation with `unified.cfg`, deprivation with its control, the same
config without the event, in which learning slows as fast. That fast slowing is the critical period of this model: it is put in by hand. Strabismus at a steady rate
of learning has its own control (`steady`), of 8,000 presentations like it. Of each animal one number is fitted: the lateral radii are such
that the wavelength the lateral kernel predicts is the animal's period of orientation; all else follows.
END
scorecard
echo
echo "The unified model, each seed:"
seeds_of unified orientation/pinwheels.count orientation/hypercolumns orientation/pinwheels.density geometry/crossings.above_60 \
    geometry/crossings.above_60_p geometry/pinwheels.rank geometry/pinwheels.rank_p
echo
echo "Pooled over the seeds, all pinwheels over all hypercolumns: $(numbers $(finished unified) --only 'orientation/pinwheels.count,orientation/hypercolumns' |
    awk -F, '{ mean[$1] = $3 } END { printf "%.3g", mean["orientation/pinwheels.count"] / mean["orientation/hypercolumns"] }')."
cat <<'END'
The p are those of 300 torus shifts and flips of one map over the other. One mechanism of the refinement is given: weights grow
only within an arbor about the right place, so that the end of refinement is partly prescribed. What the same model does without
scatter (`joint.cfg`), with round patterns (`ocular-dominance.cfg`, `retinotopy.cfg`), and without the arbor (`refinement.cfg`):
END
matrix "$maps $geometry" unified joint ocular_dominance refinement
matrix "$topography" unified joint ocular_dominance retinotopy refinement
cat <<'END'

## Topography without a prescribed end

`refinement.cfg` has no arbor. Fields begin within 0.15 of their places; lateral connections are broad until iteration 2,500, then narrow. What is still
given is where the middle of each field is on average, so this is a map that puts itself in order, not one that finds its place. Beside it, `unified.cfg` with arbors that are
themselves scattered by 0.15, and without arbors:
END
matrix "$topography $maps" refinement unified scattered_arbor=arbors_scattered no_arbor=no_arbor
echo
echo "\`refinement.cfg\` in time:"
series_of refinement retinotopy/retinotopy.error retinotopy/receptive_field.size retinotopy/retinotopy.folded
cat <<'END'

## Rearing
END
matrix "ODI=ocular_dominance/monocularity settled_ODI=settled_ocular_dominance/monocularity territory_of_right_eye=ocular_dominance/territory.right \
settled=settled_ocular_dominance/territory.right period_OD=ocular_dominance/wavelength.peak_fit_sheet by_border=ocular_dominance/wavelength.border_sheet \
period_OR=orientation/wavelength.peak_fit_sheet density=orientation/pinwheels.density $geometry" \
    unified=normal strabismus steady=normal_at_a_steady_rate steady_strabismus=strabismus_at_a_steady_rate deprivation_control=control_of_deprivation \
    deprivation_early deprivation_late reverse_suture enucleation
echo
echo "Reverse suture: territories when the eyes were reversed (iteration 2,625), and at the end:"
series_of reverse_suture ocular_dominance/territory.right ocular_dominance/monocularity
cat <<'END'

## Macaque and cat

END
matrix "period_OR_mm=orientation/wavelength.peak_fit_sheet_mm pinwheel_spacing_mm=orientation/pinwheels.spacing_mm width_OD_mm=ocular_dominance/column_width.peak_fit_sheet_mm \
by_border_mm=ocular_dominance/column_width.border_sheet_mm $maps $geometry $topography" macaque cat
