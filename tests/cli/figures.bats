# The verb `figure`: pictures of a finished run, drawn again.
load helpers

run_small() { # DIR CHANGE ...
    local folder=$1
    shift
    cp "$configs/small.cfg" mine.cfg
    echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation", "threshold"); }; };' >>mine.cfg
    call_for 0 run mine.cfg -q -o "$folder" title=Small "$@"
}

strokes_red() { # FILE: an SVG has a red line, such as 0 degrees in the key of palette hsv; Cairo 1.16 writes it as a style, 1.18 as an attribute
    grep -qE 'stroke(:|=")rgb\(100%, ?0%, ?0%\)' "$1"
}

points() { # FILE: the width of an SVG
    sed -n 's/.*<svg [^>]* width="\([0-9.]*\)pt".*/\1/p' "$1"
}

@test "figure: all pictures of a measure, in all file types, from the files of the run alone" {
    run_small run
    rm run/checkpoint*.h5 run/maps/*.png
    call_for 0 figure run orientation --format 'png, svg,pdf' --width 85
    for picture in preference-000040 polar-000040 selectivity-000040 spectrum-000040 development; do
        for type in png svg pdf; do [ -s "run/figures/orientation-$picture.$type" ] || complain "no $picture.$type"; done
    done
    [ "$(ls run/figures | wc -l)" = 15 ]
    points run/figures/orientation-polar-000040.svg | awk '{ exit !($1 > 240.5 && $1 < 241.5) }' # 85 mm
    grep -q '>Orientation preference and selectivity,' run/figures/orientation-polar-000040.svg
    grep -q '>Small – iteration 40 –' run/figures/orientation-polar-000040.svg
}

@test "figure: one picture of one iteration into a named file, the same bytes each time" {
    run_small run
    for type in png svg pdf; do
        call_for 0 figure run orientation/polar --at 20 -o "one.$type"
        call_for 0 figure run orientation/polar --at 20 -o "two.$type"
        cmp "one.$type" "two.$type"
    done
    [ ! -e run/figures ]
    grep -q 'iteration 20' one.svg
    ! grep -qa CreationDate one.pdf
    call_for 0 figure run orientation/polar --at 20 --format svg,pdf -o three
    cmp three.svg one.svg
    cmp three.pdf one.pdf
}

@test "figure: the settings of the config hold, and options stand over them" {
    run_small run 'figures.palette=hsv' 'figures.format=svg' 'figures.title=none' 'figures.region=numbers'
    call_for 0 figure run orientation/preference -q
    ! grep -q '>Orientation preference[^<]*</text>' run/figures/orientation-preference-000040.svg || complain "has a title"
    strokes_red run/figures/orientation-preference-000040.svg # 0 degrees in the key
    call_for 0 figure run orientation/preference -q --title shown --palette lines
    grep -q '>Orientation preference[^<]*</text>' run/figures/orientation-preference-000040.svg
    ! strokes_red run/figures/orientation-preference-000040.svg || complain "has colours"
    call_for 0 figure run orientation/preference --scale degrees --degrees 4 -o d.svg
    grep -q '>1 degrees<' d.svg
}

@test "a palette at the place that it had in older versions is read" {
    run_small run 'figures.palette=hsv'
    sed -i -e '/^  palette = /d' -e '/^  checkpoint_every = /a \  palette = "hsv";  # default: "oklch"' run/config.cfg
    [ "$(grep -c palette run/config.cfg)" = 1 ]
    call_for 0 figure run orientation/preference --format svg
    strokes_red run/figures/orientation-preference-000040.svg # 0 degrees in the key
    call_for 0 resume run iterations=44 -q
    sed -n '/^figures = /,/^}/p' run/config.cfg | grep -q 'palette = "hsv"' || complain "forgot the palette"
    run_small other 'output.palette=hsv'
    grep -q 'palette = "hsv"' other/config.cfg
    sed -i 's/^  history_every = .*/  palette = "grey";/' other/config.cfg
    call_for 1 figure other orientation
    says ": figures.palette: "
}

# The highest number of the colour bar.
top_of() { # FILE
    grep -o '>[0-9.]*</text>' "$1" | tr -d '></text' | sort -g | tail -n 1
}

@test "figure: pictures of several runs, or of all iterations, have the same limits" {
    run_small a
    run_small b stimuli.bars.contrast=0.3 iterations=20
    call_for 0 figure a orientation/selectivity --format svg b
    call_for 0 figure a orientation/selectivity -o own-a.svg
    call_for 0 figure b orientation/selectivity -o own-b.svg
    [ "$(top_of own-a.svg)" != "$(top_of own-b.svg)" ]
    [ "$(top_of a/figures/orientation-selectivity-000040.svg)" = "$(top_of b/figures/orientation-selectivity-000020.svg)" ]
    call_for 0 figure a orientation/selectivity -o 20.svg --at 20 --limits shared
    call_for 0 figure a orientation/selectivity -o 40.svg --at 40 --limits shared
    [ "$(top_of 20.svg)" = "$(top_of 40.svg)" ]
    call_for 0 figure a orientation/selectivity -o given.svg --limits '0, 7.25'
    [ "$(top_of given.svg)" = 7.25 ]
}

@test "figure: history and the studies of a circuit have figures, too" {
    run_small run
    call_for 0 figure run history/activity -o h.svg
    grep -q '>iteration<' h.svg
    call_for 0 circuit "$repository/configs/circuits/permitted-sets.cfg" -q -o circuit
    call_for 0 figure circuit sets/lattice -o l.pdf
    call_for 0 figure circuit sets --format svg
    [ -s circuit/figures/sets-eigenvalues.svg ]
}

@test "figure: mean tuning curves have a shaded interval each" {
    call_for 0 run "$configs/measured.cfg" sheets.v1.density=8 'events.all.measures=("tuning")' -q -o run
    call_for 0 figure run tuning/curves -o curves.svg
    [ "$(grep -Eo 'fill-opacity(:|=")0\.22' curves.svg | wc -l)" = 3 ] # one for each contrast
    grep -q 'n = 9 units; bands: 95 % intervals' curves.svg
}

@test "figure: mistakes are named" {
    run_small run
    call_for 2 figure run orientatoin
    says "did you mean 'orientation'"
    call_for 2 figure run orientation/preferences
    says "run: 'orientation' has no picture 'preferences'; did you mean 'orientation/preference'?"
    call_for 2 figure run orientation/zebra
    says "run: 'orientation' has no picture 'zebra'; it has development, "
    echo 'panels = { x = { run = "run"; picture = "orientation/prefrence"; }; };' >misspelt.cfg
    call_for 2 panels misspelt.cfg
    says "panels.x: 'orientation' has no picture 'prefrence'; did you mean 'orientation/preference'?"
    call_for 2 figure run orientation -o all.png
    says "-o takes one picture, and 'orientation' has 5: orientation/development,"
    [ ! -e all.png ]
    call_for 2 figure run orientation --format gif --region 1,2,0,3 --limits 3,1 --scale mm
    says "--format: 'gif' is not known; allowed: png, svg, pdf"
    says "--region: '1,2,0,3' is no part of a map"
    says "--limits: '3,1' are none"
    says "a bar in mm needs \`scale_mm\`"
    call_for 2 figure run orientation --width 10
    says "--width: 10"
    call_for 2 figure run orientation --palette grey
    call_for 2 figure nowhere orientation
    call_for 1 figure run orientation --at 7
    says "was not measured at iteration 7"
    call_for 2 check mine.cfg figures.scale=degrees
    says "figures.scale: a bar in degrees needs"
}

# Refused for maps.h5 or measures.json, and left out of a report that still comes.
is_refused() { # MEASURE TEXT
    call_for 1 figure run "$1" -o x.svg
    says "run: is damaged: $2"
    [ "$(wc -l <<<"$stderr")" = 1 ] || complain "more than one message"
    [ ! -e x.svg ] || complain "drew a picture"
    call_for 0 report run -q
}

@test "figure: a map or number that is missing, or a map of another shape, is named" {
    run_small run
    cp -r run whole
    "$inspect" remove run/maps.h5 orientation/000000040/complex
    is_refused orientation/polar "'orientation' has no map 'complex'"
    for shape in '2 18 17' '1 18 18' '2 1 1' '2 7 7'; do
        cp whole/maps.h5 run
        "$inspect" remove run/maps.h5 orientation/000000040/complex
        # shellcheck disable=SC2086 # several numbers
        "$inspect" write run/maps.h5 orientation/000000040/complex wave $shape
        is_refused orientation/polar "map 'complex' of 'orientation' is ${shape// / x }, not 2 n n"
    done
    cp whole/maps.h5 run
    for change in '"density": {/"dense": {' '"periodic": {/"torus": {'; do
        sed "s/$change/" whole/measures.json >run/measures.json
        name=${change%%\": *}
        is_refused orientation/polar "'orientation' has no number '${name#\"}'"
    done
    sed '/"density": {/,/}/ s/"value": [0-9.]*/"value": -3/' whole/measures.json >run/measures.json
    is_refused orientation/polar "'density' of 'orientation' is -3"
    sed 's/"density.v1": {/"density.v2": {/' whole/measures.json >run/measures.json
    is_refused threshold "'threshold' has no number 'density.v1'"
    echo '{ "orientation": 3 }' >run/measures.json
    call_for 1 figure run orientation/polar -o x.svg
}

@test "a setting at its path of an earlier version is read, in a config, a run and a change, and told" {
    cp "$configs/small.cfg" old.cfg
    sed -i 's/^output = { /&palette = "hsv"; /' old.cfg
    echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };' >>old.cfg
    call_for 0 run old.cfg -o run
    says "warning: old.cfg:$(grep -n palette old.cfg | cut -d : -f 1): output.palette is now figures.palette"
    grep -q '^  palette = "hsv";' run/config.cfg
    sed -i -e '/^  palette = /d' -e 's/^output = {/&\n  palette = "hsv";/' run/config.cfg # as it was written before
    call_for 0 resume run iterations=60
    [[ $stderr != *"is now"* ]] || complain "tells of the run's own file"
    call_for 0 measure run -q
    call_for 0 report run -q
    call_for 0 figure run orientation/preference -o hsv.svg
    strokes_red hsv.svg || complain "has another palette"
    call_for 0 run old.cfg -q -o other output.palette=oklch iterations=20
    grep -q '^  palette = "oklch";' other/config.cfg
    call_for 2 check old.cfg output.palete=hsv
    sed -i 's/"hsv"/"grey"/' old.cfg
    call_for 2 check old.cfg
    says "figures.palette: 'grey' is not known"
}

@test "panels: several runs in rows and columns, with letters, titles and one scale" {
    run_small a
    run_small b stimuli.bars.contrast=0.3 iterations=20
    cat >figure.cfg <<'END'
width = 120.0;
columns = 2;
limits = "shared";
panels = {
  first = { run = "a"; picture = "orientation/selectivity"; title = "bright"; };
  second = { run = "b"; picture = "orientation/selectivity"; key = "room"; };
  early = { run = "a"; picture = "orientation/polar"; at = 20; title = "none"; };
  course = { run = "a"; picture = "orientation/development"; across = 2; };
};
END
    call_for 0 panels figure.cfg --format svg,pdf
    points figure.svg | awk '{ exit !($1 > 339.5 && $1 < 340.8) }' # 120 mm
    for text in A B C D bright 'Orientation selectivity, feed-forward response' Development; do
        grep -q ">$text</text>" figure.svg || complain "no $text"
    done
    ! grep -q '>E</text>' figure.svg
    # Both maps share their limits, so that the same value has the same colour in both. One has its bar.
    [ "$(grep -c '<image' figure.svg)" = 5 ]
    call_for 0 check figure.cfg
    prints "panels 4"
    call_for 0 panels figure.cfg -o one.pdf
    call_for 0 panels figure.cfg -o two.pdf
    cmp one.pdf two.pdf
}

@test "panels: mistakes are named with their place" {
    run_small a
    echo 'panels = { x = { run = "a"; picture = "orientation"; across = 2; }; }; columns = 1;' >wide.cfg
    call_for 2 panels wide.cfg
    says "wide.cfg:1: panels.x.across: is more than the 1 columns"
    echo 'panels = { x = { run = "a"; picture = "orientation"; }; };' >several.cfg
    call_for 2 panels several.cfg
    says "panels.x: 'orientation' has several pictures; name one of: orientation/"
    says ", orientation/preference"
    echo 'panels = { x = { run = "none"; picture = "orientation"; }; };' >none.cfg
    call_for 2 panels none.cfg
    says "none.cfg:1: panels.x: none: is not a run directory (it has no run.json)"
    call_for 2 run several.cfg
    says "take: pinwheel panels several.cfg"
    echo 'panels = { x = { run = "a"; picture = "orientation/preference"; }; }; columns = 5; width = 85.0;' >narrow.cfg
    call_for 2 panels narrow.cfg
    says "narrow.cfg:1: width: 85 mm are too narrow for 5 columns; the smallest width for them is 100 mm, and the most"
    call_for 0 panels narrow.cfg --width 100
    call_for 2 panels narrow.cfg --width 99
    says "width: 99 mm are too narrow for 5 columns"
}

@test "figure: an event that happens again and again is marked each time, with one name" {
    {
        echo "base = \"$configs/small.cfg\"; output = { history_every = 1; };"
        echo 'events = { faster = { kind = "change"; every = 9; until = 30; set = ("projections.on_to_v1.learning_rate=0.2"); }; };'
    } >again.cfg
    call_for 0 run again.cfg -q -o run
    call_for 0 figure run history --format svg
    local svg=run/figures/history-activity.svg upright='d="M ([0-9.]+) [0-9.]+ L \1 [0-9.]+ ?"'
    [ "$(grep -c '>change: faster, 3 times<' "$svg")" = 1 ]
    [ "$(grep stroke-dasharray "$svg" | grep -cE "$upright")" = 3 ] || complain "not three marks"
}

@test "figure: a sweep is drawn as small multiples with one scale, from a file of panels that stays" {
    cat >base.cfg <<END
base = "$configs/small.cfg";
events = { m = { kind = "measure"; at_end = true; measures = ("orientation"); }; };
END
    cat >sweep.cfg <<'END'
config = "base.cfg";
set = ("iterations=7");
seeds = (5, 3);
conditions = { bars = { }; spots = { set = ("sheets.retina.stimulus=spots"); }; };
grid = { inhibition = { path = "projections.inhibition.strength"; values = (-0.5, -1.4, -1.0); }; };
END
    call_for 0 sweep sweep.cfg -o sweep -q
    call_for 0 figure sweep orientation/selectivity --format svg
    says "wrote sweep/figures/orientation-selectivity.cfg"
    svg=sweep/figures/orientation-selectivity.svg
    [ "$(grep -o '<text [^>]*>[a-z]*, strength = [^<]*' "$svg" | sed 's/.*>//' | tr '\n' ';')" = \
        "bars, strength = -1.4;bars, strength = -1.0;bars, strength = -0.5;spots, strength = -1.4;spots, strength = -1.0;spots, strength = -0.5;" ]
    [ "$(grep -c '>0.25 sheet units<' "$svg")" = 6 ]
    [ "$(grep -c '>selectivity |z| / sum of responses<' "$svg")" = 1 ]
    grep -q 'columns = 3;' sweep/figures/orientation-selectivity.cfg
    run=$(grep 'title = "bars, strength = -1.4"' sweep/figures/orientation-selectivity.cfg | sed 's/.*run = "\([^"]*\)".*/\1/')
    grep -q '^seed = 3;' "$run/config.cfg" || complain "$run is not of the lowest seed"
    call_for 0 panels sweep/figures/orientation-selectivity.cfg -o again.svg
    cmp again.svg "$svg"
    call_for 2 figure sweep orientation/selectivity sweep
    says "figure: small multiples of a sweep, sweep, are drawn alone"
    call_for 0 figure sweep orientation/selectivity.mean --format svg
    says "wrote sweep/figures/orientation-selectivity.mean.svg"
    svg=sweep/figures/orientation-selectivity.mean.svg
    for word in 'selectivity mean' 'inhibition strength' bars spots -1.4 -1.0 -0.5; do
        grep -qF ">$word<" "$svg" || complain "the chart does not say $word" "$(cat "$svg")"
    done
    says "warning: intervals of two to four seeds are too narrow"
    grep -q '>sweep – means and 95 % intervals of 2 seeds (too narrow)<' "$svg" || complain "$(grep -o '>[^<]*seeds<' "$svg")"
    call_for 2 figure sweep orientation/selectivity.maen
    says "sweep: its runs have no number 'orientation/selectivity.maen'; did you mean 'orientation/selectivity.mean'?"
    call_for 2 figure sweep orientation/wavelength.peak_fit -o empty.svg
    says "sweep: 'orientation/wavelength.peak_fit' is undefined in every run: the power is highest at the lowest wavenumber of the map"
    [ ! -e empty.svg ] || complain "an empty chart is drawn"
    call_for 0 figure sweep orientation/selectivity.mean -o high.svg --limits 0,50
    ! cmp -s high.svg "$svg" || complain "the limits have no effect"
    echo 'panels = { a = { run = "sweep"; picture = "orientation/selectivity.mean"; }; b = { run = "sweep"; picture = "orientation/stability"; at = 7; }; };' >two.cfg
    call_for 2 panels two.cfg
    says "sweep: a sweep's numbers are those at the end of its runs; leave out the iteration"
    sed -i 's/at = 7;//; s/stability/selectivity.maen/' two.cfg
    call_for 2 panels two.cfg
    says "its runs have no number 'orientation/selectivity.maen'; did you mean 'orientation/selectivity.mean'?"
    sed -i 's/maen/mean/' two.cfg
    call_for 0 panels two.cfg -o two.svg
    [ "$(grep -c '>selectivity mean<' two.svg)" = 4 ] || complain "two titles and two axes: $(grep -o '>[a-z ]*<' two.svg)"
    call_for 2 cite sweep
    says "sweep: is the folder of a sweep; name a run in it"
    sed -i 's/"status": "finished"/"status": "failed"/' sweep/point-0001/run.json
    call_for 0 figure sweep orientation/selectivity
    sed -i 's/"status": "finished"/"status": "failed"/' sweep/point-0002/run.json
    call_for 1 figure sweep orientation/selectivity
    says ": no run of these levels has finished"
}

@test "cite: the program, the models and the methods of a run, no others" {
    run_small run 'source=after Hahnloser, Seung & Slotine 2003, Neural Computation 15:621'
    call_for 0 cite run
    prints "Permitted and forbidden sets in symmetric threshold-linear networks"
    prints "Kaschube, Matthias et al. (2010). Universality in" # of the pinwheels' density
    prints "v1 (18 × 18 units)"
    prints "40 presentations of the stimuli bars (gaussian), spots (disc)"
    [[ $output != *"Sarpeshkar"* ]] || complain "names the paper of 2000"
    [[ $output != *"Goodhill"* ]] || complain "names a method of another measure"
    prints "Connections learned by hebb (" # and the names of those that learn
    prints ") over 40"
    [[ $output != *"Oja 1982"* ]] || complain "names a rule of no connection"
    call_for 0 cite run --bibtex
    [ "$(grep -c '^@' <<<"$output")" = "$(grep -c '^}' <<<"$output")" ]
    prints "@article{hahnloser2003,"
    prints "@software{pinwheel,"
    run_small other 'source=Unknown 1999, a thesis'
    call_for 0 cite other --bibtex
    prints "note = {Unknown 1999, a thesis}"
    run_small signs 'source=A & B {1999}, 5 % of #7_x'
    call_for 0 cite signs --bibtex
    prints 'note = {A \& B \{1999\}, 5 \% of \#7\_x}'
    run_small rules projections.inhibition.learning=oja projections.excitation.learning=cpca
    call_for 0 cite rules
    prints ", off_to_v1), oja (inhibition) over 40"
    prints "All other connections stayed fixed."
    prints "Oja 1982, J Math Biol 15:267"
    call_for 0 cite rules --bibtex
    prints "@misc{oja,"
    sed -i 's/"iteration": 40,/"iteration": 31,/' other/run.json # as of a run that was paused
    call_for 0 cite other
    prints "31 presentations of the stimuli"
}
