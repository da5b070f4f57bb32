# The verbs `report` and `export`: what a run left, as one page and as CSV.
load helpers

# A small run with a series of measurements, and texts that HTML has to escape.
run_small() { # DIR CHANGE ...
    local folder=$1
    shift
    cp "$configs/small.cfg" mine.cfg
    echo 'events = { m = { kind = "measure"; every = 10; measures = ("orientation", "threshold"); }; };' >>mine.cfg
    call_for 0 run mine.cfg -q -o "$folder" 'title=Ti<b>tle & "co"' "$@"
}

# Are all elements closed in order, and all attributes quoted? (Text has no "<" of its own.)
is_balanced() { # FILE
    awk 'BEGIN { RS = "<"; split("meta link img wbr", list, " "); for (i in list) lone[list[i]] = 1 }
        NR == 1 || /^!DOCTYPE html>/ { next }
        { if (!match($0, /^\/?[a-z0-9]+/)) { print "no tag: " substr($0, 1, 60); wrong = 1; exit }
          name = substr($0, 1, RLENGTH); tag = $0; sub(/>[^>]*$/, "", tag)
          rest = tag; gsub(/ [a-zA-Z-]+="[^"<>]*"/, "", rest); sub(/\/$/, "", rest)
          if (rest != name) { print "attributes: " substr(rest, 1, 80); wrong = 1; exit }
          if (name in lone || tag ~ /\/$/) next
          if (name !~ /^\//) open[++depth] = name
          else if (depth == 0 || "/" open[depth--] != name) { print "closes " name " at element " NR; wrong = 1; exit } }
        END { if (!wrong && depth > 0) { print "left open: " open[depth]; wrong = 1 }; exit wrong }' "$1" ||
        complain "$1 is not balanced"
}

lacks() { # PATTERN FILE
    if grep -iE "$1" "$2"; then complain "$2 has $1"; fi
}

# The pictures in a page, as files shown-1.png or shown-1.svg, ...; their number.
extract_pictures() { # FILE
    grep -oE 'src="data:image/[^"]*"' "$1" | awk '{ print > ("shown-" NR ".txt") } END { print NR }' >number.txt
    local i type
    for ((i = 1; i <= $(cat number.txt); i++)); do
        case $(head -c 30 "shown-$i.txt") in *image/png*) type=png ;; *) type=svg ;; esac
        sed 's|^src="data:image/[^;]*;base64,||; s|"$||' "shown-$i.txt" | base64 -d >"shown-$i.$type" || return
    done
    cat number.txt
}

@test "a page about one run: whole pictures, numbers, settings, no need of a network" {
    run_small run
    call_for 0 report run
    page=run/report.html
    is_balanced $page
    lacks '<script|<iframe|@import|https?:|url\(' $page
    [ "$(grep -c '<!DOCTYPE html>' $page)" = 1 ]
    grep -q '<title>Ti&lt;b&gt;tle &amp; &quot;co&quot;</title>' $page
    # the pictures of the run are in it, drawn with one scale for all iterations, and each has words for those who do
    # not see it
    [ "$(extract_pictures $page)" -gt 0 ]
    for title in 'Orientation preference[^<]*' Development 'Threshold of v1'; do
        grep -q ">$title</text>" shown-*.svg || complain "'$title' is not in the page"
    done
    [ "$(grep -l '>Orientation selectivity,' shown-*.svg | wc -l)" -ge 4 ]
    [ "$(grep -l '>Orientation selectivity,' shown-*.svg | while read -r shown; do
        grep -o '>[0-9.]*</text>' "$shown" | tr -d '></text' | sort -g | tail -n 1
    done | sort -u | wc -l)" = 1 ]
    [ "$(grep -o '<img ' $page | wc -l)" = "$(grep -oE 'alt="[A-Za-z][^"]{9,}" src="data:image/(png|svg\+xml);base64,' $page | wc -l)" ]
    # numbers as measured, with their definitions
    quality=$(json run/measures.json orientation series 40 numbers selectivity.mean value)
    grep -q "$(printf '<span class="digits">%.4g</span>' "$quality")" $page
    grep -qF 'mean selectivity (1 - circular variance)' $page
    # what is not the default is marked, the rest is not
    grep -q '<mark>settle = 6;  # default: 1</mark>\|<mark>    settle = 6;  # default: 1</mark>' $page
    grep -q '^ *damping = 1.0;  # default$' $page
    grep -q "$(weights run)" $page
    # four measurements make strips and charts
    [ "$(grep -c 'class="strip"' $page)" -ge 3 ]
    # the same page each time
    call_for 0 report run -o again.html
    cmp $page again.html
    grep -q 'similarity.last, from' $page
}

@test "runs side by side, one of them not finished" {
    run_small one
    cp "$configs/small.cfg" other.cfg
    call_for 0 run other.cfg -q -o two seed=5 sheets.v1.threshold=0.07 iterations=12
    sed -i 's/"status": "finished"/"status": "interrupted"/' two/run.json
    call_for 0 report one two -o both.html
    is_balanced both.html
    grep -q '<span class="warning">interrupted</span>' both.html
    grep -q 'Settings that differ between the runs: [0-9]' both.html
    tr -d '\n' <both.html | grep -qE 'threshold</th><td><mark>0.05</mark></td><td><mark>0.07</mark></td>'
    mkdir -p elsewhere && cp -r one elsewhere
    call_for 0 report one elsewhere/one -o both.html # two of one name go by their paths
    grep -q '<th class="number">elsewhere/one</th>' both.html
    call_for 2 report one two
    says "name the page of several runs with -o"
}

@test "of many pictures a strip has 24, evenly spaced, the first and the last among them" {
    run_small run events.m.every=1
    call_for 0 report run
    awk '/<ol class="strip"/ && /Orientation selectivity/ { inside = 1 } /<\/ol>/ { inside = 0 } inside' run/report.html |
        grep -o '<figcaption>iteration [0-9]*' | cut -d ' ' -f 2 >iterations.txt
    [ "$(wc -l <iterations.txt)" = 24 ]
    [ "$(head -n 1 iterations.txt) $(tail -n 1 iterations.txt)" = "1 40" ]
    awk 'NR > 1 { step = $1 - last; if (step < 1 || step > 2) exit 1 } { last = $1 }' iterations.txt # 39 / 23 = 1.7
    grep -q '24 of the 40 iterations measured' run/report.html
}

@test "a report is refused of what is no run, and of a damaged picture, and leaves no page" {
    call_for 2 report
    says "name run directories"
    call_for 2 report nowhere
    says "nowhere: is not a run directory"
    run_small run
    picture=$(echo run/maps/*.png | cut -d ' ' -f 1)
    head -c 1000 "$picture" >cut.png && mv cut.png "$picture"
    call_for 1 report run
    says "$picture: is not a whole PNG picture"
    [ ! -e run/report.html ]
    call_for 0 measure run
    rm "$picture"
    call_for 0 report run
    call_for 1 report run -o missing/page.html
    says "missing/page.html: cannot be written"
}

@test "every picture is listed with its iteration, its title and where its map lies" {
    run_small run
    [ "$(ls run/maps/*.png | wc -l)" = "$(grep -c '"title"' run/maps/pictures.json)" ]
    list=run/maps/pictures.json
    [ "$(json $list orientation-polar-000040.png measure)" = orientation ]
    [ "$(json $list orientation-polar-000040.png picture)" = polar ]
    [ "$(json $list orientation-polar-000040.png iteration)" = 40 ]
    [ "$(json $list threshold-v1-000010.png subtitle)" = 'Ti<b>tle & "co" – iteration 10 – n = 324 units' ]
    map=$(for key in left top zoom rows columns; do json $list orientation-polar-000040.png map $key; done | paste -sd ' ')
    tr '\0' . <run/maps/orientation-polar-000040.png | grep -aqF "Map.$map" || complain "the picture's note names another place than $map"
    # measuring again changes nothing in the list
    cp $list kept.json
    call_for 0 measure run
    cmp $list kept.json
    # a run that goes back to a checkpoint drops what was drawn after it
    call_for 0 run mine.cfg -q -o back iterations=20
    cp back/checkpoint.h5 early.h5
    call_for 0 resume back -q iterations=40
    cp early.h5 back/checkpoint.h5
    call_for 0 resume back -q iterations=30
    call_for 0 run mine.cfg -q -o straight iterations=30
    cmp back/maps/pictures.json straight/maps/pictures.json
}

@test "an older folder without a list of pictures has its page, which says so" {
    run_small run
    echo '{' >run/maps/pictures.json # a damaged list is as good as none
    call_for 0 report run
    grep -q 'run has no readable maps/pictures.json' run/report.html
    rm run/maps/pictures.json
    call_for 0 report run
    is_balanced run/report.html
    grep -q 'run has no readable maps/pictures.json' run/report.html
    [ "$(extract_pictures run/report.html)" -ge 17 ]
    [ "$(grep -c 'class="strip"' run/report.html)" -ge 3 ]
    call_for 0 measure run
    call_for 0 report run
    lacks 'has no readable maps/pictures.json' run/report.html
    [ "$(grep -c 'class="strip"' run/report.html)" -ge 3 ] # the earlier ones are still listed
    grep -q 'alt="Orientation selectivity, feed-forward response. Ti' run/report.html
}

@test "a run with a page and CSV files is replaced by --force" {
    run_small run
    call_for 0 report run
    call_for 1 export run --at 7
    says "run: nothing was measured at iteration 7"
    call_for 0 export run
    run_small run --force
    [ ! -e run/report.html ] && [ ! -e run/csv ]
}

# A sweep of 2 conditions x 2 values x 2 seeds; one run of it has failed.
run_sweep() {
    cat "$configs/small.cfg" - >base.cfg <<'CONFIG'
events = { m = { kind = "measure"; every = 20; at_end = true; measures = ("orientation"); }; };
CONFIG
    cat >sweep.cfg <<'CONFIG'
title = "Sweep <b> & co";
config = "base.cfg";
seeds = (3, "5");
conditions = { bars = { }; spots = { set = ("sheets.retina.stimulus=spots"); }; };
grid = { inhibition = { path = "projections.inhibition.strength"; values = (-1.4, -0.7); }; };
CONFIG
    call_for 0 sweep sweep.cfg -o sweep -q -j 2
    sed -i 's/"status": "finished"/"status": "failed"/; s/"reason": ""/"reason": "no <space> left"/' sweep/point-0003/run.json
    call_for 1 sweep sweep.cfg -o sweep -q
}

@test "a page about a sweep: the means of the index, the runs that failed, a map for each combination" {
    run_sweep
    mv sweep moved && rm sweep.cfg base.cfg # it needs no more than the folder
    call_for 0 report moved
    page=moved/report.html
    is_balanced $page
    lacks '<script|<iframe|@import|https?:|url\(' $page
    grep -q '<h1>Sweep &lt;b&gt; &amp; co</h1>' $page
    grep -q 'that of two seeds holds the true mean half of the time' $page
    grep -q '8 runs: 7 finished<span class="warning">, 1 did not</span>' $page
    grep -q 'point-0003 (bars, strength = -0.7, seed 3): <span class="warning">failed: no &lt;space&gt; left</span>' $page
    # mean and n of every condition and value, as the index has them; two values are the interval's ends
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "orientation/selectivity.mean") k = i; next }
        $5 == "finished" { at = $4 "</th><td>" $2; n[at]++; sum[at] += $k
            if (n[at] == 1 || $k < low[at]) low[at] = $k; if (n[at] == 1 || $k > high[at]) high[at] = $k }
        END { for (at in n) printf "<tr><th>%s</td><td class=\"number\">%.4g</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n",
            at, sum[at] / n[at], n[at] == 2 ? sprintf("%.4g to %.4g", low[at], high[at]) : "", n[at] == 2 ? "2" : "1 of 2" }' \
        moved/index.csv >rows.txt
    [ "$(wc -l <rows.txt)" = 4 ]
    sed -n '/<h3>orientation\/<wbr>selectivity/,/<\/table>/p' $page | tr -d '\n' >shown.txt
    while IFS= read -r row; do
        grep -qF "$row" shown.txt || complain "$page lacks $row"
    done <rows.txt
    [ "$(grep -o 'alt="orientation/selectivity.mean, from' shown.txt | wc -l) $(grep -o 'class="key"' shown.txt | wc -l)" = "1 2" ]
    grep -q ', over inhibition strength -1.4 to -0.7"' shown.txt
    grep -q '<th[^>]*>inhibition strength</th>' shown.txt
    # a map of the lowest seed that finished for each of the four, and one with its key
    extract_pictures $page >pictures.txt
    [ "$(ls shown-*.png | wc -l)" = 5 ]
    for caption in "strength = -1.4, seed 3" "strength = -0.7, seed 5" "strength = -0.7, seed 3"; do
        grep -q "<figcaption>$caption</figcaption>" $page || complain "$page lacks $caption"
    done
    [ "$(grep -o '<h4>[a-z]*' $page | tr '\n' ' ')" = "<h4>bars <h4>spots " ]
    # each map is cut out of its picture, but for the one with its key
    [ "$(grep -oE '<img width="(2[0-9][0-9])" height="\1"' $page | wc -l) $(grep -oE '<img width="4[0-9][0-9]"' $page | wc -l)" = "4 1" ] ||
        complain "other sizes than: $(grep -oE '<img width="[0-9]*" height="[0-9]*"' $page | tr '\n' ' ')"
    # a number that no run has a value of is said, and not drawn
    sed -i 's/"value": [^,}]*/"value": null/' moved/point-*/measures.json
    call_for 0 report moved
    grep -q 'Undefined in every run:.*selectivity.<wbr>mean' $page
    lacks '<figure class="chart"' $page
}

@test "a sweep whose index, runs or pictures are not there" {
    run_sweep
    rm -r sweep/point-0001/maps sweep/point-0002/maps/pictures.json sweep/point-0008 sweep/sweep.cfg
    call_for 0 report sweep -o page.html
    grep -q '<h1>Sweep sweep</h1>' page.html
    grep -q '<p class="small">no picture</p>' page.html
    grep -q '1 run has no readable maps/pictures.json' page.html
    grep -q 'point-0008 .*sweep/point-0008: is not a run directory' page.html
    call_for 2 report sweep sweep/point-0002 -o page.html
    says "sweep: is the folder of a sweep, whose page is of it alone"
    mv sweep/index.csv kept.csv
    call_for 2 report sweep
    says "sweep: is the folder of a sweep without its index.csv"
    sed 's/$/,1/; 1s/,1$//' kept.csv >sweep/index.csv
    call_for 2 report sweep
    says "sweep/index.csv: row 1 has "
    [ ! -e sweep/report.html ]
}

# shown_in_a_browser PAGE: on a phone, with what is folded away opened.
shown_in_a_browser() {
    cat >ask.html <<'SCRIPT'
<script>
onload = () => {
    document.querySelectorAll("details").forEach(d => { d.open = true; });
    const shown = [...document.images].filter(i => i.complete && i.naturalWidth > 0 && i.offsetWidth > 0).length;
    parent.postMessage(`pictures ${shown} of ${document.images.length}, ` +
        `width ${document.documentElement.scrollWidth} of ${innerWidth}`, "*");
};
</script>
SCRIPT
    sed '/<\/main>/r ask.html' "$1" >asking.html
    # windows are not made as narrow as a phone, but frames are
    cat >phone.html <<'FRAME'
<script>onmessage = message => { document.body.dataset.found = message.data; };</script>
<body><iframe src="asking.html" width="390" height="800" style="border: 0"></iframe></body>
FRAME
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/browser" --enable-logging=stderr \
        --hide-scrollbars --virtual-time-budget=4000 --dump-dom "file://$PWD/phone.html" >dom.html 2>browser.txt
    lacks CONSOLE browser.txt
    n=$(grep -c '<img ' "$1")
    grep -q "data-found=\"pictures $n of $n, width 390 of 390\"" dom.html ||
        complain "$(grep -o 'data-found="[^"]*"' dom.html)"
}

# printed_by_a_browser PAGE: no word of the PDF reaches beyond the paper's margin, and none is broken
printed_by_a_browser() {
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/browser" \
        --print-to-pdf=printed.pdf "file://$PWD/$1" 2>browser.txt
    pdftotext -bbox printed.pdf words.txt
    [ "$(grep -c '<word ' words.txt)" -gt 50 ] || complain "hardly a word is printed"
    awk -F'"' '/<page / { width = $2 } /<word / && $6 > width - 26 && !/>[0-9]+.[0-9]+<.word>/ { print; beyond++ } END { exit beyond > 0 }' words.txt >beyond.txt ||
        complain "cut off: $(head -n 3 beyond.txt)"
}

@test "the pages in a browser: no complaint, every picture shown, no sideways scrolling on a phone, nothing cut off on paper" {
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
    run_small run
    call_for 0 report run run -o page.html
    shown_in_a_browser page.html
    command -v pdftotext >/dev/null || skip "there is no pdftotext"
    printed_by_a_browser page.html
    call_for 0 report run -o one.html
    printed_by_a_browser one.html
    run_sweep
    call_for 0 report sweep
    shown_in_a_browser sweep/report.html
    printed_by_a_browser sweep/report.html
    grep -q '>spots<' words.txt || complain "words of the table are broken"
}

@test "numbers and maps as CSV" {
    run_small run
    call_for 0 export run
    [ "$(head -n 1 run/csv/numbers.csv)" = measure,iteration,number,value,unit,definition,note ]
    for iteration in 10 40; do
        value=$(json run/measures.json orientation series $iteration numbers selectivity.mean value)
        awk -F, -v i=$iteration -v v="$value" '$1 == "orientation" && $2 == i && $3 == "selectivity.mean" {
            found = ($4 - v < 1e-9 && v - $4 < 1e-9) } END { exit !found }' run/csv/numbers.csv
    done
    # V1 has 18 units a side and half a sheet unit of half width: places of the first and the last unit
    map=run/csv/orientation-complex-000040.csv
    [ "$(wc -l <$map)" = 325 ]
    [ "$(head -n 1 $map)" = row,column,x,y,value1,value2 ]
    [[ $(sed -n 2p $map) == 0,0,-0.472222222,0.472222222,* ]]
    [[ $(sed -n 325p $map) == 17,17,0.472222222,-0.472222222,* ]]
    [[ $(sed -n 20p $map) == 1,0,-0.472222222,0.416666667,* ]]
    # the map's mean selectivity is that of the number: both planes stand in the right places
    awk -F, -v v="$(json run/measures.json orientation series 40 numbers selectivity.mean value)" '
        NR > 1 { sum += sqrt($5 * $5 + $6 * $6); n++ } END { d = sum / n - v; exit !(n == 324 && d < 1e-9 && d > -1e-9) }' $map
    [ "$(head -n 1 run/csv/orientation-pinwheels-000040.csv)" = row,column,value ]
    # every file is listed, and there is none that is not
    [ "$(($(ls run/csv | wc -l) - 2))" = "$(($(wc -l <run/csv/maps.csv) - 1))" ]
    for file in $(cut -d, -f 1 run/csv/maps.csv | tail -n +2); do
        [ -s "run/csv/$file" ]
    done
    call_for 0 export run --at 20 -o twenty
    [ "$(ls twenty/*-0*.csv | grep -vc -- '-000020.csv')" = 0 ]
    [ "$(cut -d, -f 2 twenty/numbers.csv | sort -u | tr '\n' ' ')" = "20 iteration " ]
}

@test "exports are refused of what is no run" {
    call_for 2 export
    says "name one run directory"
    call_for 2 export nowhere
    says "nowhere: is not a run directory"
    call_for 0 run "$configs/small.cfg" -q -o bare iterations=2
    call_for 0 export bare # nothing was measured
    [ "$(wc -l <bare/csv/numbers.csv)" = 1 ]
}

@test "the folder of a replication: its page is named" {
    mkdir scores
    echo '{}' >scores/replication.json
    call_for 2 report scores
    says "scores: is the folder of a replication, whose page is scores/scorecard.html"
}

@test "a verb for one run says that a folder holds the runs of a sweep or a replication" {
    local kind verb
    for kind in sweep replication; do
        mkdir "$kind"
        echo '{}' >"$kind/$kind.json"
        for verb in resume measure; do
            call_for 2 $verb "$kind"
            says "$kind: is the folder of a $kind; name a run in it, as $kind/RUN"
        done
    done
}

@test "report and export say that they take no changes" {
    run_small run
    call_for 2 export run a=1
    says "export: 'a=1': export takes no changes"
    call_for 2 report run a=1
    says "a=1: is not a run directory"
}

@test "a list of pictures that cannot be read is no missing one" {
    command -v strace >/dev/null || skip "there is no strace"
    run_small run
    for call in openat read; do
        strace -f -qq -o trace -P run/maps/pictures.json -e trace=$call -e inject=$call:error=EIO "$pinwheel" report run 2>said && complain "$call: exit status 0"
        grep -q 'run/maps/pictures.json: cannot be .*: Input/output error' said || complain "$call: $(cat said)"
    done
}

@test "a run's page links those of its replication, its sweep, its fit and its parent" {
    mkdir set
    run_small set/parent
    call_for 0 report set/parent
    cp mine.cfg second.cfg
    call_for 0 run second.cfg -q from=set/parent iterations=60 -o set/child
    echo '{}' >set/sweep.json
    touch set/scorecard.html set/report.html set/fitted.html
    call_for 0 report set/child
    for link in '"../scorecard.html">scorecard of its replication<' '"../report.html">page of its sweep<' '"../fitted.html">page of its fit<' \
        '"../parent/report.html">page of the run that it began with<'; do
        grep -qF "href=$link" set/child/report.html || complain "no $link"
    done
    rm set/scorecard.html set/parent/report.html
    call_for 0 report set/child -o elsewhere.html
    grep -qF 'href="set/report.html">page of its sweep<' elsewhere.html
    lacks 'scorecard of its|began with</a>' elsewhere.html
}
