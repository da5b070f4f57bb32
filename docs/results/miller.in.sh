# shellcheck shell=sh disable=SC2154
cat <<'END'
# Linear correlation rules

Linear units, growth by averaged correlations, limits of weights and a conserved sum (`configs/miller`, after Miller,
Keller & Stryker 1989, Science 245:605): 36 x 36 units on a torus, 4,000 presentations, five seeds. The numbers of
the configs are our own; the paper was not at hand. The period of ocular dominance is that of its borders: the torus
is too small for a spectrum.
END
scorecard
cat <<'END'

## Conditions
END
matrix "ODI=ocular_dominance/monocularity territory_of_right_eye=ocular_dominance/territory.right \
period_by_border=ocular_dominance/wavelength.border_sheet $topography" \
    miller=usual no_lateral=no_lateral_connections wide_lateral=wide_lateral_connections correlated_eyes joint
cat <<'END'

`joint.cfg` before and after:
END
series_of joint retinotopy/retinotopy.error retinotopy/receptive_field.size retinotopy/retinotopy.folded
