# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# The unified model: one rule, two eyes, three maps

`configs/unified/unified.cfg`: 64 x 64 units, 7,000 presentations.

Rearing conditions are compared seed by seed with a control. The control of strabismus and enucleation is
`unified.cfg`. The control of deprivation is the same config without the event; its learning slows equally fast. This
fast slowing is the critical period of the model, and it is imposed by hand. Strabismus at a steady learning rate has
its own control (`steady`). Both see 8,000 presentations.

One number is fitted for each animal: the lateral radii are chosen so that the wavelength that the lateral kernel
predicts is the animal's period of orientation. All other values follow.
END
scorecard
cat <<'END'

## Three maps

The unified model, each seed:
END
seeds_of unified orientation/pinwheels.count=pinwheels orientation/hypercolumns=hypercolumns \
    orientation/pinwheels.density=density \
    geometry/crossings.above_60=crossings_above_60° geometry/crossings.above_60_p=p \
    geometry/pinwheels.rank=pinwheel_rank geometry/pinwheels.rank_p=p
pooled=$(numbers $(finished unified) --only 'orientation/pinwheels.count,orientation/hypercolumns' | awk -F, '
    { mean[$1] = $3 }
    END { printf "%.3g", mean["orientation/pinwheels.count"] / mean["orientation/hypercolumns"] }')
cat <<END

Pooled over the seeds, the ratio of all pinwheels to all hypercolumns is $pooled. The p values come from 300 shifts on
the torus and flips of one map relative to the other.

One mechanism of the refinement is given: weights grow only within an arbor around the correct place. This partly
prescribes the end of refinement. The following tables compare the model without scatter (\`joint.cfg\`), with round
patterns (\`ocular-dominance.cfg\`, \`retinotopy.cfg\`), and without the arbor (\`refinement.cfg\`):
END
matrix "$maps $geometry" unified joint ocular_dominance refinement
matrix "$topography" unified joint ocular_dominance retinotopy refinement
cat <<'END'

## Topography without a prescribed end

`refinement.cfg` has no arbor. Fields begin within 0.15 of their places. Lateral connections are broad until iteration
2,500, and narrow afterwards. The mean centre of each field is still given. This map therefore puts itself in order,
but does not find its place. For comparison: `unified.cfg`, with arbors that are themselves scattered by 0.15, and
without arbors.
END
matrix "$topography $maps" refinement unified scattered_arbor=arbors_scattered no_arbor=no_arbor
echo
echo "The time course of \`refinement.cfg\`:"
series_of refinement retinotopy/retinotopy.error retinotopy/receptive_field.size retinotopy/retinotopy.folded
cat <<'END'

## Rearing
END
matrix "ODI=ocular_dominance/monocularity settled_ODI=settled_ocular_dominance/monocularity \
territory_of_right_eye=ocular_dominance/territory.right settled_territory=settled_ocular_dominance/territory.right \
period_OD=ocular_dominance/wavelength.peak_fit_sheet period_OD_by_border=ocular_dominance/wavelength.border_sheet \
period_OR=orientation/wavelength.peak_fit_sheet density=orientation/pinwheels.density $geometry" \
    unified=normal strabismus steady=normal_at_a_steady_rate steady_strabismus=strabismus_at_a_steady_rate \
    deprivation_control=control_of_deprivation deprivation_early deprivation_late reverse_suture enucleation
echo
echo "Reverse suture: territories when the eyes were reversed (iteration 2,625), and at the end:"
series_of reverse_suture ocular_dominance/territory.right ocular_dominance/monocularity
cat <<'END'

## Macaque and cat
END
matrix "period_OR_mm=orientation/wavelength.peak_fit_sheet_mm pinwheel_spacing_mm=orientation/pinwheels.spacing_mm \
width_OD_mm=ocular_dominance/column_width.peak_fit_sheet_mm \
width_OD_by_border_mm=ocular_dominance/column_width.border_sheet_mm \
$maps $geometry $topography" macaque cat
