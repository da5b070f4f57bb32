# shellcheck shell=sh
cat <<'END'
# Circuits

What is known exactly of small threshold-linear circuits, and of ring and group networks. [circuits.md](../circuits.md) explains them.
END
scorecard
