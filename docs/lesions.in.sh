# The part of docs/results.md on lesions, read by docs/results.in.sh.
# shellcheck shell=sh disable=SC2046
zone="responds=reorganisation/responsive.projection_zone core=reorganisation/responsive.core middle=reorganisation/responsive.depth_4 \
RF_outside=reorganisation/responsive.outside outward=reorganisation/outward.projection_zone area=reorganisation/area.projection_zone \
area_at_old_criterion=reorganisation/area_by_reference.projection_zone OR_kept=reorganisation/stability.projection_zone OR_kept_far=reorganisation/stability.far \
tau=reorganisation/fit.tau R²=reorganisation/fit.r2 blank=reorganisation/blank.projection_zone"
responds=reorganisation/responsive.projection_zone

cat <<'END'

## Lesions

`configs/lesion-*.cfg`: an orientation map of 56 x 56 units, developed for 10,000 presentations without a lesion, from which all conditions branch,
so that the same seed sees the same input in all. The lesion comes at iteration 10,001; plasticity and homeostasis go on, thresholds not below 0.12.
Receptive fields are mapped with small spots of both signs, the state frozen. The projection zone (LPZ) holds the units whose fields were centred in the scotoma before; its core
is deeper than half its radius.

### A retinal scotoma
END
claims
claim "scotoma of 1.5 afferent radii across: core silent at once" "" 0 reorganisation/responsive.core $(finished lesion-scotoma) --at 10001
claim "at 6,000 presentations the LPZ responds" 0.85 "" $responds $(finished lesion-scotoma) --at 16000
claim "and has its fields truly outside the scotoma" 0.75 "" reorganisation/responsive.outside $(finished lesion-scotoma) --at 16000
claim "filling-in is exponential: R²" 0.95 "" reorganisation/fit.r2 $(finished lesion-scotoma) --at 16000
claim "scotoma of 2.2 radii: the middle stays empty" "" 0.05 reorganisation/responsive.depth_4 $(finished lesion-scotoma-large) --at 16000
claim "sham: all respond throughout" 0.98 1.02 $responds $(finished lesion-sham) --at 16000
claim "without homeostasis the LPZ stays silent" "" 0.1 $responds $(finished lesion-no-homeostasis) --at 16000
claim "homeostasis alone stalls" "" 0.8 $responds $(finished lesion-homeostasis-only) --at 16000
claim "and leaves the core empty" "" 0.35 reorganisation/responsive.core $(finished lesion-homeostasis-only) --at 16000
claim "linear units never fall silent" 0.98 "" $responds $(finished lesion-linear) --at 4001
claim "nor do tanh units" 0.98 "" $responds $(finished lesion-tanh) --at 4001
claim "units with a ceiling do as the rectifier does: core silent at once" "" 0 reorganisation/responsive.core $(finished lesion-ceiling) --at 4001
claim "cortical lesion: fields at the border are larger at once, times before" 1.05 "" reorganisation/area.ring $(finished lesion-cortex) --at 10001
claim "cortical lesion: of the lost representation, taken up at 8,000 presentations" 0.4 "" reorganisation/lost.taken_up $(finished lesion-cortex) --at 18000
claim "cortical lesion: fields at the border move inwards" "" -0.02 reorganisation/outward.ring $(finished lesion-cortex) --at 18000
claim "without learning they stay" -0.02 "" reorganisation/outward.ring $(finished lesion-cortex-no-learning) --at 18000
claim "artificial scotoma, 100 presentations after sight returns: area at the old criterion, times before" 2 "" reorganisation/area_by_reference.projection_zone $(finished lesion-artificial) --at 10800
claim "the same, 500 presentations after" 0.8 1.25 reorganisation/area_by_reference.projection_zone $(finished lesion-artificial) --at 11200
echo
echo "At the end (16,000 or where its config ends):"
matrix "$zone" lesion-scotoma=1.5_radii lesion-scotoma-small=1.0_radii lesion-scotoma-large=2.2_radii lesion-sham=sham \
    lesion-no-homeostasis=no_homeostasis lesion-homeostasis-only=homeostasis_alone lesion-artificial=artificial_scotoma lesion-ceiling=ceiling \
    lesion-linear=linear lesion-tanh=tanh lesion-monocular=one_eye_of_two,_seen_with_both
echo
echo "In time, the scotoma of 1.5 radii, each seed:"
series_of lesion-scotoma reorganisation/responsive.projection_zone reorganisation/responsive.core

cat <<'END'

### A cortical lesion
END
matrix "area_ring=reorganisation/area.ring outward_ring=reorganisation/outward.ring taken_up=reorganisation/lost.taken_up before=reorganisation/lost.taken_before \
OR_kept_far=reorganisation/stability.far" lesion-cortex=with_learning lesion-cortex-no-learning=without

cat <<'END'

### What comes nearest to cortex

Asked, from cats: fields of normal size in the LPZ (Calford et al. 2000; here: area near 1), and the orientation map kept (Das & Gilbert 1995; here: stability near that of the
far zone). Both are contested: others find little reorganisation (Smirnakis et al. 2005), and Young et al. (2007) find shifts that a Hebbian rule does not explain.
END
matrix "$zone magnification=reorganisation/magnification" lesion-scotoma=as_above lesion-no-floor=no_floor lesion-gain=gain_homeostasis lesion-slow=rates_of_learning_x_0.2 \
    lesion-fast-slow=the_same,_homeostasis_five_times_as_fast lesion-wide=wide_arbors lesion-horizontal=long-range_excitation
