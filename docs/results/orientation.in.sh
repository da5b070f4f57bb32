# shellcheck shell=sh disable=SC2046,SC2154
cat <<'END'
# Orientation maps over contrast, and rearing with scenes

`configs/gcal/gcal.cfg` has gain control and adaptation. `al.cfg`, `gcl.cfg` and `l.cfg` have one of the two or
neither (Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747). V1 has density 49 over 1.5 x 1.5 sheet units, and
sees 10,000 presentations.

Natural scenes are synthetic (dead leaves: [model.md](../model.md)). The unified model sees them with its two eyes in
three conditions: from the start; after a stage of retinal waves; and after that stage through goggles that leave
vertical edges. GCAL, with one eye, sees photographs of nature after 6,000 waves: 12,000 presentations in all, on 2 x 2
sheet units, with a gain control of constant 0.5 and, for the photographs, a quarter of the rates of learning.
END
scorecard
cat <<'END'

## Contrast
END
models=$(for model in gcal gcl al l; do
    for contrast in 10 25 50 100; do
        echo "${model}_$contrast=$(echo $model | tr '[:lower:]' '[:upper:]'),_${contrast}_%"
    done
done)
# shellcheck disable=SC2086
matrix "ring=orientation/spectrum.ring period=orientation/wavelength.peak_fit_sheet \
hypercolumns=orientation/hypercolumns pinwheels=orientation/pinwheels.count density=orientation/pinwheels.density \
quality=orientation/quality selectivity=orientation/selectivity.mean" $models
cat <<'END'

## Development

Selectivity, and the stability index against the map at iteration 10,000. GCAL:
END
series_of gcal_100 orientation/selectivity.mean orientation/similarity.last
echo
echo "L:"
series_of l_100 orientation/selectivity.mean orientation/similarity.last
cat <<'END'

## Scenes
END
matrix "$maps cardinal_bias=orientation/preference.cardinal_bias \
raw/smoothed_pinwheels=orientation/pinwheels_smoothed.raw_over_smoothed" images waves_then_images goggles
cat <<'END'

With synthetic scenes, units become selective and neighbours become similar. There is no ring, so the map has no
column spacing, with or without a stage of retinal waves before the scenes. Ocular dominance has its usual spacing. The
reason is that edges make V1 map contrast direction, from 0 to 360 degrees. Photographs hold more than edges
([rearing](../../configs/rearing)).

Photographs after waves, each seed, at the last presentation:
END
seeds_of waves_then_photographs orientation/spectrum.ring_prominence=prominence orientation/spectrum.ring=ring \
    orientation/pinwheels.count=pinwheels orientation/pinwheels.density=density \
    orientation/selectivity.mean=selectivity contrast_direction/spectrum.ring_prominence=contrast_direction
echo
echo "The same over the presentations; the waves end at 6,000. The map is compared with that at 12,000."
series_of waves_then_photographs orientation/spectrum.ring orientation/selectivity.mean orientation/similarity.last
