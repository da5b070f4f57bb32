# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Lesions

`configs/lesions/lesion-*.cfg`. An orientation map of 56 x 56 units develops for 10,000 presentations without a
lesion. All conditions branch from this development, so the same seed sees the same input in all of them.

- The lesion comes at iteration 10,001. Plasticity and homeostasis continue, with thresholds of at least 0.12. Three
  conditions have no such floor: the artificial scotoma, `no_floor`, and gain homeostasis, which moves no thresholds.
- A condition with a different network has its own development: linear and tanh units and units with a ceiling, with
  the lesion at 4,001; wide arbors and long-range excitation; and two eyes (`configs/unified/joint.cfg`), one of them
  lesioned at 7,001.
- Receptive fields (RFs) are mapped with small spots of both signs while the state is frozen.
- The projection zone (LPZ) contains the units whose fields were centred in the scotoma before the lesion. Its core is
  deeper than half its radius.
END
scorecard
zone="responds=reorganisation/responsive.projection_zone core_responds=reorganisation/responsive.core \
middle_responds=reorganisation/responsive.depth_4 RF_outside=reorganisation/responsive.outside \
outward=reorganisation/outward.projection_zone area=reorganisation/area.projection_zone \
area_at_old_criterion=reorganisation/area_by_reference.projection_zone \
OR_kept=reorganisation/stability.projection_zone OR_kept_far=reorganisation/stability.far \
tau=reorganisation/fit.tau R²=reorganisation/fit.r2 blank=reorganisation/blank.projection_zone"
cat <<'END'

## A retinal scotoma

At the end of each run (iteration 16,000, or the end that its config sets):
END
matrix "$zone" scotoma=1.5_radii small=1.0_radii large=2.2_radii sham no_homeostasis homeostasis_alone \
    artificial=artificial_scotoma ceiling linear tanh monocular=one_eye_of_two,_seen_with_both
echo
echo "The time course after the scotoma of 1.5 radii:"
series_of scotoma reorganisation/responsive.projection_zone reorganisation/responsive.core
cat <<'END'

## A cortical lesion
END
matrix "area_ring=reorganisation/area.ring outward_ring=reorganisation/outward.ring \
taken_up=reorganisation/lost.taken_up taken_up_before=reorganisation/lost.taken_before \
OR_kept_far=reorganisation/stability.far" \
    cortex=with_learning cortex_no_learning=without
cat <<'END'

## The conditions closest to cortex

The predicted ranges come from cats. Fields in the LPZ have a normal size (Calford et al. 2000; here an area near 1).
The orientation map is kept (Das & Gilbert 1995; here a stability near that of the far zone). Both findings are
contested: Smirnakis et al. (2005) find little reorganisation, and Young et al. (2007) find shifts that a Hebbian rule
does not explain.
END
matrix "$zone magnification=reorganisation/magnification" scotoma=as_above no_floor gain=gain_homeostasis \
    slow=rates_of_learning_x_0.2 fast_slow=the_same,_homeostasis_five_times_as_fast \
    gain_slow=gain_homeostasis,_rates_x_0.2 wide=wide_arbors horizontal=long-range_excitation
