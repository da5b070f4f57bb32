# shellcheck shell=sh disable=SC2154
cat <<'END'
# Learning rules

The same V1 under each rule (`configs/learning-rules`): GCAL with 40 x 40 units, 2,000 presentations, five seeds. The
rule of the afferent fields changes, with its rate and limits. Under the trace rule scenes stay for five
presentations. After each step the weights of a unit sum to 1, as in GCAL. [model.md](../model.md) has the rules.
END
scorecard
cat <<'END'

## All rules
END
matrix "selectivity=orientation/selectivity.mean ring=orientation/spectrum.ring \
homogeneity=orientation/local_homogeneity.mean $topography" \
    hebb=Hebb oja=Oja cpca=conditional_principal_components \
    "self_organising_map=self-organising_map" synaptic_scaling=synaptic_scaling covariance \
    averaged_correlation=averaged_correlation bcm=BCM trace=trace_\(scenes_stay_and_move\) anti_hebb=anti-Hebb
