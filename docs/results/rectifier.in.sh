# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Is the rectifier needed?

`configs/ablations/ablation-*.cfg`, 3,500 presentations. The gain and offset of each function are tuned so that V1 is
as active and as sparse as with the rectifier. "Gain 1" is the same function without tuning.
[rectifier.md](../rectifier.md) interprets these results.
END
scorecard
columns="pinwheels=orientation/pinwheels.count smoothed=orientation/pinwheels_smoothed.count \
ring=orientation/spectrum.ring selectivity=orientation/selectivity.mean $topography \
ODI=ocular_dominance/monocularity $geometry"
cat <<'END'

## Other functions

With 16 activations for each presentation:
END
matrix "$columns" rectified ceiling=rectified_with_ceiling squared noisy=noisy_rectified \
    "softplus=softplus_(the_rectifier)" softplus_gain_8=softplus_gain_8 logistic gelu=GELU tanh \
    tanh_gain_1=tanh_gain_1 linear linear_gain_1=linear_gain_1 linear_subcritical=linear_sub-critical \
    absolute=absolute_value absolute_gain_1=absolute_value_gain_1
echo
echo "The same over 7,000 presentations:"
matrix "$columns" long_rectified=rectified long_logistic=logistic long_tanh_gain_1=tanh_gain_1 \
    long_linear_gain_1=linear_gain_1
cat <<'END'

With activity that settles: until no unit changes by more than 0.001 of the largest activity, or for 100 activations.
END
matrix "$columns" settled_rectified=rectified settled_ceiling=rectified_with_ceiling settled_squared=squared \
    settled_noisy=noisy_rectified settled_"softplus=softplus_(the_rectifier)" settled_logistic=logistic \
    settled_gelu=GELU settled_tanh=tanh settled_linear=linear settled_linear_gain_1=linear_gain_1 \
    settled_linear_subcritical=linear_sub-critical settled_absolute=absolute_value
cat <<'END'

## Across the window of copositivity

`configs/unified/unified.cfg` with other strengths of lateral excitation (`projections.excitation.strength`). The
linear gain of the mean lateral kernel is the factor by which the kernel amplifies its best pattern at each step.
Rectified activity stays bounded if the copositivity number is below 1 ([circuits.md](../circuits.md)).
END
{
    echo "strength|linear gain|copositivity"
    for strength in 1.4 1.5 1.6 1.7 1.8 1.9; do
        "$program" check configs/unified/unified.cfg projections.excitation.strength=$strength 2>/dev/null |
            sed -n "s/.*linear gain \([0-9.]*\), copositivity \([0-9.]*\),.*/$strength|\1|\2/p"
    done
} | table
echo
echo "With 16 activations for each presentation:"
matrix "$columns" excitation_14=1.4 rectified=1.7 excitation_18=1.8 excitation_19=1.9
echo
echo "With activity that settles, for at most 100 activations:"
matrix "$columns" settled_excitation_14=1.4 settled_excitation_15=1.5 settled_excitation_16=1.6 \
    settled_rectified=1.7 settled_excitation_18=1.8 settled_excitation_19=1.9
