# The page that docs/make-results writes: text, and the tables that it fills in.
# shellcheck shell=sh disable=SC2046
maps="ring=orientation/spectrum.ring density=orientation/pinwheels.density selectivity=orientation/selectivity.mean \
period_OR=orientation/wavelength.peak_fit_sheet period_OD=ocular_dominance/wavelength.peak_fit_sheet \
ODI=ocular_dominance/monocularity settled_ODI=settled_ocular_dominance/monocularity"
geometry="crossings_above_60°=geometry/crossings.above_60 pinwheel_rank=geometry/pinwheels.rank"
topography="error=retinotopy/retinotopy.error RF_size=retinotopy/receptive_field.size folded=retinotopy/retinotopy.folded"

cat <<'END'
# Results

What `pinwheel replicate` found for every claim in [configs/replication](../configs/replication), and the tables behind it. No number in a table of this page is typed by
hand. To make all of it again, or to go on where it was stopped:

    docs/make-results

Rows of the tables are experiments of `configs/replication/TOPIC.cfg`: config and changes stand there by their names. One run of one row:

    ./pinwheel run configs/strabismus.cfg seed=1
    ./pinwheel summarise outputs/replication/unified/strabismus-* --against outputs/replication/unified/unified-*

A run is one config with one seed, and the seed is the unit of replication: "0.56 (0.51, 0.61)" is the mean over n seeds with its 95 % bootstrap
interval. A claim is met where the whole interval lies within what is asked, missed where all of it lies outside, and otherwise undecided; untested where no run
that has finished has the number. A value is undefined where its definition ([measures.md](measures.md)) does not apply. Lengths are in
sheet units, of which V1 has 48 units to one unless said otherwise. Where the share of seeds with a ring ("ring") is below 1, the periods and densities of orientation beside
it mean little. What is asked without a published value is our own expectation, most of it from trial runs.

END
summary | sed 's|(configs/|(../configs/|'
echo
first=$(sed -n 's/^  "started": "\(.*\)",/\1/p' $runs/*/*/run.json | sort | head -1)
last=$(sed -n 's/^  "written": "\(.*\)",/\1/p' $runs/*/*/run.json | sort | tail -1)
hours=$(cat $runs/*/*/run.json | sed -n 's/^  "seconds": \([0-9.]*\),.*/\1/p' | awk '{ s += $1 } END { printf "%.1f", s / 3600 }')
echo "Runs made from $first to $last on $(nproc) processors ($(sed -n 's/^    "processor": "\(.*\)",/\1/p' $runs/*/*/run.json | sort | uniq | paste -sd ',')), one to each, with other work beside them;"
echo "the runs' own times add up to $hours hours. Commits: $(sed -n 's/^  "commit": "\(.*\)",/\1/p' $runs/*/*/run.json | sort | uniq -c | awk '{ print $2 " (" $1 " runs)" }' | paste -sd ',' | sed 's/,/, /g')."
cat <<'END'
Each run's settings, status and numbers are in [results/](results): an index and a scorecard for each topic.

## The unified model: one rule, two eyes, three maps

`configs/unified.cfg`: 64 x 64 units, 7,000 presentations. Rearing is compared seed by seed: strabismus and enucleation with `unified.cfg`, deprivation with its control, the same
config without the event, in which learning slows as fast. That fast slowing is the critical period of this model: it is put in by hand. Of each animal one number is fitted: the lateral radii are such
that the wavelength the lateral kernel predicts is the animal's period of orientation; all else follows.
END
topic=unified
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

### Topography without a prescribed end

`refinement.cfg` has no arbor. Fields begin within 0.15 of their places; lateral connections are broad until iteration 2,500, then narrow. What is still
given is where the middle of each field is on average, so this is a map that puts itself in order, not one that finds its place. Beside it, `unified.cfg` with arbors that are
themselves scattered by 0.15, and without arbors:
END
matrix "$topography $maps" refinement unified scattered_arbor=arbors_scattered no_arbor=no_arbor
echo
echo "\`refinement.cfg\` in time:"
series_of refinement retinotopy/retinotopy.error retinotopy/receptive_field.size retinotopy/retinotopy.folded
cat <<'END'

### Rearing
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

### Macaque and cat

END
matrix "period_OR_mm=orientation/wavelength.peak_fit_sheet_mm pinwheel_spacing_mm=orientation/pinwheels.spacing_mm width_OD_mm=ocular_dominance/column_width.peak_fit_sheet_mm \
by_border_mm=ocular_dominance/column_width.border_sheet_mm $maps $geometry $topography" macaque cat

topic=rectifier
cat <<'END'

## Is the rectifier needed?

`configs/ablation-*.cfg`, 3,500 presentations. Gain and offset of each function are tuned so that V1 is as active and as sparse as with the
rectifier; "gain 1" is the same function as it is. [rectifier.md](rectifier.md) reads this.
END
scorecard
columns="pinwheels=orientation/pinwheels.count smoothed=orientation/pinwheels_smoothed.count \
ring=orientation/spectrum.ring selectivity=orientation/selectivity.mean $topography ODI=ocular_dominance/monocularity $geometry"
echo
echo "16 activations to a presentation:"
matrix "$columns" rectified ceiling=rectified_with_ceiling squared noisy=noisy_rectified "softplus=softplus_(the_rectifier)" softplus_gain_8=softplus_gain_8 logistic gelu=GELU \
    tanh tanh_gain_1=tanh_gain_1 linear linear_gain_1=linear_gain_1 linear_subcritical=linear_sub-critical absolute=absolute_value absolute_gain_1=absolute_value_gain_1
echo
echo "The same over 7,000 presentations:"
matrix "$columns" long_rectified=rectified long_logistic=logistic long_tanh_gain_1=tanh_gain_1 long_linear_gain_1=linear_gain_1
echo
echo "Settled until no unit changes by more than 0.001 of the largest activity, or for 100 activations:"
matrix "$columns" settled_rectified=rectified settled_ceiling=rectified_with_ceiling settled_squared=squared settled_noisy=noisy_rectified settled_"softplus=softplus_(the_rectifier)" \
    settled_logistic=logistic settled_gelu=GELU settled_tanh=tanh settled_linear=linear settled_linear_gain_1=linear_gain_1 \
    settled_linear_subcritical=linear_sub-critical settled_absolute=absolute_value
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
matrix "$columns" excitation_14=1.4 rectified=1.7 excitation_18=1.8 excitation_19=1.9
echo
echo "Settled, up to 100 activations:"
matrix "$columns" settled_excitation_14=1.4 settled_excitation_15=1.5 settled_excitation_16=1.6 settled_rectified=1.7 settled_excitation_18=1.8 settled_excitation_19=1.9

topic=lesions
cat <<'END'

## Lesions

`configs/lesion-*.cfg`: an orientation map of 56 x 56 units, developed for 10,000 presentations without a lesion, from which all conditions branch,
so that the same seed sees the same input in all. The lesion comes at iteration 10,001; plasticity and homeostasis go on, thresholds not below 0.12.
Receptive fields (RFs) are mapped with small spots of both signs, the state frozen. The projection zone (LPZ) holds the units whose fields were centred in the scotoma before; its core
is deeper than half its radius.
END
scorecard
zone="responds=reorganisation/responsive.projection_zone core=reorganisation/responsive.core middle=reorganisation/responsive.depth_4 \
RF_outside=reorganisation/responsive.outside outward=reorganisation/outward.projection_zone area=reorganisation/area.projection_zone \
area_at_old_criterion=reorganisation/area_by_reference.projection_zone OR_kept=reorganisation/stability.projection_zone OR_kept_far=reorganisation/stability.far \
tau=reorganisation/fit.tau R²=reorganisation/fit.r2 blank=reorganisation/blank.projection_zone"
echo
echo "At the end (16,000 or where its config ends):"
matrix "$zone" scotoma=1.5_radii small=1.0_radii large=2.2_radii sham no_homeostasis homeostasis_alone artificial=artificial_scotoma ceiling linear tanh \
    monocular=one_eye_of_two,_seen_with_both
echo
echo "In time, the scotoma of 1.5 radii:"
series_of scotoma reorganisation/responsive.projection_zone reorganisation/responsive.core
cat <<'END'

### A cortical lesion
END
matrix "area_ring=reorganisation/area.ring outward_ring=reorganisation/outward.ring taken_up=reorganisation/lost.taken_up before=reorganisation/lost.taken_before \
OR_kept_far=reorganisation/stability.far" cortex=with_learning cortex_no_learning=without
cat <<'END'

### What comes nearest to cortex

Asked, from cats: fields of normal size in the LPZ (Calford et al. 2000; here: area near 1), and the orientation map kept (Das & Gilbert 1995; here: stability near that of the
far zone). Both are contested: others find little reorganisation (Smirnakis et al. 2005), and Young et al. (2007) find shifts that a Hebbian rule does not explain.
END
matrix "$zone magnification=reorganisation/magnification" scotoma=as_above no_floor gain=gain_homeostasis slow=rates_of_learning_x_0.2 \
    fast_slow=the_same,_homeostasis_five_times_as_fast gain_slow=gain_homeostasis,_rates_x_0.2 wide=wide_arbors horizontal=long-range_excitation

topic=orientation
cat <<'END'

## Orientation maps over contrast, and rearing with scenes

`configs/gcal.cfg` (gain control and adaptation), `al.cfg`, `gcl.cfg` and `l.cfg` (one or none of the two; Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747), at V1 density 49 over 1.5 x 1.5
sheet units, 10,000 presentations. Natural scenes are synthetic (dead leaves: [model.md](model.md)), seen by the unified model with its two eyes from the start, after a stage of retinal
waves, or after it through goggles that leave vertical edges.
END
scorecard
matrix "ring=orientation/spectrum.ring period=orientation/wavelength.peak_fit_sheet hypercolumns=orientation/hypercolumns pinwheels=orientation/pinwheels.count \
density=orientation/pinwheels.density quality=orientation/quality selectivity=orientation/selectivity.mean" \
    $(for model in gcal gcl al l; do for contrast in 10 25 50 100; do echo "${model}_$contrast=$(echo $model | tr a-z A-Z),_${contrast}_%"; done; done)
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
