# Maps and responses from a laboratory: regions, filters, stacks of responses and their confidence.
load helpers

laboratory=$repository/tests/data/cases

# between FILE NAME LOW HIGH: is that number of a JSON file between two others?
between() {
    awk -v v="$(json "$1" "$2")" -v a="$3" -v b="$4" 'BEGIN { exit !(v >= a && v <= b) }' || complain "$2: $(json "$1" "$2") is not from $3 to $4"
}

@test "laboratory: a band-pass finds the columns under drift and noise, and says why" {
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --band-pass --json
    cp stdout.txt a.json
    between a.json wavelength.peak_fit 11.7 12.3
    between a.json pinwheels.count 336 356
    between a.json pinwheels.density 2.95 3.25
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --high-pass 24 --low-pass 6 -q -o quiet
    [ -z "$stderr" ] || complain "not quiet"
    prints wavelength
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --high-pass 24 --low-pass 6 --json
    cp stdout.txt a.json
    between a.json pinwheels.count 336 356
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --band-pass --high-pass 1.2mm --millimetres-per-sample 0.05
    prints "cut-off wavelength of the high-pass, as asked"
    prints "cut-off wavelength of the low-pass: the middle of the plateau, as the number of pinwheels stays within 4 %"
}

@test "laboratory: filters are refused with what is allowed" {
    local z=$laboratory/slow-drift.h5:/z
    call_for 2 analyse "$z" --high-pass twenty
    says "--high-pass: 'twenty' is no length; allowed: samples above 0, or mm, as 1.2mm"
    call_for 2 analyse "$z" --low-pass 0.3mm
    says "--low-pass: '0.3mm' needs --millimetres-per-sample"
    call_for 2 analyse "$z" --band-pass --high-pass 24 --low-pass 6
    says "analyse: --band-pass finds a cut-off, and both are given"
    call_for 2 analyse "$z" --band-pass --steepness 5
    says "--steepness: 5 is out of range"
}

@test "laboratory: a stack of responses gives the map of its vector sums" {
    call_for 0 analyse "$laboratory/stack.h5:/responses" --json
    cp stdout.txt a.json
    [ "$(json a.json pinwheels.positive)" = 30.0 ] && [ "$(json a.json pinwheels.negative)" = 29.0 ] || complain "pinwheels"
    between a.json wavelength.peak_fit 12.3 12.4
    between a.json selectivity.mean 0.2105 0.2115
    prints "without trials there is no interval"
    # turned by 22.5 degrees the map is the same; as directions of drift its signs are, too
    call_for 0 analyse "$laboratory/stack.h5:/responses" --stimuli 22.5,45,67.5,90,112.5,135,157.5,180 --json
    cp stdout.txt b.json
    [ "$(json b.json pinwheels.positive)" = 30.0 ] || complain "turned"
    call_for 0 analyse "$laboratory/stack.h5:/responses" --stimuli 0,-22.5,-45,-67.5,-90,-112.5,-135,-157.5 --drift --json
    cp stdout.txt b.json
    [ "$(json b.json pinwheels.positive)" = 29.0 ] || complain "mirrored"
}

@test "laboratory: trials give every number its interval, the same on any number of threads" {
    "$inspect" write t.h5 /r trials 6 5 48 40
    local order=(--axes conditions,trials,rows,columns --normalise cocktail --band-pass --resamples 20)
    call_for 0 analyse t.h5:/r "${order[@]}" --json
    cp stdout.txt one.json
    OMP_NUM_THREADS=3 call_for 0 analyse t.h5:/r "${order[@]}" --json
    cmp stdout.txt one.json || complain "threads change the intervals"
    prints '"intervals"'
    prints '"pinwheels.nearest_opposite": ['
    between one.json wavelength.peak_fit 11 13
    between one.json modularity.p 0 0.05
    between one.json modularity.wavelength 10 14.5
    between one.json confidence.angle 0.1 10
    call_for 0 analyse t.h5:/r "${order[@]}" --seed 7 --json
    ! cmp -s stdout.txt one.json || complain "two seeds, the same resamples"
    # The selectivity is that of the map before the filter, and the trials' that of the map behind it.
    call_for 0 analyse t.h5:/r --axes conditions,trials,rows,columns --resamples 20 --json
    cp stdout.txt b.json
    [[ $(json b.json intervals) == *selectivity.mean* ]] || complain "no interval"
    # Noise makes |z| larger.
    between b.json selectivity.mean "$(json b.json intervals selectivity.mean 1)" 1
    [[ $(json b.json warnings) == *"noise biases these numbers, which lie outside their intervals: "*selectivity.mean* ]] || complain "no word of the bias"
    call_for 0 analyse t.h5:/r --axes conditions,trials,rows,columns --resamples 20 --band-pass --json
    cp stdout.txt b.json
    between b.json selectivity.mean 0 1
    [[ $(json b.json intervals) == *pinwheels.count* ]] && [[ $(json b.json intervals) != *selectivity.mean* ]] || complain "an interval of another map"
    call_for 0 analyse t.h5:/r --axes conditions,trials,rows,columns --resamples 0 --json
    [[ $output != *intervals* ]] || complain "intervals without resamples"
}

@test "laboratory: a large map's layout has intervals if asked, and the lack is told" {
    "$inspect" write t.h5 /r trials 2 5 66 250
    local order=(--axes conditions,trials,rows,columns --resamples 1 --json)
    call_for 0 analyse t.h5:/r "${order[@]}"
    prints "the numbers from pinwheels.nearest to local_homogeneity.mean have no intervals, which take long on 66 x 250 samples; --layout-intervals finds them"
    [[ $(json stdout.txt intervals) != *local_homogeneity* ]] || complain "an interval"
    call_for 0 analyse t.h5:/r "${order[@]}" --layout-intervals
    [[ $(json stdout.txt intervals) == *local_homogeneity* ]] || complain "no interval"
    [[ $output != *"have no intervals"* ]] || complain "a warning of what is there"
}

@test "laboratory: stacks that are not understood are refused" {
    "$inspect" write t.h5 /r trials 6 5 20 16
    call_for 2 analyse t.h5:/r
    says "t.h5:/r: is 6 x 5 x 20 x 16; name its axes, as --axes rows,columns,conditions,trials"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,frames
    says "--axes: 'frames' is not known; allowed: rows, columns, conditions, trials, time"
    call_for 2 analyse t.h5:/r --axes conditions,time,rows,columns --window 3-9
    says "--window: '3-9' is none; allowed: A-B from 1-1 to 5-5, for 5 frames"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --stimuli 0,45,90
    says "--stimuli: names 3 stimuli, and the stack has 6 conditions; is the order of --axes right?"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --normalise blank
    says "t.h5:/r: no condition is a blank; say which with --stimuli"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --normalise percent
    says "--normalise: 'percent' is not known"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --margin 2
    says "t.h5:/r: a stack of responses has no --margin; leave its edges out with --region"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --periodic
    says "t.h5:/r: a stack of responses is open, not --periodic"
    call_for 2 analyse --as mapping t.h5:/r --resamples 5
    says "analyse: --resamples means nothing to mapping"
    call_for 2 analyse --as ocular_dominance t.h5:/r --axes conditions,trials,rows,columns
    says "t.h5:/r: ocular dominance takes two stacks of responses, of the left and the right eye, or maps of an index"
    call_for 2 analyse t.h5:/r --axes conditions,contrasts,rows,columns
    says "--axes: rows, columns and conditions have to be among the axes, and no units and contrasts"
    call_for 2 analyse --as tuning t.h5:/r --axes conditions,trials,rows,columns
    says "--axes: units and conditions have to be among the axes, and no rows and columns"
    call_for 2 analyse --as retinotopy t.h5:/r --axes conditions,trials,rows,columns
    says "t.h5:/r: has 6 conditions, and centres have 2: x and y"
    call_for 2 analyse --as geometry t.h5:/r t.h5:/r --axes conditions,trials,rows,columns
    says "t.h5:/r: behind the orientation map there is one map of ocular dominance, or there are two stacks of responses, of the left and the right eye"
}

@test "laboratory: two eyes' stacks give a map of ocular dominance" {
    "$inspect" write l.h5 /r bump 5 30 30
    "$inspect" write r.h5 /r ramp 5 30 30
    call_for 0 analyse --as ocular_dominance l.h5:/r r.h5:/r --json
    prints '"monocularity"'
    call_for 0 analyse --as ocular_dominance l.h5:/r r.h5:/r -o eyes
    call_for 0 report eyes
    ! grep -q "The newest of each kind" eyes/report.html || complain "speaks of the newest of one analysis"
    grep -q 'alt="Ocular dominance' eyes/report.html && grep -q "contralateral_" eyes/report.html || complain "the page"
    "$inspect" write r.h5 /wide ramp 5 30 40
    call_for 2 analyse --as ocular_dominance l.h5:/r r.h5:/wide
    says "r.h5:/wide: has 30 x 40 samples, and l.h5:/r has 30 x 30"
}

@test "laboratory: trials give intervals to ocular dominance and its geometry, pictures and methods" {
    "$inspect" write l.h5 /r trials 2 5 30 30
    "$inspect" write r.h5 /r trials 4 5 30 30
    local order=(--axes conditions,trials,rows,columns --resamples 20)
    call_for 0 analyse --as ocular_dominance l.h5:/r r.h5:/r "${order[@]}" -o eyes --json
    cp stdout.txt a.json
    [[ $(json a.json intervals) == *territory.left*wavelength.border* ]] || complain "no intervals"
    between a.json confidence.index 0.0001 0.1
    call_for 0 report eyes
    grep -q 'alt="Uncertainty of ocular dominance' eyes/report.html || complain "no picture"
    grep -q "Responses of each eye alone, to 2 conditions in up to 5 trials of the left and to 4 in up to 5 of the right" eyes/report.html || complain "no methods"
    [[ $(json eyes/analysis.json methods) == *"those of territories, of contralateral bias and of counts are percentiles"* ]] ||
        complain "the methods do not say which intervals are percentiles"
    call_for 2 analyse --as ocular_dominance l.h5:/r r.h5:/r "${order[@]}" --normalise cocktail
    says "l.h5:/r: --normalise cocktail takes away what all conditions have in common, of which this map is made; allowed: none, subtract, blank"
    call_for 2 analyse --as ocular_dominance l.h5:/r r.h5:/r "${order[@]}" --normalise blank
    says "l.h5:/r: no condition is a blank; say which with --stimuli"
    call_for 0 analyse --as geometry r.h5:/r l.h5:/r r.h5:/r shifts=5 "${order[@]}" --json
    [[ $(json stdout.txt intervals) == *crossings.above_60*pinwheels.rank* ]] || complain "no intervals of geometry"
}

@test "laboratory: geometry, retinotopy and tuning have pictures and a page" {
    local kind
    "$inspect" write t.h5 /r trials 4 5 30 30
    "$inspect" write t.h5 /od index 30 30
    "$inspect" write t.h5 /c places 2 10 8
    "$inspect" write t.h5 /sizes ones 10 8
    "$inspect" write t.h5 /curves hill 2 12 7
    call_for 0 analyse --as geometry t.h5:/r t.h5:/od --axes conditions,trials,rows,columns --resamples 10 shifts=5 -o geometry --millimetres-per-sample 0.02
    call_for 0 analyse --as retinotopy t.h5:/c t.h5:/sizes -o retinotopy
    call_for 0 analyse --as tuning t.h5:/curves lowest_contrast=0.1 -o tuning
    for kind in geometry retinotopy tuning; do
        call_for 0 report $kind
    done
    grep -q 'alt="Orientation and ocular dominance' geometry/report.html && grep -q "Crossing angles are those between contours" geometry/report.html || complain "the page of geometry"
    grep -q "95 %:" geometry/report.html || complain "intervals"
    grep -q 'alt="Retinotopy: centres' retinotopy/report.html && grep -q 'alt="Size of receptive fields' retinotopy/report.html || complain "the page of retinotopy"
    grep -q 'alt="Orientation tuning at several contrasts' tuning/report.html && grep -q "fitted with a von Mises function" tuning/report.html || complain "the page of tuning"
    "$inspect" write t.h5 /many hill 9 12 7
    call_for 2 analyse --as tuning t.h5:/many lowest_contrast=0.1
    says "t.h5:/many: contrasts: 9 is out of range"
    call_for 0 figure geometry geometry/overlay --format pdf
}

@test "laboratory: where there are no trials, a line says so" {
    "$inspect" write m.h5 /index index 40 40
    call_for 0 analyse --as ocular_dominance m.h5:/index
    says "note: the arrays hold no trials, so that there can be no intervals"
    "$inspect" write m.h5 /places bump 6 9 9
    call_for 0 analyse --as mapping m.h5:/places
    says "note: arrays of this kind have no trials, so that there can be no intervals"
    call_for 2 analyse --as ocular_dominance m.h5:/index --stimuli 0,45
    says "--stimuli is about stacks of responses, and none of the arrays is one"
}

@test "laboratory: a map may lie beside stacks, and an array that may be either has to be named" {
    "$inspect" write t.h5 /r trials 4 5 40 40
    "$inspect" write t.h5 /od index 40 40
    "$inspect" write t.h5 /single ramp 4 40 40
    "$inspect" write t.h5 /z wave 2 40 40
    call_for 0 analyse --as geometry t.h5:/r t.h5:/od shifts=5 --axes conditions,trials,rows,columns --resamples 10
    prints "t.h5:/od: has no trials: intervals do not know its noise"
    call_for 0 analyse t.h5:/r t.h5:/z --axes conditions,trials,rows,columns --resamples 10
    prints "a session is a map without trials: what the sessions share has no interval"
    call_for 2 analyse t.h5:/single t.h5:/z --axes conditions,rows,columns
    says "t.h5:/z: may be a map in two planes or a stack of two conditions; give each array its axes, as --axes \"conditions,rows,columns;map\" if it is a map"
    call_for 0 analyse t.h5:/single t.h5:/z --axes "conditions,rows,columns; map" --json
    prints "similarity.stability"
    call_for 2 analyse t.h5:/r t.h5:/z --axes "conditions,trials,rows,columns;map;map"
    says "--axes: has 3 lists with ';' between, and there are 2 arrays"
}

@test "laboratory: an analysis is saved, drawn again and shown on a page" {
    "$inspect" write t.h5 /r trials 6 5 48 40
    local order=(t.h5:/r --axes conditions,trials,rows,columns --normalise cocktail --band-pass --resamples 20)
    call_for 0 analyse "${order[@]}" --millimetres-per-sample 0.05 -o day --json
    cp stdout.txt a.json
    ! grep -q '"warning": "the spectrum has no ring"' day/measures.json || complain "a false warning"
    [ "$(json a.json pinwheels.count)" = "$(json day/measures.json orientation series 0 numbers pinwheels.count value)" ] ||
        complain "the saved number is another"
    [ "$(json a.json intervals pinwheels.count 0)" = "$(json day/measures.json orientation series 0 numbers pinwheels.count interval 0)" ] ||
        complain "the saved interval is another"
    # The maps are those of the numbers: analysed again without a filter, they have the same pinwheels.
    call_for 0 analyse day/maps.h5:/orientation/000000000/complex --json
    cp stdout.txt b.json
    [ "$(json a.json pinwheels.count)" = "$(json b.json pinwheels.count)" ] || complain "the saved map is another"
    for map in conditions stimuli angle_low angle_high selectivity_low selectivity_high pinwheels pinwheel_confidence; do
        "$pinwheel" analyse day/maps.h5 2>&1 | grep -q "/$map " || complain "no map $map"
    done
    for picture in preference polar selectivity confidence selectivity-confidence pinwheels response-1 response-6; do
        [ -s "day/maps/orientation-$picture.png" ] || complain "no picture $picture"
    done
    call_for 0 report day
    for text in "95 %: " "1 - circular\|preferred orientation is arg z / 2" "--resamples 20 --millimetres" 'id="methods"'; do
        grep -q -e "$text" day/report.html || complain "the page lacks: $text"
    done
    call_for 0 figure day orientation/confidence --format svg
    [ -s day/figures/orientation-confidence.svg ] || complain "no figure"
    call_for 2 figure day retinotopy
    says "day: there is no measure 'retinotopy' in it; it has 'orientation'"
    call_for 2 analyse "${order[@]}" -o day
    says "day: is not empty; name another folder with -o, or --force to replace the analysis in it"
    # What is refused leaves the former analysis, and a run is never replaced.
    call_for 2 analyse "${order[@]}" -o day --force --region nowhere.h5
    [ -s day/measures.json ] || complain "the analysis is lost"
    call_for 2 analyse "${order[@]}" -o day --force margin=1000
    [ -s day/measures.json ] || complain "the analysis is lost"
    "$pinwheel" run "$configs/small.cfg" -q -o of_run iterations=1
    call_for 2 analyse "${order[@]}" -o of_run --force
    says "of_run: is the folder of a run; name another with -o"
    [ -s of_run/checkpoint.h5 ] || complain "the run is lost"
    call_for 2 run "$configs/small.cfg" -o day --force
    says "day: is the folder of an analysis; name another with -o"
    [ -s day/measures.json ] || complain "the analysis is lost"
    call_for 0 analyse "${order[@]}" -o day --force --resamples 0
    [ ! -e day/report.html ] || complain "the old page is still there"
    call_for 2 resume day
    says "day: is the folder of an analysis, not of a run; pinwheel report day makes its page"
    "$pinwheel" run "$configs/small.cfg" -q -o run iterations=1
    call_for 2 report day run -o both.html
    says "day and run: a run and an analysis have no page together"
    call_for 0 report day day -o both.html
    printf '{"millimetres_per_sample": -1}' >day/analysis.json
    call report day
    says "day/analysis.json: is damaged: it has no millimetres_per_sample above 0"
}

@test "laboratory: sessions are compared by their pinwheels" {
    "$inspect" write t.h5 /a trials 6 5 48 40
    local order=(--axes conditions,trials,rows,columns --band-pass --resamples 0)
    call_for 0 analyse t.h5:/a t.h5:/a t.h5:/a "${order[@]}" --json
    cp stdout.txt a.json
    between a.json sessions.stability 0.999999 1.000001
    between a.json sessions.pinwheels 1 1
    between a.json sessions.lasting 1 1
    between a.json sessions.displacement 0 0
    between a.json sessions.pinwheels_chance 0.05 0.5
    [[ $(json a.json warnings) != *"a map has no pinwheels"* ]] || complain "a warning of a defined number"
    [[ $(json a.json warnings) != *"a session is a map"* ]] || complain "a warning of intervals that nobody wants"
    # With trials of each session, what they share has intervals, and stands beside an unchanged map.
    order=(--axes conditions,trials,rows,columns --band-pass --resamples 30 --json)
    call_for 0 analyse t.h5:/a t.h5:/a "${order[@]}" -o sessions
    cp stdout.txt a.json
    for name in sessions.stability sessions.pinwheels sessions.displacement sessions.lasting similarity.correlation; do
        [[ $(json a.json intervals) == *"\"$name\""* ]] || complain "no interval of $name"
    done
    [ "$(json a.json intervals sessions.stability 1)" = 1.0 ] || complain "above 1, or below what it is"
    between a.json sessions.stability_unchanged 0.7 0.999
    between a.json sessions.pinwheels_unchanged 0.7 0.9999
    between a.json sessions.displacement_unchanged 0.001 2
    [[ $(json sessions/analysis.json methods) == *"what sessions share"* ]] || complain "the methods lack the sessions"
    "$inspect" write t.h5 /single trials 6 1 48 40
    call_for 0 analyse t.h5:/a t.h5:/single "${order[@]}"
    cp stdout.txt b.json
    [[ $(json b.json warnings) == *"a condition has a single trial: without trials there is no interval"* ]] || complain "no word"
    [[ $(json b.json intervals) != *sessions* ]] && [[ $(json b.json intervals) == *wavelength* ]] || complain "intervals without trials"
    "$inspect" write t.h5 /means ramp 6 48 40
    call_for 0 analyse sessions/maps.h5:/orientation/000000000/complex t.h5:/means --json
    cp stdout.txt b.json
    [[ $(json b.json warnings) == *"a session is a map without trials"* ]] || complain "no word of a first session without trials"
}

@test "laboratory: scattered units are read from a table's columns, and refused with what is allowed" {
    awk 'BEGIN { srand(3); print "cell,x,y,angle"; for (i = 0; i < 60; i++) printf "c%d,%.4f,%.4f,%.4f\n", i, rand(), rand(), 180 * rand() }' >cells.csv
    call_for 0 analyse cells.csv:x,y,angle --as scattered --degrees --resamples 19 --json
    prints '"units": 60'
    prints '"difference.p"'
    cp stdout.txt a.json
    [[ $(json a.json warnings) != *"there are no shuffles"* ]] || complain "a warning of a defined number"
    call_for 2 analyse cells.csv:x,y,angel --as scattered --degrees
    says "angel"
    call_for 2 analyse cells.csv:x,y,angle --as scattered
    says "cells.csv:x,y,angle: its preferences have a unit; say --degrees, --radians or --turns"
    call_for 2 analyse cells.csv:x,y,angle --as scattered --radians
    says "cells.csv:x,y,angle: its angles lie from"
    call_for 2 analyse cells.csv:x,y --as scattered --degrees
    says "cells.csv:x,y: units are (N, 3): x, y and preference; this is 60 x 2"
    call_for 2 analyse cells.csv:x,x,angle --as scattered --degrees reach=-1
    says "reach"
    head -15 cells.csv >few.csv
    call_for 2 analyse few.csv:x,y,angle --as scattered --degrees
    says "few.csv:x,y,angle: has 14 units with a place and a preference; 20 are needed"
    awk 'NR > 1' cells.csv | awk -F, '{ printf "%s,7,%s\n", $2, $4 }' >line.csv
    call_for 2 analyse line.csv --as scattered --degrees
    says "line.csv: all units lie on one line"
    call_for 2 analyse cells.csv:x,y,angle --as scattered --degrees reach=5
    says "cells.csv:x,y,angle: a reach of 5 is too large for its units; allowed: up to 0."
    awk -F, 'NR > 1 { printf "%se308,%s,%s\n", NR % 2 ? "1" : "-1", $3, $4 }' cells.csv >far.csv
    call_for 2 analyse far.csv --as scattered --degrees
    says "far.csv: its units lie too far apart for their distances to be numbers"
    # Responses to conditions in the place of preferences: the same preferences.
    awk -F, 'BEGIN { OFS = "," } NR > 1 { t = $4 * atan2(1, 1) / 45; print $2, $3, 2 + cos(2 * t), 2 + sin(2 * t), 2 - cos(2 * t), 2 - sin(2 * t) }' cells.csv >responses.csv
    call_for 0 analyse responses.csv --as scattered --resamples 19 --json
    cp stdout.txt b.json
    says "note: responses.csv: taken as responses to 4 conditions, with orientations that are 45 degrees apart"
    # Two blanks, whose mean is 1, take away half of the responses' sum.
    awk -F, 'BEGIN { OFS = "," } { print $1, $2, 0.3, $3, $4, $5, $6, 1.7 }' responses.csv >blanks.csv
    call_for 0 analyse blanks.csv --as scattered --stimuli blank,0,45,90,135,blank --resamples 19 --json
    [[ $stderr != *"taken as responses"* ]] || complain "a note of what was said"
    cp stdout.txt c.json
    between c.json selectivity.mean 0.4999 0.5001
    # Three of the orientations alone tell the same.
    cut -d , -f 1-5 responses.csv >uneven.csv
    call_for 0 analyse uneven.csv --as scattered --stimuli 0,45,90 --resamples 19 --json
    cp stdout.txt d.json
    says "warning: uneven.csv: its orientations are not evenly spread"
    between d.json selectivity.mean 0.2499 0.2501
    call_for 0 analyse cells.csv:x,y,angle --as scattered --degrees --resamples 19 --json
    cp stdout.txt a.json
    between b.json selectivity.mean 0.2499 0.2501
    for file in b.json d.json; do
        [ "$(json a.json difference.near | cut -c 1-5)" = "$(json $file difference.near | cut -c 1-5)" ] || complain "other preferences"
    done
    # The paragraph for a paper says what was done, and nothing of a map's columns.
    call_for 0 analyse cells.csv:x,y,angle --as scattered --degrees --resamples 19 -o cells reach=0.21 smoothing=1.7 similar=31
    for text in "Units up to 0.21 apart" "at most 31 degrees" "is 1.7 of that distance" "19 shuffles"; do
        [[ $(json cells/analysis.json methods) == *"$text"* ]] || complain "the methods lack: $text"
    done
    [[ $(json cells/analysis.json methods) != *"turns by half a circle"* ]] || complain "methods of a map"
    # A config cannot name it: it takes no network.
    sed 's/^measures = {/measures = { cells = { kind = "scattered"; };/' "$configs/small.cfg" >scattered.cfg
    call_for 2 check scattered.cfg
    says "'scattered'"
}

@test "laboratory: a developed map seen by a camera has its truth within the intervals" {
    "$pinwheel" run "$repository/configs/gcal/gcal-small.cfg" -q -o run iterations=1500
    local map=run/maps.h5:/orientation/000001500/complex band=(--high-pass 24 --low-pass 7)
    "$inspect" camera run/maps.h5 /orientation/000001500/complex seen.h5 6 5
    call_for 0 analyse "$map" "${band[@]}" --json
    cp stdout.txt truth.json
    call_for 0 analyse seen.h5:/responses --axes conditions,trials,rows,columns --normalise cocktail "${band[@]}" --resamples 60 --json
    cp stdout.txt seen.json
    for name in wavelength.peak_fit pinwheels.count pinwheels.density; do
        between truth.json "$name" "$(json seen.json intervals "$name" 0)" "$(json seen.json intervals "$name" 1)"
    done
    between seen.json modularity.p 0 0.05
}

@test "laboratory: retinotopy has its magnification in mm per degree" {
    "$inspect" write t.h5 /c places 2 10 8
    call_for 0 analyse t.h5:/c --as retinotopy --millimetres-per-sample 0.1 --json
    cp stdout.txt a.json
    between a.json magnification.linear_mm 0.0499999 0.0500001 # 0.1 mm to 2 degrees
    call_for 0 analyse t.h5:/c --as retinotopy --millimetres-per-sample 0.1 --spacing 7 --json
    cp stdout.txt a.json
    between a.json magnification.linear_mm 0.0499999 0.0500001
}
