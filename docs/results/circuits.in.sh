# shellcheck shell=sh
cat <<'END'
# Circuits

Exact results on small threshold-linear circuits, and on ring and group networks. [circuits.md](../circuits.md)
explains them.
END
scorecard
