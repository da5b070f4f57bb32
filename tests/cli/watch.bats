# `pinwheel watch`: what its page asks and does, without a browser. browser.bats plays a session in Chromium.

load helpers
load watch_requests

# frame KEY: a value of the first line of a frame.
frame() {
    ask frame
    head -n 1 answer.txt >head.json
    json head.json "$1"
}

# present N: so many presentations, and waits for the pause after them.
present() {
    act go "{\"presentations\": $1}"
    local i
    for ((i = 0; i < 1500; i++)); do
        [[ $(frame state) != @(paused|ended) ]] || return 0
        sleep 0.02
    done
    complain "the run did not pause"
}

event() { # event KIND SETTING ...
    local kind=$1 list=
    shift
    for setting; do list="$list${list:+, }\"$setting\""; done
    act event "{\"kind\": \"$kind\", \"settings\": [$list]}"
}

# finish: goes on to the end of the run, and ends the program.
finish_without_waiting() {
    act go '{}'
    local i
    for ((i = 0; i < 1500; i++)); do
        [ "$(frame state)" != ended ] || break
        sleep 0.02
    done
    act quit '{}'
}
finish() {
    finish_without_waiting
    wait $watcher || complain "watch ended with status $?: $(cat log.txt)"
}

@test "a run that is watched has the bits of one that is not" {
    call_for 0 run "$configs/eventful.cfg" -o alone
    local pattern settled=0
    pattern=$(awk 'BEGIN { for (i = 0; i < 625; i++) printf "%s%.2f", i ? "," : "", (i * 7 % 25) / 25 }')
    start "$configs/eventful.cfg" -o watched --paused
    for ((i = 0; i < 40; i++)); do
        present 1
        # what the last step showed is what was presented then
        [ $i = 0 ] || { ask frame && tail -n +2 answer.txt | cmp - last.txt; } || complain "settling ended elsewhere"
        ask "field?sheet=v1&unit=$((7 * i))"
        ask frame
        cp answer.txt before.txt
        ask "retinotopy?sheet=v1&unit=$((7 * i))"
        [ $((i % 8)) != 3 ] || act tuning '{"sheet": "v1"}'
        ask "tuning?sheet=v1&unit=$((7 * i))"
        ask "trace?sheet=v1&unit=$((7 * i))"
        act show "{\"sheets\": {\"retina\": [$pattern]}}"
        ! cmp -s answer.txt before.txt || complain "the pattern is not seen"
        ask frame
        cmp answer.txt before.txt || complain "the pattern is still seen"
        ask "settling?step=0"
        head -n 1 answer.txt >head.json
        tail -n +2 answer.txt >first.txt
        last=$(json head.json steps)
        ask "settling?step=$last"
        tail -n +2 answer.txt >last.txt
        cmp -s first.txt last.txt || settled=$((settled + 1))
        [ $i != 20 ] || ask 400 "settling?step=$((last + 1))"
        ask frame
        cmp answer.txt before.txt || complain "settling is still seen"
    done
    [ $settled -gt 20 ] || complain "settling was seen in $settled presentations"
    finish
    same_bits alone watched
    start "$configs/eventful.cfg" -o unseen
    wait_for unseen/measures.json
    until grep -q finished log.txt; do sleep 0.1; done
    kill -INT $watcher
    wait $watcher
    same_bits alone unseen
}

@test "the last settling step is what is presented, also from activity that is carried over" {
    start "$configs/eventful.cfg" sheets.v1.tolerance=0 sheets.v1.carry=0.6 -o run --paused
    for ((i = 0; i < 3; i++)); do
        ask "settling?step=6"
        tail -n +2 answer.txt >last.txt
        head -n 1 answer.txt >head.json
        [ "$(json head.json steps)" = 6 ] || complain "$(json head.json steps) steps of 6"
        ask 400 "settling?step=7"
        present 1
        ask frame
        tail -n +2 answer.txt | cmp - last.txt || complain "settling ended elsewhere"
    done
    finish
}

@test "any measure with gratings says how the units of its sheet are tuned" {
    cat >tuned.cfg <<END
base = "$configs/small.cfg";
measures = { lgn = { kind = "tuning"; sheet = "lgn_on"; protocol = "feedforward"; orientations = 8; }; };
END
    start tuned.cfg -o run --paused
    act tuning '{"sheet": "lgn_on"}'
    ask "tuning?sheet=lgn_on&unit=87"
    [[ $(json answer.txt how) = *"gratings of measure lgn,"* ]] || complain "$(cat answer.txt)"
    act 400 tuning '{"sheet": "lgn_off"}'
    grep -q "no measure shows gratings to sheet 'lgn_off'" answer.txt
    finish
}

@test "what is done to a run becomes events of its config, which give the same bits again" {
    start "$configs/eventful.cfg" -o acted --paused
    event change "set=stimuli.bars.contrast=0.7"
    present 13
    event change "set=projections.on_to_v1.learning_rate=0.23"
    event lesion target=v1 region=disc region.x=0.1 region.y=-0.12 region.radius=0.17
    event measure measures=orientation
    event save
    present 18
    event lesion target=retina region.radius=0.3
    present 11
    event restore lesion=act_3
    event measure measures=threshold "every =7"
    present 12
    event measure measures=threshold every=10
    present 8
    event measure measures=threshold every=0
    event change "set=sheets.v1.homeostasis.target=0.03"
    finish
    for n in 1 2 3 4 5 6 7 8 9 10; do grep -q "^  act_$n = " acted/config.cfg || complain "act_$n is not in the config"; done
    call_for 0 run acted/config.cfg -o again
    same_bits acted again
    times=$(json acted/measures.json threshold series | grep -oE '"[0-9]+": ' | tr -dc '0-9\n' | sort -n | paste -s -d ' ')
    [ "$times" = "20 40 42 49 60 80" ] || complain "measured at $times"
    # the lesion and the rate did something
    call_for 0 run "$configs/eventful.cfg" -o untouched
    [ "$(weights acted)" != "$(weights untouched)" ]
    # also from the state that an act saved, and the checkpoint
    call_for 0 run acted/config.cfg from=acted/state-000000013.h5 -o branched
    [ "$(weights acted)" = "$(weights branched)" ]
}

@test "while it is measured, the page is told so" {
    start "$configs/small.cfg" measures.orientation.protocol=settled measures.orientation.orientations=90 \
        measures.orientation.phases=60 -o run --paused
    (mkdir acting && cd acting && event measure measures=orientation 7>&-) &
    local acting=$! seen= refused=
    while kill -0 $acting 2>/dev/null; do
        [ "$(frame state)" != measuring ] || seen=$(json head.json measure)
        send "GET /$token/log HTTP/1.1\r\nHost: 127.0.0.1:$port\r\nConnection: close\r\n\r\n"
        [ "$answered" != 503 ] || refused=$(json answer.txt error)
    done
    wait $acting
    [ "$seen" = orientation ] || complain "measuring was not seen"
    [ "$refused" = "the run is being measured; ask again" ] || complain "other questions wait"
    [ "$(frame state)" = paused ]
    act quit '{}'
    wait $watcher
}

@test "a run is forked beside itself: both are run again to the same bits" {
    start "$configs/eventful.cfg" -o first --paused
    present 11
    event change set=stimuli.bars.contrast=0.7
    act 400 fork '{"settings": ["set=sheets.v1.density=12"]}'
    act 400 fork '{"settings": 7, "x": [1]}'
    ! grep -q 'kind = "save"; at = 11' first/config.cfg || complain "a refused fork saved the state"
    act fork '{"settings": ["set=projections.on_to_v1.learning_rate=0.3"]}'
    present 4
    act fork '{"settings": []}'
    local i forked
    for ((i = 0; i < 1500; i++)); do
        forked=$(frame forks | grep -oE 'http://[0-9.]+:[0-9]+/[0-9a-f]{32}/' || true)
        [ "$(wc -l <<<"$forked")" = 2 ] && break
        sleep 0.02
    done
    [ "$(wc -l <<<"$forked")" = 2 ] || complain "no links of two forks: $(cat head.json log.txt)"
    finish_without_waiting
    local first=$watcher
    while read -r link; do
        [[ $link =~ :([0-9]+)/([0-9a-f]{32})/$ ]]
        port=${BASH_REMATCH[1]} token=${BASH_REMATCH[2]}
        [ "$(frame state)" = paused ]
        finish_without_waiting
    done <<<"$forked"
    wait $first || complain "watch ended with status $?: $(cat log.txt)"
    for run in first first-fork-1 first-fork-2; do
        [ "$(json $run/run.json status)" = finished ] || complain "$run did not finish"
        call_for 0 run $run/config.cfg -o again-$run
        same_bits $run again-$run
    done
    grep -q 'from = ".*/first/state-000000011.h5"' first-fork-1/config.cfg
    [ "$(weights first)" != "$(weights first-fork-1)" ] || complain "the rate of the fork did nothing"
    [ "$(weights first)" = "$(weights first-fork-2)" ] || complain "a fork without a change went elsewhere"
    # Ctrl-C saves and ends both
    start "$configs/eventful.cfg" -o second --paused
    act fork '{}'
    wait_for second-fork-1/run.json
    kill -INT $watcher
    wait $watcher || [ $? = 130 ] || complain "watch ended with status $?: $(cat log.txt)"
    for run in second second-fork-1; do [ "$(progress $run)" = "interrupted 0" ] || complain "$run: $(progress $run)"; done
}

@test "a session that was quit or killed goes on" {
    start "$configs/eventful.cfg" -o left --paused
    present 11
    event change "set=stimuli.bars.contrast=0.5"
    present 9
    act quit '{}'
    wait $watcher
    [ "$(progress left)" = "paused 20" ]
    call_for 0 resume left
    call_for 0 run left/config.cfg -o again
    same_bits left again
    # one that was killed goes on from its last checkpoint, with what was done to it since
    start "$configs/eventful.cfg" output.checkpoint_every=0 -o killed --paused
    present 12
    event change "set=stimuli.bars.contrast=0.5"
    present 1
    event lesion target=v1 region.radius=0.2
    kill -KILL $watcher
    wait $watcher || true
    call_for 0 resume killed
    call_for 0 run killed/config.cfg -o again2
    same_bits killed again2
}

@test "a killed session goes on from before its measurements got another interval" {
    start "$configs/eventful.cfg" output.checkpoint_every=0 -o killed --paused
    present 10
    event measure measures=threshold every=4
    present 13
    cp killed/checkpoint.h5 before.h5 # of an iteration before the next act
    present 3
    event measure measures=threshold every=5
    present 7
    kill -KILL $watcher
    wait $watcher || true
    cp before.h5 killed/checkpoint.h5
    call_for 0 resume killed
    call_for 0 run killed/config.cfg -o again
    same_bits killed again
}

@test "what was measured or saved by an act is not altered in its iteration" {
    start "$configs/eventful.cfg" -o saved --paused
    present 7
    event save
    cp saved/state-000000007.h5 before.h5
    for act in "change set=stimuli.bars.contrast=0.6" "lesion target=v1" "restore lesion=x"; do
        # shellcheck disable=SC2086 # settings are words
        ! event $act 2>/dev/null || complain "$act was accepted"
        grep -qF "the save of this iteration, act_1 in config.cfg, would happen again after it; make one presentation first" answer.txt ||
            complain "$act: $(cat answer.txt)"
    done
    cmp before.h5 saved/state-000000007.h5
    event measure measures=threshold
    present 1
    event lesion target=v1 region.radius=0.2
    act quit '{}'
    wait $watcher
}

@test "an act that does not fit is refused with the program's message, and changes nothing" {
    start "$configs/eventful.cfg" -o refused --paused
    present 5
    refused() { # refused TEXT KIND SETTING ...
        local text=$1
        shift
        ! event "$@" 2>/dev/null || complain "$* was accepted" || return
        [ "$answered" = 400 ] || complain "$*: $answered" || return
        grep -qF "$text" answer.txt || complain "$*: $(cat answer.txt)"
    }
    refused "is out of range; allowed: 0 to 1000" change "set=stimuli.bars.contrast=-1"
    refused "cannot change while a run goes on" change "set=sheets.v1.density=12"
    refused "unknown setting 'stimuli.bars.kontrast'" change "set=stimuli.bars.kontrast=1"
    refused "'v9' is neither retina, lgn, rgc or cortex" lesion target=v9
    refused "no unit of v1 lies in it" lesion target=v1 region.x=3 region.radius=0.1
    refused "there is no event 'act_1' of kind lesion" restore lesion=act_1
    refused "'erase' is not known" erase
    refused '"change: projections.on_to_v1.learning_rate: -3 is out of range' change set=projections.on_to_v1.learning_rate=-3
    refused '"lesion: target: ' lesion target=v2
    refused '"lesion: region.radius: -2 is out of range' lesion target=v1 region.radius=-2
    refused "unknown setting 'regoin'" lesion target=v1 regoin=disc
    refused "fields change their radius by events of the config alone" change "set=projections.inhibition.radius=0.2"
    refused "is not of the form path=value" change 7
    for setting in at=9 "at =9" from=3 until=30 at_end=true; do
        refused "an act happens now; it takes no time but one 'every'" measure measures=threshold "$setting"
    done
    refused "an act happens now; it takes no time but one 'every'" measure measures=threshold every=7 "every =9"
    for setting in "*=9" "un*=30"; do refused "an act names each of its settings" measure measures=threshold "$setting"; done
    refused "is a file; acts read none" lesion target=v1 region=image "region.file=$PWD/region.png"
    act 400 slow '{"interval": -1}'
    act 400 slow '{"interval": "1"}'
    act 400 show '{"sheets": {"retina": [1, 2]}}'
    act 400 event '{"kind": 3}'
    act 400 event 'no JSON'
    act 400 event '[1]'
    ask 404 "field?sheet=v1&unit=99999"
    ask 404 "field?sheet=v9&unit=1"
    ask 404 field
    act go '{"presentations": 9223372036854775807}'
    finish
    call_for 0 run "$configs/eventful.cfg" -o alone
    same_bits alone refused
}

@test "what only the network or a measurement can refuse leaves the run unharmed" {
    cat >leaves.cfg <<END
base = "$configs/reorganisation.cfg";
sheets = { retina = { boundary = "periodic"; stimulus = "leaves"; }; };
stimuli = { leaves = { kind = "leaves"; largest = 0.6; }; };
events = { maps = { from = 12; measures = ("orientation", "fields"); }; }; # changes would need those of iteration 8
END
    call_for 0 run leaves.cfg -o alone
    start leaves.cfg -o refused --paused
    present 9
    event measure measures=threshold
    refused() { # refused TEXT KIND SETTING ...
        local text=$1
        shift
        ! event "$@" 2>/dev/null || complain "$* was accepted" || return
        grep -qF "$text" answer.txt || complain "$*: $(cat answer.txt)" || return
        [ "$(grep -c '^  act_' refused/config.cfg)" = "$acts" ] || complain "$(cat refused/config.cfg)"
    }
    acts=1 refused "iteration 8" measure measures=changes
    acts=1 refused "iteration 8" measure measures=threshold,changes every=9
    present 1
    acts=1 refused "leaves of length 519.6 go round the sheet" change set=stimuli.leaves.largest=300
    acts=1 refused "leaves of length 519.6 go round the sheet" lesion target=v1 region.radius=0.2 set=stimuli.leaves.largest=300
    event measure measures=threshold every=5
    present 1
    acts=2 refused "iteration 8" measure measures=changes every=11
    finish
    [ "$(weights alone)" = "$(weights refused)" ]
    call_for 0 run refused/config.cfg -o again
    [ "$(weights alone)" = "$(weights again)" ]
    times=$(json refused/measures.json threshold series | grep -oE '"[0-9]+": ' | tr -dc '0-9\n' | sort -n | paste -s -d ' ')
    [ "$times" = "9 10 15 20 25 30 35 40" ] || complain "measured at $times"
}

@test "an iteration whose changes fit together alone is repeated by each act" {
    cat >turns.cfg <<END
base = "$configs/small.cfg";
sheets = { retina = { boundary = "periodic"; }; };
stimuli = { leaves = { kind = "leaves"; largest = 0.6; }; };
events = { turn = { kind = "change"; at = 11; set = "sheets.retina.stimulus=leaves"; }; };
END
    start turns.cfg -o turned --paused
    present 11
    event change set=sheets.retina.stimulus=bars
    event change set=stimuli.leaves.largest=300
    event measure measures=threshold
    finish
    call_for 0 run turned/config.cfg -o again
    same_bits turned again
}

@test "a request without the token, of a foreign host or origin, or for another file is refused" {
    start "$configs/eventful.cfg" -o run --paused
    local own="Host: 127.0.0.1:$port\r\nConnection: close\r\n"
    get() { send "GET $1 HTTP/1.1\r\n$2\r\n"; }
    for path in / /frame /x/frame "/${token:0:31}/frame" "/${token}0/frame" "/${token:0:31}x/" "/$token" //; do
        get "$path" "$own"
        [ "$answered" = 403 ] || complain "$path: $answered"
    done
    for host in evil.example evil.example:80 127.0.0.1.evil.example localhost.evil.example "[::1" "" "127.0.0.1:80x" "[::1]x"; do
        get "/$token/" "Host: $host\r\nConnection: close\r\n"
        [ "$answered" = 403 ] || complain "Host $host: $answered"
    done
    for host in localhost localhost:8000 127.0.0.1:1 "[::1]:99" 192.168.1.7:8000; do
        get "/$token/" "Host: $host\r\nConnection: close\r\n"
        [ "$answered" = 200 ] || complain "Host $host: $answered"
    done
    for origin in http://evil.example null https://127.0.0.1:$port http://127.0.0.1 "http://127.0.0.1:$port.evil.example"; do
        get "/$token/frame" "${own}Origin: $origin\r\n"
        [ "$answered" = 403 ] || complain "Origin $origin: $answered"
    done
    get "/$token/frame" "${own}Origin: http://127.0.0.1:$port\r\n"
    [ "$answered" = 200 ]
    for path in ../config.cfg config.cfg ../../../../etc/passwd %2e%2e/config.cfg style.css/ page/style.css \
        "picture?file=../config.cfg" "picture?file=%2e%2e%2frun.json" picture "picture?file=" go quit event; do
        get "/$token/$path" "$own"
        [ "$answered" = 404 ] || complain "$path: $answered"
    done
    for method in PUT DELETE OPTIONS HEAD TRACE; do
        send "$method /$token/ HTTP/1.1\r\n$own\r\n"
        [[ $answered == 40[05] ]] || complain "$method: $answered"
    done
    send "POST /$token/go HTTP/1.1\r\n${own}Content-Length: 1500000\r\n\r\n$(head -c 1500000 /dev/zero | tr '\0' x)"
    [ "$answered" = 413 ] || complain "an oversized body of known length: $answered"
    send "POST /$token/go HTTP/1.1\r\n${own}Transfer-Encoding: chunked\r\n\r\n110000\r\n$(head -c 1114112 /dev/zero | tr '\0' x)\r\n0\r\n\r\n"
    [ "$answered" = 413 ] || complain "an oversized body: $answered"
    [ "$(frame iteration)" = 0 ]
    [ "$(frame state)" = paused ]
}

@test "many clients, stalled ones and garbage leave the run alone" {
    call_for 0 run "$configs/eventful.cfg" iterations=400 -o alone
    start "$configs/eventful.cfg" iterations=400 -o watched
    exec 8<>"/dev/tcp/127.0.0.1/$port" # says nothing more
    printf 'GET /%s/frame HTTP/1.1\r\nHost:' "$token" >&8
    exec 9<>"/dev/tcp/127.0.0.1/$port" # asks much, and reads nothing
    (for ((i = 0; i < 200; i++)); do printf 'GET /%s/frame HTTP/1.1\r\nHost: localhost\r\n\r\n' "$token"; done >&9) 2>/dev/null &
    for ((k = 0; k < 20; k++)); do
        (
            exec 7<>"/dev/tcp/127.0.0.1/$port"
            for ((i = 0; i < 30; i++)); do
                printf 'GET /%s/frame HTTP/1.1\r\nHost: localhost\r\n\r\n' "$token" >&7
                head -c 2000 <&7 >/dev/null
            done
        ) 2>/dev/null &
    done
    for ((k = 0; k < 20; k++)); do (head -c 5000 /dev/urandom >"/dev/tcp/127.0.0.1/$port") 2>/dev/null & done
    until grep -q finished log.txt; do
        kill -0 $watcher || complain "watch ended: $(cat log.txt)"
        sleep 0.1
    done
    [ "$(frame state)" = ended ]
    act 409 go '{}'
    act quit '{}'
    wait $watcher || complain "watch ended with status $?"
    exec 8>&- 9>&-
    same_bits alone watched
}

@test "ten frames a second cost at most 5 % of a run" {
    command -v python3 >/dev/null || skip "there is no python3"
    start "$repository/configs/gcal/demo.cfg" iterations=1000000 events.maps.every=0 -o run
    for attempt in 1 2 3; do # other programs take turns, too
        ratio=$(python3 "$repository/tests/cli/watch_cost.py" "$(head -n 1 link.txt)" $watcher)
        awk "BEGIN { exit !($ratio < 1.05) }" && return
    done
    complain "watching takes $ratio times as long"
}

@test "the folder of a run is shown read only, while another process makes it and when it has ended" {
    call_for 0 run "$configs/eventful.cfg" -o run
    cp -r run before
    start run
    ask about
    [ "$(json answer.txt live)" = false ]
    ask numbers
    cmp answer.txt run/measures.json
    ask history
    cmp answer.txt run/history.csv
    ask log
    grep -q finished answer.txt
    ask pictures
    cmp answer.txt run/maps/pictures.json
    picture=$(ls run/maps/*.png | head -n 1)
    ask "picture?file=$(basename "$picture")"
    for question in frame field settings; do ask 404 $question; done
    for name in pause go event save quit; do act 404 $name '{}'; done
    kill -INT $watcher
    wait $watcher || complain "watch ended with status $?"
    diff -r before run
    call_for 2 watch run seed=3
    says "a folder is only looked at"
    mkdir empty
    call_for 2 watch empty
    says "is not a run directory"
    "$pinwheel" run "$configs/eventful.cfg" iterations=1000000 -o going -q &
    runner=$!
    wait_for going/measures.json
    start going
    ask run
    [ "$(json answer.txt status)" = running ]
    kill -INT $watcher $runner
}

@test "where the page is served" {
    call_for 2 watch missing.cfg
    says "missing.cfg: no such file"
    call_for 2 watch "$configs/small.cfg" --port 70000
    says "out of range"
    call_for 2 watch "$configs/small.cfg" --listen example.org
    says "--listen example.org: is no address of digits"
    start "$configs/small.cfg" -o run --paused
    call_for 1 watch "$configs/small.cfg" --port "$port"
    says "port $port: the page cannot be served there"
    [ ! -e outputs ]
    # the loopback alone: another address of this computer does not answer
    ! grep -q warning: log.txt
    other=$(hostname -I 2>/dev/null | cut -d ' ' -f 1)
    [ -z "$other" ] || ! (exec 7<>"/dev/tcp/$other/$port") 2>/dev/null || complain "it answers at $other"
    act quit '{}'
    wait $watcher
    "$pinwheel" watch "$configs/small.cfg" --listen 0.0.0.0 -o open --paused >link.txt 2>log.txt &
    wait_for open/run.json
    until [ -s link.txt ]; do sleep 0.05; done
    grep -q "warning: whoever gets to see the link can control this run" log.txt
    ! grep -rq "$(cut -d / -f 4 link.txt)" open || complain "the token is in a file"
}
