# The page that docs/make-results writes: text, and the tables that it fills in.
# shellcheck shell=sh disable=SC2046
maps="ring=orientation/spectrum.ring density=orientation/pinwheels.density selectivity=orientation/selectivity.mean \
period_OR=orientation/wavelength.peak_fit_sheet period_OD=ocular_dominance/wavelength.peak_fit_sheet \
ODI=ocular_dominance/monocularity settled_ODI=settled_ocular_dominance/monocularity"
geometry="crossings_above_60°=geometry/crossings.above_60 pinwheel_rank=geometry/pinwheels.rank"
topography="error=retinotopy/retinotopy.error RF_size=retinotopy/receptive_field.size folded=retinotopy/retinotopy.folded"

cat <<'END'
# Results

What `docs/make-results` measured: no number in a table of this page is typed by hand.

A run is one config with one seed, and the seed is the unit of replication: "0.56 (0.51, 0.61)" is the mean over seeds with its 95 % bootstrap
interval, n the seeds, where fewer than the others. A value is undefined where its definition ([measures.md](measures.md)) does not apply. A claim is met
where the whole interval lies within what is asked, missed where all of it lies outside, and otherwise undecided. Lengths are in
sheet units, of which V1 has 48 units to one. Each run is `./pinwheel run` of the config that is named, with `seed=1` to `seed=5`
(docs/make-results has the list), and `./pinwheel summarise outputs/results/unified-*` prints all of its numbers. Where the share of seeds with a ring
("ring") is below 1, the periods and densities of orientation beside it mean little.

## The unified model: one rule, two eyes, three maps

`configs/unified.cfg`: 64 x 64 units, 7,000 presentations.
END
claims
claim "topographic error falls by 75 %" "" "$(share 0.25 retinotopy/retinotopy.error $(finished unified) --at 0)" retinotopy/retinotopy.error $(finished unified)
claim "receptive fields shrink by 30 %" "" "$(share 0.7 retinotopy/receptive_field.size $(finished unified) --at 0)" retinotopy/receptive_field.size $(finished unified)
claim "folded cells below 3 %" "" 0.03 retinotopy/retinotopy.folded $(finished unified)
claim "orientation has a column spacing (ring)" 1 1 orientation/spectrum.ring $(finished unified)
claim "pinwheels per wavelength², mean over seeds, near pi" 2.8 3.6 orientation/pinwheels.density $(finished unified)
claim "mean index of ocular dominance, settled" 0.6 "" settled_ocular_dominance/monocularity $(finished unified)
claim "ocular dominance has a column spacing (ring)" 1 1 ocular_dominance/spectrum.ring $(finished unified)
claim "orientation crosses borders of ocular dominance at more than 60° (by chance 1/3)" 0.45 "" geometry/crossings.above_60 $(finished unified)
claim "pinwheels lie away from borders: mean rank (by chance 0.5)" 0.58 "" geometry/pinwheels.rank $(finished unified)
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
matrix "$maps $geometry" unified joint ocular-dominance refinement
matrix "$topography" unified=unified joint ocular-dominance retinotopy refinement


cat <<'END'

## Topography without a prescribed end

`refinement.cfg` has no arbor. Fields begin within 0.15 of their places; lateral connections are broad until iteration 2,500, then narrow. What is still
given is where the middle of each field is on average, so this is a map that puts itself in order, not one that finds its place. Beside it, `unified.cfg` with arbors that are
themselves scattered by 0.15, and without arbors:
END
matrix "$topography $maps" refinement unified scattered-arbor=arbors_scattered no-arbor=no_arbor
echo
echo "\`refinement.cfg\` in time:"
series_of refinement retinotopy/retinotopy.error retinotopy/receptive_field.size retinotopy/retinotopy.folded

cat <<'END'

## Rearing

All compared seed by seed with normal rearing: strabismus and enucleation with `unified.cfg`, deprivation with its control, the same
config without the event, in which learning slows as fast. That fast slowing is the critical period of this model: it is put in by hand.
END
claims
claim "strabismus: index of ocular dominance, times normal" 2 "" ocular_dominance/monocularity $(against strabismus unified)
claim "strabismus: period of ocular dominance, times normal (peak fit)" 1.1 1.3 ocular_dominance/wavelength.peak_fit_sheet $(against strabismus unified)
claim "strabismus: period of ocular dominance, times normal (border length)" 1.1 1.3 ocular_dominance/wavelength.border_sheet $(against strabismus unified)
claim "the same at a steady learning rate, imbalance 0.9, no scatter: index, times normal" 2 "" ocular_dominance/monocularity $(against steady-strabismus steady)
claim "the same: period, times normal (peak fit)" 1.1 1.3 ocular_dominance/wavelength.peak_fit_sheet $(against steady-strabismus steady)
claim "the same: period, times normal (border length)" 1.1 1.3 ocular_dominance/wavelength.border_sheet $(against steady-strabismus steady)
claim "early deprivation (contrast 0.7 from 25 %): territory of the deprived eye" "" 0.35 ocular_dominance/territory.right $(finished deprivation-early)
claim "early deprivation: period of ocular dominance, times control (peak fit)" 0.9 1.1 ocular_dominance/wavelength.peak_fit_sheet $(against deprivation-early deprivation-control)
claim "late deprivation (from 75 %): territory of the deprived eye, times control" 0.9 1.1 ocular_dominance/territory.right $(against deprivation-late deprivation-control)
claim "reverse suture: territory of the eye deprived first, at least 1.2 times what it was when the eyes were reversed" \
    "$(share 1.2 ocular_dominance/territory.right $(finished reverse-suture) --at 2625)" "" ocular_dominance/territory.right $(finished reverse-suture)
claim "enucleation: period of orientation, times normal" 1.000001 "" orientation/wavelength.peak_fit_sheet $(against enucleation unified)
matrix "ODI=ocular_dominance/monocularity settled_ODI=settled_ocular_dominance/monocularity territory_of_right_eye=ocular_dominance/territory.right \
settled=settled_ocular_dominance/territory.right period_OD=ocular_dominance/wavelength.peak_fit_sheet by_border=ocular_dominance/wavelength.border_sheet \
period_OR=orientation/wavelength.peak_fit_sheet density=orientation/pinwheels.density $geometry" \
    unified=normal strabismus steady=normal_at_a_steady_rate steady-strabismus=strabismus_at_a_steady_rate deprivation-control=control_of_deprivation deprivation-early deprivation-late reverse-suture enucleation
echo
echo "Reverse suture: territories when the eyes were reversed (iteration 2,625), and at the end:"
series_of reverse-suture ocular_dominance/territory.right ocular_dominance/monocularity

cat <<'END'

## Natural scenes

Synthetic scenes (dead leaves: `docs/model.md`) from the start, after a stage of retinal waves, and after it with goggles that leave vertical edges.
END
matrix "$maps horizontal/vertical_bias=orientation/preference.cardinal_bias raw/smoothed_pinwheels=orientation/pinwheels_smoothed.raw_over_smoothed" unified=bars images waves-then-images goggles

cat <<'END'

From scenes units become selective, and neighbours alike, but there is no ring: the map has no column spacing, with the waves before it
or without. Ocular dominance has its usual spacing.

## Macaque and cat

Of each, one number is fitted: the lateral radii are such that the wavelength the lateral kernel predicts is the animal's period of
orientation. All else follows. Published: spacing of pinwheels and width of ocular-dominance columns from Vis Neurosci 34:E007 (2017),
table 4; the range of widths in macaque from Horton & Hocking 1996, J Neurosci 16:7228; the period of orientation and the density of
pinwheels are what that spacing implies with pi pinwheels to a period squared.
END
claims
for animal in macaque cat; do
    if [ $animal = macaque ]; then period=0.62 spacing=0.35 narrowest=0.395 widest=0.67; else period=1.22 spacing=0.69 narrowest=0.40 widest=0.50; fi
    within() { awk -v x="$1" -v f="$2" 'BEGIN { printf "%.4g", x * f }'; }
    claim "$animal, fitted: period of orientation $period mm, within 10 %" "$(within $period 0.9)" "$(within $period 1.1)" orientation/wavelength.peak_fit_sheet_mm $(finished $animal)
    claim "$animal, predicted: spacing of pinwheels $spacing mm, within 10 %" "$(within $spacing 0.9)" "$(within $spacing 1.1)" orientation/pinwheels.spacing_mm $(finished $animal)
    claim "$animal, predicted: width of ocular-dominance columns, mm" $narrowest $widest ocular_dominance/column_width.peak_fit_sheet_mm $(finished $animal)
    claim "$animal, predicted: the same by border length" $narrowest $widest ocular_dominance/column_width.border_sheet_mm $(finished $animal)
    claim "$animal, predicted: crossings above 60° beyond chance" 0.3333 "" geometry/crossings.above_60 $(finished $animal)
done
matrix "$maps $geometry $topography" macaque cat

cat <<'END'

## Is the rectifier needed?

`configs/ablation-*.cfg`, 3,500 presentations. Gain and offset of each function are tuned so that V1 is as active and as sparse as with the
rectifier; "gain 1" is the same function as it is. [rectifier.md](rectifier.md) reads these tables.
END
columns="pinwheels=orientation/pinwheels.count smoothed=orientation/pinwheels_smoothed.count density=orientation/pinwheels.density \
ring=orientation/spectrum.ring selectivity=orientation/selectivity.mean $topography ODI=ocular_dominance/monocularity $geometry"
kinds="rectified ceiling=rectified_with_ceiling squared noisy=noisy_rectified softplus=softplus_(the_rectifier) softplus-gain-8 logistic gelu=GELU \
gelu-gain-1=GELU_gain_1 tanh tanh-gain-1=tanh_gain_1 linear linear-gain-1=linear_gain_1 linear-subcritical=linear_sub-critical absolute=absolute_value absolute-gain-1=absolute_value_gain_1"
echo
echo "16 activations to a presentation:"
matrix "$columns" $(for kind in $kinds; do case $kind in *=*) echo "ablation-$kind" ;; *) echo "ablation-$kind=$kind" ;; esac; done)
echo
echo "Settled until no unit changes by more than 0.001 of the largest activity, or for 100 activations:"
matrix "$columns" $(for kind in $kinds; do case $kind in *=*) echo "settled-$kind" ;; *) echo "settled-$kind=$kind" ;; esac; done)

cat <<'END'

### Across the window of copositivity

`configs/unified.cfg` with another strength of lateral excitation (`projections.excitation.strength`). The linear gain of the mean lateral kernel
is that by which it amplifies its best pattern at each step; its copositivity number must stay below 1 for rectified activity to stay
bounded ([circuits.md](circuits.md)).
END
echo
echo "| strength | linear gain | copositivity |"
echo "|---|---|---|"
for strength in 1.4 1.5 1.6 1.7 1.8 1.9; do
    "$program" check configs/unified.cfg projections.excitation.strength=$strength 2>/dev/null |
        sed -n "s/.*linear gain \([0-9.]*\), copositivity \([0-9.]*\),.*/| $strength | \1 | \2 |/p"
done
echo
echo "16 activations to a presentation:"
matrix "$columns" excitation-1.4=1.4 excitation-1.5=1.5 excitation-1.6=1.6 unified=1.7 excitation-1.8=1.8 excitation-1.9=1.9
echo
echo "Settled, up to 100 activations, 3,500 presentations:"
matrix "$columns" excitation-1.4-settled=1.4 excitation-1.5-settled=1.5 excitation-1.6-settled=1.6 settled-rectified=1.7 excitation-1.8-settled=1.8 excitation-1.9-settled=1.9

. docs/lesions.in.sh

cat <<'END'

## GCAL and L

`configs/gcal.cfg` and `configs/l.cfg` (Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747), at V1 density 49 over 1.5 x 1.5 sheet units,
10,000 presentations, Gaussian patterns at contrast 100 %; L has neither gain control nor adapting thresholds.
END
matrix "ring=orientation/spectrum.ring period=orientation/wavelength.peak_fit_sheet hypercolumns=orientation/hypercolumns pinwheels=orientation/pinwheels.count \
density=orientation/pinwheels.density quality=orientation/quality selectivity=orientation/selectivity.mean prominence=orientation/spectrum.ring_prominence" gcal=GCAL l=L
echo
echo "Development: selectivity, and the stability index against the map at iteration 10,000. GCAL:"
series_of gcal orientation/selectivity.mean orientation/similarity.last
echo
echo "L:"
series_of l orientation/selectivity.mean orientation/similarity.last
echo
echo "Made with $("$program" --version), of runs of $(sed -n 's/^  "commit": "\(.*\)",/\1/p' $runs/*/run.json | sort | uniq | paste -sd ' '), on $(nproc) processors."
