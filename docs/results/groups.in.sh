# shellcheck shell=sh disable=SC2154
cat <<'END'
# Sheets that settle together

GCAL whose inhibition passes through a population (`configs/groups/excitation-inhibition.cfg`, 73 x 73 units each,
5,000 presentations), simple and complex cells in two sheets (`configs/groups/complex-cells.cfg`, 36 x 36 units each,
3,000 presentations), and V1 with feedback from V2 (`configs/groups/v1-v2.cfg`, 48 x 48 and 36 x 36 units, 2,000
presentations, and one more without the feedback). Five seeds.
END
scorecard
cat <<'END'

## An inhibitory population

Both maps, of V1 from its drive and of the inhibitory population as it settles:
END
matrix "ring=orientation/spectrum.ring density=orientation/pinwheels.density selectivity=orientation/selectivity.mean \
period=orientation/wavelength.peak_fit_sheet inhibitory_ring=inhibitory/spectrum.ring \
inhibitory_selectivity=inhibitory/selectivity.mean inhibitory_period=inhibitory/wavelength.peak_fit_sheet" \
    inhibitory_population
cat <<'END'

## Simple and complex cells

"Simple" is the share of units whose F1/F0 is above 1 (Skottun et al. 1991, Vision Res 31:1079), "F1/F0" its median.
The stability index compares both orientation maps place by place: 0 for unrelated maps, 1 for equal ones.
END
matrix "layer_4_simple=tuning/modulation.simple layer_4_F1/F0=tuning/modulation.median \
layer_2/3_simple=complex_tuning/modulation.simple layer_2/3_F1/F0=complex_tuning/modulation.median \
stability=alignment/similarity.stability correlation=alignment/similarity.correlation" complex_cells
matrix "layer_4_ring=orientation/spectrum.ring layer_4_selectivity=orientation/selectivity.mean \
layer_4_homogeneity=orientation/local_homogeneity.mean layer_2/3_ring=complex_orientation/spectrum.ring \
layer_2/3_selectivity=complex_orientation/selectivity.mean \
layer_2/3_homogeneity=complex_orientation/local_homogeneity.mean" complex_cells
cat <<'END'

## V1 and V2

Responses at the highest contrast and F1/F0 of V1, with feedback (2,000) and without (2,001):
END
series_of v1_v2 tuning/contrast_1.response tuning/modulation.median tuning/selectivity.median
echo
echo "The maps:"
series_of v1_v2 orientation/spectrum.ring orientation/selectivity.mean v2_orientation/spectrum.ring \
    v2_orientation/selectivity.mean
