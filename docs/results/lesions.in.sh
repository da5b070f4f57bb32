# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Lesions

`configs/lesions/lesion-*.cfg`: an orientation map of 56 x 56 units, developed for 10,000 presentations without a lesion, from which conditions branch,
so that the same seed sees the same input in all. The lesion comes at iteration 10,001; plasticity and homeostasis go on, thresholds not below 0.12 (without that floor: the artificial
scotoma, `no_floor`, and gain homeostasis, which moves no thresholds). Where the network itself differs it develops anew: linear and tanh units and those with a ceiling, lesioned at 4,001; wide arbors and
long-range excitation; two eyes (`configs/unified/joint.cfg`, one of them lesioned at 7,001).
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

## A cortical lesion
END
matrix "area_ring=reorganisation/area.ring outward_ring=reorganisation/outward.ring taken_up=reorganisation/lost.taken_up before=reorganisation/lost.taken_before \
OR_kept_far=reorganisation/stability.far" cortex=with_learning cortex_no_learning=without
cat <<'END'

## What comes nearest to cortex

Asked, from cats: fields of normal size in the LPZ (Calford et al. 2000; here: area near 1), and the orientation map kept (Das & Gilbert 1995; here: stability near that of the
far zone). Both are contested: others find little reorganisation (Smirnakis et al. 2005), and Young et al. (2007) find shifts that a Hebbian rule does not explain.
END
matrix "$zone magnification=reorganisation/magnification" scotoma=as_above no_floor gain=gain_homeostasis slow=rates_of_learning_x_0.2 \
    fast_slow=the_same,_homeostasis_five_times_as_fast gain_slow=gain_homeostasis,_rates_x_0.2 wide=wide_arbors horizontal=long-range_excitation
