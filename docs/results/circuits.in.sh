# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Circuits

What is known exactly of small threshold-linear circuits, and of ring and group networks. [circuits.md](../circuits.md) explains them.
END
scorecard
