# The verb `circuit`: what it finds, writes and refuses.
load helpers

ring() { # ring STUDIES: a config of the ring of ten
    printf 'circuit = { kind = "ring"; n = 10; };\nstudies = { %s };\n' "$1" >ring.cfg
}

number() { # number FILE STUDY NAME
    json "$1" "$2" numbers "$3"
}

@test "circuit finds the permitted sets of the ring and says so in three forms" {
    ring 'sets = { kind = "permitted_sets"; };'
    call_for 0 circuit ring.cfg --json -q
    printf '%s' "$output" >found.json
    [ "$(number found.json sets permitted)" = "$(number outputs/ring-001/findings.json sets permitted)" ]
    [[ $(number found.json sets permitted) == 347* ]]
    [[ $(number found.json sets marginal) == 5* ]]
    [[ $(number found.json sets parents_up_to_symmetry) == 8* ]]
    [ "$(wc -l <outputs/ring-001/sets-parents.csv)" -eq 9 ]
    [ "$(wc -l <outputs/ring-001/sets-marginal.csv)" -eq 6 ]
    [ -s outputs/ring-001/maps/sets-lattice.png ]
    [ -s outputs/ring-001/config.cfg ]
    call_for 0 circuit ring.cfg -q
    prints "conditionally multistable"
    [ -d outputs/ring-002 ]
}

@test "circuit finds where the winner changes" {
    call_for 0 circuit "$repository/configs/circuits/hysteresis.cfg" -q --json
    printf '%s' "$output" >found.json
    [[ $(number found.json hysteresis switch_up) == 2.98230* ]]
    [[ $(number found.json hysteresis switch_down) == 0.33531* ]]
}

@test "circuit's own config runs again to the same findings" {
    ring 'stability = { kind = "stability"; }; run = { kind = "trajectories"; starts = 3; };'
    call_for 0 circuit ring.cfg seed=91 circuit.first=1.07 -q -o one
    call_for 0 circuit one/config.cfg -q -o two
    cmp one/findings.json two/findings.json
    call_for 2 circuit ring.cfg -q -o one
    says "is not empty"
    call_for 0 circuit ring.cfg -q -o one --force
    ! cmp -s one/findings.json two/findings.json
}

@test "a damped oscillation is not taken for a cycle" {
    echo "0.9,9,-9" >damped.csv
    echo "-9,0.9,9" >>damped.csv
    echo "9,-9,0.9" >>damped.csv
    cat >damped.cfg <<'EOF'
circuit = { kind = "file"; file = "damped.csv"; };
studies = { t = { kind = "trajectories"; site = 0; flank = 0.0; duration = 60.0; starts = 3; }; };
EOF
    call_for 0 circuit damped.cfg -q --json
    printf '%s' "$output" >found.json
    [[ $(number found.json t cycling) == 0* ]]
}

@test "a three-cycle goes on cycling" {
    cp -r "$repository/configs" .
    call_for 0 circuit configs/circuits/limit-cycle.cfg -q --json
    printf '%s' "$output" >found.json
    [[ $(number found.json cycle cycling) == 4* ]]
    [[ $(number found.json cycle settled) == 0* ]]
}

@test "a matrix is read from text" {
    printf '0.1 0.4\n-0.7 0.3\n' >two.csv
    printf 'circuit = { kind = "file"; file = "two.csv"; };\nstudies = { s = { kind = "stability"; site = 0; }; };\n' >two.cfg
    call_for 0 circuit two.cfg -q --json
    [[ $output == *'"linear_gain": 0.2'* ]] || complain "the eigenvalues of ((0.1, 0.4), (-0.7, 0.3)) are 0.2 +- 0.519 i"
}

@test "circuit refuses what does not fit, with its place" {
    ring 'sets = { kind = "permitted_set"; };'
    call_for 2 circuit ring.cfg
    says "ring.cfg:2: studies.sets.kind: 'permitted_set' is not known; did you mean 'permitted_sets'?"
    ring 'gain = { kind = "gain"; site = 10; };'
    call_for 2 circuit ring.cfg
    says "studies.gain.site: is 10; the circuit has neurons 0 to 9"
    ring 'edge = { kind = "boundary"; vary = "n"; };'
    call_for 2 circuit ring.cfg
    says "studies.edge.vary: 'n' is no real number of a circuit of kind 'ring'"
    ring 'edge = { kind = "permitted_sets"; };'
    call_for 2 circuit ring.cfg circuit.inhibitoin=3
    says "did you mean"
    call_for 2 circuit
    call_for 2 circuit none.cfg
    [ ! -e outputs ]
}

@test "circuit refuses matrices that are none" {
    printf 'circuit = { kind = "file"; file = "m.csv"; };\nstudies = { s = { kind = "stability"; site = 0; }; };\n' >m.cfg
    call_for 2 circuit m.cfg
    says "m.cfg:1: circuit.file: m.csv: no such file"
    printf '1 2\n3\n' >m.csv
    call_for 2 circuit m.cfg
    says "m.csv:2: holds 1 numbers, the rows before it 2"
    printf '1 2\n' >m.csv
    call_for 2 circuit m.cfg
    says "a circuit needs n rows of n"
    printf '1 two\n' >m.csv
    call_for 2 circuit m.cfg
    says "m.csv:1: holds something that is no number"
    printf '1 inf\n0 1\n' >m.csv
    call_for 2 circuit m.cfg
    says "weight 2 of row 1 is inf; allowed: -1e6 to 1e6"
    printf 'circuit = { kind = "groups"; groups = ("110", "01"); };\nstudies = { s = { kind = "stability"; site = 0; }; };\n' >m.cfg
    call_for 2 circuit m.cfg
    says "circuit.groups: '01' is not a word of 3 letters"
}

@test "a sheet's circuit comes from a config or a run" {
    "$pinwheel" run "$configs/small.cfg" -q -o trained iterations=5
    printf 'circuit = { kind = "sheet"; from = "trained"; };\nstudies = { s = { kind = "stability"; site = 0; duration = 1.0; }; };\n' >sheet.cfg
    call_for 0 circuit sheet.cfg -q --json
    printf '%s' "$output" >own.json
    call_for 0 circuit sheet.cfg -q --json circuit.weights=mean
    printf '%s' "$output" >mean.json
    [ "$(number own.json s linear_gain)" != "$(number mean.json s linear_gain)" ]
    call_for 2 circuit sheet.cfg circuit.sheet=v2
    says "circuit.from: $PWD/trained has no sheet 'v2'"
    mkdir elsewhere
    cd elsewhere
    call_for 0 circuit ../sheet.cfg -q --json # `from` is found from the config's folder
    cmp <(printf '%s' "$output") ../own.json
}

@test "circuits of up to four neurons need no site" {
    for n in 2 3 4; do
        for kind in stability trajectories selection gain transfers; do
            rm -rf out
            printf 'circuit = { kind = "ring"; n = %s; };\nstudies = { s = { kind = "%s"; }; };\n' $n $kind >small.cfg
            call circuit small.cfg -o out -q
            [[ $stderr != *site* ]] || complain "$n neurons, $kind"
        done
    done
}

@test "the report of a circuit shows what was found, and how to repeat it" {
    call_for 0 circuit "$repository/configs/circuits/permitted-sets.cfg" -o out -q
    call_for 0 report out
    grep -q 'circuit out/config.cfg' out/report.html
    grep -q 'conditionally multistable' out/report.html
    grep -q '>permitted<' out/report.html
    ! grep -q 'iteration 0 of 0\|Nothing has been measured\|pinwheel run' out/report.html
}
