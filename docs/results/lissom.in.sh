# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# LISSOM: an orientation map by a schedule

`configs/lissom/lissom.cfg`: 48 x 48 units, 10,000 presentations. Thresholds rise and lateral excitation shrinks on a
schedule; there is no gain control and no adaptation (Miikkulainen, Bednar, Choe & Sirosh 2005, Computational Maps in
the Visual Cortex). Seed 1 was a pilot run, from which the ranges were set; it is left out.

Where excitation keeps its first radius and rate (`fixed_radius`) no seed has a ring, so that there is no column
spacing to compare: the claim about it cannot be tested as it was written. Selectivity is less than half.
END
scorecard
cat <<'END'

## Each model
END
matrix "$maps $topography" lissom fixed_radius
cat <<'END'

LISSOM, each seed:
END
seeds_of lissom orientation/spectrum.ring=ring orientation/wavelength.peak_fit_sheet=period \
    orientation/pinwheels.count=pinwheels orientation/pinwheels.density=density \
    orientation/quality=quality orientation/selectivity.mean=selectivity retinotopy/retinotopy.folded=folded
