# The same config, seed and build give the same bits, whatever happens on the way.
load helpers

small=$configs/small.cfg
eventful=$configs/two-eyes.cfg # on top of eventful.cfg
lesion=$configs/lesion.cfg     # on top of both
quick="events.measure.every=40" # measuring takes longer than everything else

# The uninterrupted eventful run that others are compared with.
reference() {
    call_for 0 run "$eventful" "$quick" "$@" -o reference
}

resume_until_done() { # resume_until_done DIR
    call_for 0 resume "$1"
    [ "$(json "$1/run.json" status)" = finished ] || complain "not finished"
}

@test "one thread and two give the same bits, on open and on periodic boundaries" {
    local boundary
    for boundary in open periodic; do
        call_for 0 run "$eventful" "$quick" sheets.*.boundary=$boundary --threads 1 -o "$boundary-1"
        call_for 0 run "$eventful" "$quick" sheets.*.boundary=$boundary --threads 2 -o "$boundary-2"
        same_bits "$boundary-1" "$boundary-2"
    done
    [ "$(weights open-1)" != "$(weights periodic-1)" ] || complain "the boundary changed nothing"
}

@test "every kernel set gives the same bits" {
    local kernels tried=0
    call_for 0 run "$eventful" "$quick" --kernel baseline -o baseline
    for kernels in reference avx2 avx512; do
        call run "$eventful" "$quick" --kernel $kernels -o $kernels
        [[ $stderr == *"does not run here"* ]] && continue
        [ "$status" -eq 0 ] || complain "$kernels failed"
        [ "$(json $kernels/run.json kernels)" = $kernels ]
        same_bits baseline $kernels
        tried=$((tried + 1))
    done
    [ $tried -gt 0 ] || skip "this processor has only the baseline kernels"
}

@test "schedules, arbors and scatter: the same bits with other threads and kernels, stopped and resumed" {
    local scheduled=$configs/scheduled.cfg
    call_for 0 run "$scheduled" -o whole
    call_for 0 run "$scheduled" --threads 2 -o two
    same_bits whole two
    call_for 0 run "$scheduled" --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$scheduled" iterations=13 -o parts
    call_for 0 resume parts iterations=31 --kernel baseline
    call_for 0 resume parts iterations=60
    same_bits whole parts
    call_for 0 run "$scheduled" events.measure.every=5 -o often
    [ "$(weights whole)" = "$(weights often)" ] || complain "measuring changed the weights"
    call_for 0 run "$scheduled" projections.*.learning_schedule=constant -o constant
    [ "$(weights whole)" != "$(weights constant)" ] || complain "the schedule changed nothing"
    call_for 0 run "$scheduled" projections.*.arbor=none -o wide
    [ "$(weights whole)" != "$(weights wide)" ] || complain "the arbor changed nothing"
}

@test "courses and rules that remember: the same bits with other threads and kernels, stopped and resumed" {
    local courses=$configs/courses.cfg name
    call_for 0 run "$courses" -o whole
    call_for 0 run "$courses" --threads 2 -o two
    same_bits whole two
    call_for 0 run "$courses" --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$courses" iterations=13 -o parts
    call_for 0 resume parts iterations=23 --kernel baseline # the event of its end
    call_for 0 resume parts iterations=29
    call_for 0 resume parts iterations=44
    same_bits whole parts
    for name in threshold.schedule.factor transfer.schedule.floor noise.schedule.factor contrast.schedule.floor \
        norm.schedule.factor settling.schedule.factor; do
        call_for 0 run "$courses" "courses.$name=1.0" -o "$name"
        [ "$(weights whole)" != "$(weights "$name")" ] || complain "$name = 1 changed nothing"
    done
}

@test "fields that become smaller and larger: the same bits with other threads and kernels, stopped and resumed about each change" {
    local radius=$configs/radius.cfg until change
    call_for 0 run "$radius" -o whole
    for until in 1 2 3; do
        call_for 0 run "$radius" --threads "$until" -o "threads-$until"
        same_bits whole "threads-$until"
    done
    call_for 0 run "$radius" --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$radius" iterations=5 -o parts
    for until in 12 13 14 21 28 29 30 44; do # the events of their ends happen too
        call_for 0 resume parts "iterations=$until" --kernel baseline
    done
    same_bits whole parts
    call_for 0 run "$radius" from=threads-1 iterations=44 -o none
    for until in 12 21 29; do
        call_for 0 run "$radius" "iterations=$until" -o "until-$until"
        call_for 0 run "$radius" "from=until-$until" -o "from-$until"
        [ "$(weights whole)" = "$(weights "from-$until")" ] || complain "a branch from iteration $until differs"
    done
    for change in events.wide.every=0 events.narrow.every=0 events.again.every=0; do
        call_for 0 run "$radius" "$change" "${change/every=0/at=never}" -o other --force
        [ "$(weights whole)" != "$(weights other)" ] || complain "$change changes nothing"
    done
    # What changes at the end of a shorter run is undone in a longer one, as in a branch, before anything is presented.
    printf 'base = "%s";\nevents = { end = { kind = "change"; at_end = true; set = ("projections.inhibition.radius=0.1"); }; };\n' \
        small.cfg >end.cfg
    cp "$configs/small.cfg" .
    call_for 0 run end.cfg iterations=10 -o end
    call_for 0 run end.cfg from=end iterations=20 -o branch
    call_for 0 resume end iterations=20
    [ "$(weights end)" = "$(weights branch)" ] || complain "the radius of a shorter run's end is used once more"
    # Fields of a file grow again, and stay smaller than in the file.
    printf 'base = "small.cfg";\nevents = { s = { kind = "save"; at = 0; }; };\n' >file.cfg
    call_for 0 run file.cfg iterations=0 -o file
    printf 'base = "small.cfg";\niterations = 9;\nprojections = { inhibition = { weights = { kind = "file"; file = "%s"; group = "%s"; }; }; };\n' \
        file/state-000000000.h5 /weights/inhibition >narrow.cfg
    printf 'events = { a = { kind = "change"; at = 3; set = ("projections.inhibition.radius=0.1"); };\n%s\n' \
        '           b = { kind = "change"; at = 6; set = ("projections.inhibition.radius=0.17"); }; };' >>narrow.cfg
    call_for 0 run narrow.cfg -o narrow
    call_for 0 run narrow.cfg events.b.at=9 -o later
    [ "$(weights narrow)" != "$(weights later)" ] || complain "the fields did not grow"
    # Killed without a chance to save: the run goes on from a checkpoint of any iteration.
    call_for 0 run "$radius" output.checkpoint_every=0 iterations=23 -o killed
    mv killed/checkpoint.prev.h5 killed/checkpoint.h5
    call_for 0 resume killed iterations=44
    [ "$(weights whole)" = "$(weights killed)" ] || complain "the killed run differs"
}

@test "outlines, sparse fields and weights from patterns: the same bits with other threads and kernels, stopped and resumed" {
    local outlines=$configs/outlines.cfg until change
    call_for 0 run "$outlines" -o whole
    call_for 0 run "$outlines" --threads 3 -o three
    same_bits whole three
    call_for 0 run "$outlines" --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$outlines" iterations=9 -o parts
    for until in 16 17 18 44; do
        call_for 0 resume parts "iterations=$until" --kernel baseline
    done
    same_bits whole parts
    for change in "projections.*.probability=1" projections.*.outline=everywhere projections.off_to_v1.weights=uniform; do
        call_for 0 run "$outlines" "$change" -o other --force
        [ "$(weights whole)" != "$(weights other)" ] || complain "$change changes nothing"
    done
    call_for 2 run "$outlines" from=three/checkpoint.h5 seed=4 iterations=60 -o other
    says "the fields of projection on_to_v1 lie elsewhere here"
}

@test "sheets that settle together and carried activity: the same bits, stopped and resumed" {
    local groups=$configs/groups.cfg
    call_for 0 run "$groups" -o whole
    call_for 0 run "$groups" --threads 2 --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$groups" iterations=13 -o parts
    call_for 0 resume parts iterations=27 --kernel baseline
    call_for 0 resume parts iterations=40
    same_bits whole parts
    [ "$(json whole/measures.json orientation series 40 numbers last_change.excitatory value)" != null ]
    local change
    for change in sheets.inhibitory.carry=0 projections.ie.step_delay=1 projections.ei.step_delay=1 \
        projections.down.strength=0; do
        call_for 0 run "$groups" $change -o other --force
        [ "$(weights whole)" != "$(weights other)" ] || complain "$change changes nothing"
    done
    # GCAL with an inhibitory population, small: a group of two whose inhibition is as fast as excitation.
    local populations=("$repository/configs/groups/excitation-inhibition.cfg" "sheets.*.density=18" iterations=12
        measures.inhibitory.phases=4 measures.orientation.phases=4 output.history_every=6)
    call_for 0 run "${populations[@]}" -o populations
    [ "$(json populations/measures.json inhibitory series 12 numbers last_change.inhibitory value)" != null ]
    call_for 0 run "${populations[@]}" --kernel reference --threads 2 -o populations-reference
    same_bits populations populations-reference
    call_for 0 run "${populations[@]}" projections.to_inhibitory.step_delay=1 -o slower
    [ "$(weights populations)" != "$(weights slower)" ] || complain "the order within a step changes nothing"
    call_for 0 check "$groups"
    prints "sheets inhibitory, excitatory, higher settle together  linear gain"
}

@test "projections that divide or multiply, distance, winners, noise and other kinds: the same bits with other threads and kernels, stopped and resumed" {
    local kinds=$configs/kinds.cfg change
    call_for 0 run "$kinds" -o whole
    for change in "--threads 2" "--threads 3 --kernel baseline" "--kernel reference"; do
        call_for 0 run "$kinds" $change -o other --force
        same_bits whole other
    done
    call_for 0 run "$kinds" iterations=13 -o parts
    call_for 0 resume parts iterations=17 --kernel baseline --threads 3 # before the change
    call_for 0 resume parts iterations=29
    call_for 0 resume parts iterations=40
    same_bits whole parts
    for change in projections.seen.response=dot_product sheets.map.competition.least_radius=0.1 courses.radius.value=0.2 \
        courses.exponent.value=1.1 events.crop.at=16 courses.divisor.value=0.69 courses.noise.schedule.factor=0.6 sheets.fine.noise.spikes=91 sheets.retina.noise.sigma=0.021 \
        projections.attention.effect=add projections.coarse_pool.strength=0.69 projections.pool.delay=1; do
        call_for 0 run "$kinds" "$change" -o other --force
        [ "$(weights whole)" != "$(weights other)" ] || complain "$change changes nothing"
    done
    local large=("$kinds" sheets.v1.density=43 sheets.map.density=43 iterations=9 events.maps.every=100 events.crop.at=5 output.history_every=3)
    call_for 0 run "${large[@]}" --threads 1 -o large # enough units for several threads
    call_for 0 run "${large[@]}" --threads 3 --kernel reference -o large-3
    same_bits large large-3
}

@test "lesions: the same bits with other threads and kernels, stopped and resumed about each of them" {
    call_for 0 run "$lesion" "$quick" -o whole
    call_for 0 run "$lesion" "$quick" --threads 2 --kernel reference -o reference
    same_bits whole reference
    call_for 0 run "$lesion" "$quick" iterations=17 -o parts # the first lesion is made, and nothing after it
    local end
    for end in 18 23 31 36 43 47 53 54 80; do
        call_for 0 resume parts iterations=$end
    done
    same_bits whole parts
    call_for 0 run "$lesion" "$quick" output.checkpoint_every=0 -o paused --max-time 0.2s
    while [ "$(json paused/run.json status)" = paused ]; do
        call_for 0 resume paused --max-time 0.1s
    done
    same_bits whole paused
    # Each of the events matters.
    local change
    for change in scotoma.at=99 hole.at=99 cut.at=99 sham.at=99 back.at=99 returned.at=99 \
        scotoma.sham=true scotoma.eye=left; do
        call_for 0 run "$lesion" "$quick" "events.$change" -o "without-$change"
        [ "$(weights whole)" != "$(weights "without-$change")" ] || complain "$change changed nothing"
    done
}

@test "a branch of an unchanged config gives the same bits, before, at and after lesions" {
    local at
    call_for 0 run "$lesion" "$quick" events.save.every=1 -o whole
    for at in 5 17 18 37 40 53 79 80; do
        call_for 0 run "$lesion" "$quick" events.save.every=1 from=whole/state-0000000$(printf %02d $at).h5 -o "from-$at"
        says "from iteration $at of $PWD/whole/state"
        [ "$(json "from-$at/run.json" sessions 0 from_iteration)" = "$at" ]
        [ "$(weights whole)" = "$(weights "from-$at")" ] || complain "weights differ from $at on"
        "$inspect" same whole/checkpoint.h5 "from-$at/checkpoint.h5" /config || complain "checkpoints differ from $at on"
        diff <(awk -F, -v at=$at 'NR == 1 || $1 > at' whole/history.csv) "from-$at/history.csv" || [ $at -eq 80 ]
    done
    # What is due at the iteration of the state happens in the branch.
    call_for 0 run "$lesion" "$quick" events.scotoma.at=99 iterations=17 -o intact
    call_for 0 run "$lesion" "$quick" from=intact -o lesioned
    [ "$(weights whole)" = "$(weights lesioned)" ] || complain "the lesion did not happen"
}

@test "a branch is of a folder too, changes what it may, and is resumed from its own checkpoint" {
    call_for 0 run "$small" iterations=23 -o development
    set -- "$small" from=development iterations=60 sheets.v1.transfer=tanh sheets.v1.tolerance=0.001 sheets.v1.settle=20 \
        projections.on_to_v1.learning_rate=0.3
    call_for 0 run "$@" -o branch
    grep -qF "from = \"$PWD/development\";" branch/config.cfg
    [ "$(head -n 2 branch/history.csv | tail -n 1 | cut -d, -f 1)" = 30 ]
    call_for 0 run "$@" iterations=40 -o parts
    rm -r development
    call_for 0 resume parts iterations=60
    same_bits branch parts
}

@test "a branch sees the input of the run that it comes from" {
    call_for 0 run "$small" iterations=30 -o development
    cp "$small" measured.cfg
    cat >>measured.cfg <<<'events = { input = { kind = "measure"; every = 10; measures = ("threshold"); }; };'
    set -- measured.cfg from=development iterations=50 measures.threshold.quantity=activity measures.threshold.sheets=retina
    call_for 0 run "$@" -o branch
    call_for 0 run "$@" projections.*.learning_rate=0 sheets.v1.homeostasis.enabled=false -o frozen
    "$inspect" same branch/maps.h5 frozen/maps.h5
    call_for 0 run "$@" seed=7 -o other
    ! "$inspect" same branch/maps.h5 other/maps.h5 2>/dev/null
}

@test "another seed gives other weights, the same seed the same" {
    call_for 0 run "$small" -o a
    call_for 0 run "$small" -o b
    call_for 0 run "$small" seed=2386 -o c
    same_bits a b
    [ "$(weights a)" != "$(weights c)" ]
}

@test "N iterations, resumed to 2N, equal 2N at once" {
    call_for 0 run "$small" iterations=46 -o whole
    call_for 0 run "$small" iterations=23 -o half
    call_for 0 resume half iterations=46
    [ "$(progress half)" = "finished 46" ]
    same_bits whole half
}

@test "the echoed config gives the same bits, also with settings changed on the command line" {
    reference sheets.v1.settle=4 seed=77
    call_for 0 run reference/config.cfg -o again
    same_bits reference again
    diff <(tail -n +3 reference/config.cfg) <(tail -n +3 again/config.cfg)
}

@test "a seed drawn by the system is written down" {
    call_for 0 run "$small" seed=auto iterations=20 -o a
    call_for 0 run "$small" seed=auto iterations=20 -o b
    [ "$(weights a)" != "$(weights b)" ]
    call_for 0 run a/config.cfg -o again
    same_bits a again
    [ "$(json a/run.json seed)" = "$(json again/run.json seed)" ]
}

@test "measuring and saving change no weight" {
    call_for 0 run "$eventful" events.measure.every=25 -o often
    call_for 0 run "$eventful" events.measure.every=0 events.measure.at=80 events.save.at=never events.save.at_end=true -o once
    [ "$(weights often)" = "$(weights once)" ] || complain "measuring changed the weights"
    cmp often/history.csv once/history.csv
}

@test "what is compared with earlier maps of the run: the same with two threads, stopped and resumed" {
    local looking=$configs/reorganisation.cfg
    call_for 0 run "$looking" -o whole
    call_for 0 run "$looking" iterations=17 -o parts --threads 2
    call_for 0 resume parts iterations=22 --threads 1
    call_for 0 resume parts iterations=40 --threads 2
    same_bits whole parts
    [ "$(json whole/measures.json changes series 8 numbers displacement.far value)" = 0.0 ] || complain "the reference differs from itself"
    [ "$(json whole/measures.json changes series 40 numbers stability.far value)" != null ] || complain "no orientation was compared"
    [ "$(json whole/measures.json changes series 40 numbers displacement.far value)" != 0.0 ] || complain "nothing moved in 32 iterations"
    [ "$(json whole/measures.json changes series 8 numbers responsive.core value)" = 1.0 ] || complain "the core did not respond before"
    [ "$(json whole/measures.json changes series 12 numbers leakage value)" = 0.0 ] || complain "a scotoma in retina and LGN leaks"
    call_for 0 run "$looking" iterations=12 events.scotoma.target=retina -o leaks
    [ "$(json leaks/measures.json changes series 12 numbers leakage value)" = 1.0 ] || complain "no leakage into a scotoma of the retina alone"
    [[ $(json leaks/measures.json changes series 12 numbers responsive.core warning) == *"'retina' is silent inside the scotoma while 'lgn_o"* ]]
    # A later measurement without leakage does not hide the warning.
    printf 'base = "%s";\niterations = 16;\nevents = { scotoma = { target = "retina"; }; back = { kind = "restore"; at = 14; lesion = "scotoma"; }; };\n' "$looking" >back.cfg
    call_for 0 run back.cfg -q -o back
    prints "warning at iteration 12 of changes: responses inside the scotoma are leakage"
    call_for 0 run "$looking" iterations=12 events.scotoma.target=cortex -o cortex
    # A disc of radius 0.3 at 18 units to the unit of length holds pi 5.4^2 = 91.6 units, but for its ragged edge; 88 have their place inside.
    [ "$(json cortex/measures.json changes series 12 numbers lost.units value)" = 88.0 ] || complain "lesioned units are not lost"
    [ -e whole/maps/changes-filling-000040.png ] && [ -e whole/maps/changes-outlines-000040.png ]
    call_for 1 run "$looking" events.maps.from=12 -o late
    says "measures.changes: found no 'x' at iteration 8 in this run; let an event take it then"
}

@test "how sheets settled is told in the history, in run.json and at the end; measuring does not count" {
    local settled
    set -- "$small" iterations=40 sheets.v1.settle=60 sheets.v1.tolerance=0.001 sheets.v1.damping=0.7
    call_for 0 run "$@" -o plain
    says "v1 settled in "
    [[ $(head -n 1 plain/history.csv) == *",settled.v1 (presentations of interval),steps.v1 (mean over interval)" ]] ||
        complain "$(head -n 1 plain/history.csv)"
    settled=$(awk -F, 'NR > 1 { n += $(NF - 1) } END { print n }' plain/history.csv)
    [ "$settled" -gt 0 ] && [ "$settled" = "$(json plain/run.json settling v1 settled)" ]
    awk -F, -v mean="$(json plain/run.json settling v1 mean_steps)" \
        'NR > 1 { sum += $NF } END { d = sum / (NR - 1) - mean; exit !(d * d < 1e-12 && mean > 1 && mean < 60) }' plain/history.csv
    awk -F, 'NR > 1 && !($(NF - 2) > 0 && $(NF - 2) < 0.5) { exit 1 }' plain/history.csv || complain "no last change"
    cp "$small" measured.cfg
    cat >>measured.cfg <<<'events = { often = { kind = "measure"; every = 3; measures = ("orientation"); }; };'
    call_for 0 run measured.cfg "${@:2}" measures.orientation.protocol=settled -o measured
    cmp plain/history.csv measured/history.csv
    [ "$settled" = "$(json measured/run.json settling v1 settled)" ]
    [[ $(json measured/measures.json orientation series 39 numbers last_change.v1 value) == 0.0* ]] || complain "no last change"
    call_for 0 run measured.cfg iterations=30 sheets.v1.settle=3 measures.orientation.protocol=settled -o restless
    says "warning: sheet v1 is far from rest when it is read: in the last step of settling a unit still changes by"
    [ "$(json restless/measures.json orientation series 30 numbers last_change.v1 warning)" = "sheet v1 was not at rest after its last step" ]
    # f(0) = 1 / (1 + exp(70)) is too small to count, and so is its change.
    call_for 0 run "$small" iterations=20 stimuli.bars.contrast=0 sheets.v1.homeostasis.enabled=false sheets.v1.settle=40 sheets.v1.tolerance=0.001 \
        sheets.v1.transfer=logistic sheets.v1.transfer.gain=200 sheets.v1.transfer.offset=0.35 -o tiny
    says "v1 settled in 20 of 20 presentations"
}

# Kills a run of 300 iterations again and again, and compares its end with an uninterrupted one.
survives_kills() { # survives_kills CONFIG CHANGE ...
    local try pid interval
    call_for 0 run "$@" iterations=300 -o unkilled
    # With an interval of 0, each iteration is saved, so that many kills come while a file is being written.
    for interval in 0 0.05; do
        rm -rf killed
        "$pinwheel" run "$@" iterations=300 output.checkpoint_every=$interval -o killed 2>run.txt &
        pid=$!
        wait_for killed/checkpoint.h5
        for try in 1 2 3 4; do
            sleep "0.$((RANDOM % 25 + 5))"
            kill -KILL $pid 2>/dev/null || true
            wait $pid 2>/dev/null || true
            "$pinwheel" resume killed 2>>run.txt &
            pid=$!
        done
        wait $pid || complain "the last resume failed: $(cat run.txt)"
        [ "$(progress killed)" = "finished 300" ]
        same_bits unkilled killed
    done
}

@test "killed at random moments and resumed: the same bits" {
    survives_kills "$eventful" "$quick"
}

@test "killed and resumed with projections that divide, winners and other kinds: the same bits" {
    survives_kills "$configs/kinds.cfg" events.maps.every=150
}

@test "SIGINT and SIGTERM: saved, exit 130, the command to go on; resumed: the same bits" {
    reference iterations=400
    local signal pid status
    for signal in INT TERM; do
        rm -rf stopped
        # Background jobs of a script ignore SIGINT; env restores it.
        env --default-signal=INT "$pinwheel" run "$eventful" "$quick" iterations=400 -o stopped 2>stderr.txt &
        pid=$!
        wait_for stopped/maps.h5
        kill -$signal $pid
        status=0
        wait $pid || status=$?
        stderr=$(cat stderr.txt)
        [ $status -eq 130 ] || complain "SIG$signal: exit status $status"
        says "go on with: pinwheel resume stopped"
        [ "$(json stopped/run.json status)" = interrupted ]
        [ "$(json stopped/run.json iteration)" -lt 400 ]
        resume_until_done stopped
        same_bits reference stopped
    done
}

@test "--max-time pauses with exit 0; resumed: the same bits" {
    reference iterations=200
    call_for 0 run "$eventful" "$quick" iterations=200 --max-time 0.2s -o paused
    [ "$(json paused/run.json status)" = paused ]
    says "paused after iteration"
    says "go on with: pinwheel resume paused"
    resume_until_done paused
    same_bits reference paused
}

@test "--max-time so short that nothing is done: saved at iteration 0, and resumed" {
    call_for 0 run "$small" --max-time 0.000001s -o paused
    [ "$(progress paused)" = "paused 0" ]
    resume_until_done paused
    call_for 0 run "$small" -o whole
    same_bits whole paused
}

@test "resumed after every pause, with other threads and kernels each time" {
    reference iterations=120
    call_for 0 run "$eventful" "$quick" iterations=120 --max-time 0.1s -o paused
    call_for 0 resume paused --threads 2 --kernel baseline --max-time 0.15s
    call_for 0 resume paused --threads 1 --max-time 0.15s
    resume_until_done paused
    same_bits reference paused
}

@test "resuming a finished run changes nothing" {
    reference
    cp -r reference kept
    resume_until_done reference
    same_bits kept reference
}

@test "a run resumed from the checkpoint before the last drops what came after, and ends the same" {
    reference output.checkpoint_every=0
    cp -r reference back
    call_for 0 resume back --previous
    says "checkpoint.prev.h5"
    same_bits reference back
}
