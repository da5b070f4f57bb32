# The text of docs/figures.md; docs/make-figures sources it.
cat <<'PAGE'
# Figures

`pinwheel figure` draws any picture of a run again, from the files of the run. Its settings are the block `figures` of
the config, or options of the same names ([configuration.md](configuration.md)):

    ./pinwheel figure outputs/demo-001 orientation/preference --width 85 --font 7 --format pdf,svg
    ./pinwheel figure outputs/demo-001 orientation --title none --palette lines --region numbers --scale mm
    ./pinwheel figure outputs/a ocular_dominance outputs/b     # both runs with the same limits

- A figure has the width that a journal asks for, such as 85 or 180 mm, and letters of one size. What it shows takes
  the rest of its width.
- SVG and PDF keep text as text. A map is an image with one pixel for each unit. On a PNG, each unit is a square of
  whole pixels, so the resolution may be a little above `dpi`.
- The letters are DejaVu Sans, so every machine draws the same picture. Two runs of the command give the same bytes.
- `blue_yellow` and `red_cyan` are palettes for readers who confuse red with green, or blue with yellow. Their
  lightness changes with orientation. `lines` draws bars of the orientation itself.
- A dashed square is the part of the sheet over which the numbers are taken. `--region numbers` shows that part alone.

`pinwheel figure SWEEP MEASURE/PICTURE` draws small multiples of a sweep with one scale: a panel for each combination of
levels, from its lowest seed. The file of panels that it writes into `SWEEP/figures` can be changed and drawn again.
`pinwheel figure SWEEP MEASURE/NUMBER` draws a number of its runs over the setting that varied, with the 95 % interval
over seeds, and a line for each combination of the other settings.

`pinwheel panels` draws several pictures as panels A, B, C, ... of one figure, as a small file says. The figures below
are the files of [configs/figures](../configs/figures). Their runs are smaller than the published ones, so that
`make figures` takes about fifteen minutes; the numbers are those of [results.md](results.md), over ten seeds.
PAGE
entry stevens-2013-development "Orientation maps of four models" \
    "Published (Stevens, Law, Antolik & Bednar 2013): gain control (GCL), adapting thresholds (AL), or both (GCAL) are added to a model without them (L), and only GCAL develops maps that are stable and realistic over a wide range of contrasts. Seen here, in one seed at full contrast: GCL and GCAL develop smooth maps that grow stable with selectivity, and L and AL patches that still change when their units are selective; docs/results/orientation.md has the numbers over ten seeds."
entry stevens-2013-contrast "Robustness over contrast" \
    "Published: GCAL's selectivity is flat over contrast, and L has no map at a contrast of 10 % or less. Seen here, over ten seeds: GCAL's selectivity at contrast 0.1 is 0.913 (0.901, 0.924) of that at 1, and no seed of L has a ring in its spectrum at contrast 0.1. The charts show means and 95 % intervals of five seeds, of runs in the size of the maps; the maps show one seed at 0.3 and at 1, with one scale of selectivity."
entry ring "Hahnloser's ring" \
    "Published (Hahnloser et al. 2000; Hahnloser, Seung & Slotine 2003): a threshold-linear ring amplifies its input linearly and selects one of two inputs, and every subset of a permitted set is permitted. Seen here: the sets form a lattice in which no set lacks its subsets; one of two bumps survives until the other is 2.98 times as strong, and returns at 0.34; and the response to five amplitudes has one shape."
entry scotoma "Filling-in after a retinal scotoma" \
    "Published (Gilbert & Wiesel 1992): the middle of the projection zone is silent at once and responds again after months, from the border inwards. Seen here, over ten seeds: the core is silent at once, 0.95 (0.92, 0.969) of the zone responds after 6,000 presentations, and after 400 of them the outermost quarter responds and the innermost does not."
entry rearing "Strabismus and deprivation" \
    "Published: in strabismus few cells are binocular, and early monocular deprivation leaves less cortex to the deprived eye. Seen here, over ten seeds: the index of ocular dominance is 2.93 (2.88, 2.98) times that of normal rearing in strabismus, and the eye deprived early keeps 0.286 (0.279, 0.292) of the units."
