# Kinds from plug-ins: loaded, described, run, resumed and refused.

load helpers

example=$repository/examples/own_rule.c
rule="projections.*_to_v1.learning=two_thresholds"
small=("$repository/configs/gcal/demo.cfg" sheets.v1.density=16 iterations=30 -q)

build() { # build SOURCE OBJECT [FLAG ...]
    local source=$1 object=$2
    shift 2
    # shellcheck disable=SC2046 # flags are words
    cc -std=c17 -Wall -Wextra -Wpedantic -Werror -shared -fPIC -O3 -ffp-contract=off -fopenmp -I "$repository/sim/library" \
        -I "$repository/sim" -I "$repository/analysis" $(pkg-config --cflags pangocairo) "$@" "$source" -o "$object"
}

weights() { # weights FOLDER
    sed -n 's/.*"weights": "\(.*\)".*/\1/p' "$1/run.json"
}

@test "a rule of one's own is described, runs, and is recorded" {
    build "$example" rule.so
    call_for 0 describe --plugin ./rule.so two_thresholds
    [[ $output == *"learning (kind = \"two_thresholds\").lower"* ]] || complain "no settings"
    says "loaded code from $PWD/rule.so: learning two_thresholds"
    call_for 0 run "${small[@]}" --plugin ./rule.so "$rule" -o own
    call_for 0 run "${small[@]}" -o hebb
    [ "$(weights own)" != "$(weights hebb)" ]
    grep -q "^plugins = (\"$PWD/rule.so\")" own/config.cfg
    grep -A 3 '"plugins.0"' own/run.json | grep -q '"hash": "[0-9a-f]\{16\}"'
}

@test "a stimulus of one's own is described, shown and checked" {
    build "$repository/examples/own_stimulus.c" stimulus.so
    call_for 0 describe --plugin ./stimulus.so rings
    prints "stimuli.NAME (kind = \"rings\").period"
    local own=(--plugin ./stimulus.so stimuli.bars.kind=rings)
    call_for 0 run "${small[@]}" "${own[@]}" stimuli.bars.period=0.15 -o near
    call_for 0 run "${small[@]}" "${own[@]}" stimuli.bars.period=0.31 -o far
    call_for 0 run "${small[@]}" -o bars
    [ "$(printf '%s\n' "$(weights near)" "$(weights far)" "$(weights bars)" | sort -u | wc -l)" = 3 ] || complain "equal weights"
    call_for 2 check "${small[0]}" "${own[@]}" stimuli.bars.period=0
    says "period: 0 is out of range; allowed: 0.001 to 1000 sheet units"
}

@test "a config names a plug-in beside it; that of a base stays" {
    mkdir configs
    build "$example" configs/rule.so
    sed 's/two_thresholds/other_thresholds/' "$example" >other.c
    build other.c configs/other.so
    cat >configs/base.cfg <<END
base = "$repository/configs/gcal/demo.cfg";
plugins = ("./rule.so");
iterations = 20;
changes = ("sheets.v1.density=12", "$rule");
END
    echo 'base = "base.cfg"; plugins = ("other.so");' >configs/mine.cfg
    call_for 0 run configs/mine.cfg -o own
    says "loaded code from $PWD/configs/other.so: learning other_thresholds"
    grep -q "^plugins = (\"$PWD/configs/rule.so\", \"$PWD/configs/other.so\")" own/config.cfg
}

@test "a run goes on to the same bits, with the same file alone" {
    build "$example" rule.so
    call_for 0 run "${small[@]}" --plugin ./rule.so "$rule" -o whole
    call_for 0 run "${small[@]}" --plugin ./rule.so "$rule" iterations=13 -o own
    call_for 0 resume own iterations=30 --plugin ./rule.so -q
    [ "$(weights own)" = "$(weights whole)" ]
    sed 's/activity \* (activity/2 * activity * (activity/' "$example" >changed.c
    build changed.c rule.so
    call_for 1 resume own iterations=40 --plugin ./rule.so -q
    says "plugins.0: $PWD/rule.so holds other data than when this run began"
}

@test "no file of a run has code loaded" {
    cat "$example" - >loud.c <<'END'
#include <stdlib.h>
__attribute__((constructor)) static void act(void) { system("touch loaded"); }
END
    build loud.c rule.so -Wno-unused-result
    call_for 0 run "${small[@]}" --plugin ./rule.so "$rule" -o own
    [ -e loaded ]
    rm loaded
    for verb in resume measure report export cite; do
        call $verb own
        [ ! -e loaded ] || complain "$verb loaded code"
    done
    cat >sheet.cfg <<END
circuit = { kind = "sheet"; from = "${small[0]}"; changes = ("plugins=$PWD/rule.so"); sheet = "v1"; weights = "mean"; side = 24; };
studies = { window = { kind = "stability"; site = 300; duration = 5.0; amplitude = 0.1; }; };
END
    call_for 0 circuit sheet.cfg -o circuit -q
    [ -e loaded ]
    rm loaded
    for part in plugins circuit.from; do # what the circuit's config names; what the config of its sheet does
        call figure circuit window
        [ ! -e loaded ] || complain "a circuit's figure loaded code"
        says "circuit/config.cfg:"
        says "$part: "
        says "rule.so is code"
        sed -i '/^plugins = /d' circuit/config.cfg # as of an older version
        sed -i 's/"inputs"/"former"/' circuit/run.json
    done
    call_for 2 resume own
    says "own/config.cfg:"
    says "$PWD/rule.so is code, which no file of a run loads by itself; if you trust it, name it, as with --plugin $PWD/rule.so"
    # The page of its folder shows what it can without them.
    load watch_requests
    call watch missing.cfg
    if [[ $stderr != *libmicrohttpd-dev* ]]; then
        start own
        local question
        for question in about history pictures log; do
            ask "$question" || return
            [ ! -e loaded ] || complain "watch loaded code for $question"
        done
        kill $watcher
    fi
    call_for 0 measure own --plugin rule.so
}

@test "what is no plug-in, or one of another interface, is refused" {
    echo 'int other;' >other.c
    cc -shared -fPIC other.c -o other.so
    sed '/^#include/a #define PLUGIN_INTERFACE (PLUGIN_INTERFACE + 1)' "$example" >later.c
    build later.c later.so
    sed 's/"two_thresholds"/"hebb"/' "$example" >hebb.c
    build hebb.c hebb.so
    sed 's/"two_thresholds"/"Two"/' "$example" >capital.c
    build capital.c capital.so
    sed 's/return (LearningTerms)/extern double elsewhere(void); return elsewhere() > 0 ? (LearningTerms){0} : (LearningTerms)/' \
        "$example" >undefined.c
    build undefined.c undefined.so
    while IFS='|' read -r file text; do
        call_for 2 check "${small[0]}" --plugin "$file"
        says "--plugin: $text"
    done <<END
absent.so|absent.so: no such file
other.c|$PWD/other.c: cannot be loaded: $PWD/other.c:
other.so|$PWD/other.so: is no plug-in: it defines no pinwheel_plugin
later.so|$PWD/later.so: was compiled for another version; compile it again with the headers of pinwheel
hebb.so|$PWD/hebb.so: there is a learning 'hebb' already
capital.so|$PWD/capital.so: 'Two' cannot be the name of a kind; allowed: small letters, digits and _
undefined.so|$PWD/undefined.so: cannot be loaded: $PWD/undefined.so: undefined symbol: elsewhere
END
    echo "base = \"${small[0]}\"; plugins = (\"absent.so\");" >mine.cfg
    call_for 2 check mine.cfg
    says "mine.cfg:1: plugins: absent.so: "
    [ "$(wc -l <stderr.txt)" = 1 ] || complain "more than the cause"
}

# sparseness: the measure of CONTRIBUTING.md as a plug-in, on stdout.
sparseness() {
    echo '#include <pinwheel_plugin.h>'
    sed -n '/measure_sparseness.c`:/,/^Add it/p' "$repository/CONTRIBUTING.md" |
        awk '/^```$/ { inside = 0 } inside; /^```c$/ { inside = 1 }'
    echo 'PLUGIN(MEASURES(&measure_sparseness.observable.kind));'
}

@test "a plug-in that was compiled with other tables is refused, whichever table it is" {
    sparseness >measure.c
    for table in Arbor Competition Learning Noise Region Response Schedule Stimulus Transfer Weights Measure; do
        case $table in Measure) source=measure.c ;; *) source=$example ;; esac
        sed "/^PLUGIN/i #define ${table}Kind char" "$source" >other.c
        build other.c "other_$table.so"
        call_for 2 check "${small[0]}" --plugin "other_$table.so"
        says "other_$table.so: was compiled for another version; compile it again with the headers of pinwheel"
    done
    sed 's/MEASURES(/.measure_kinds = KINDS(/' measure.c >bare.c
    build bare.c bare.so
    call_for 2 check "${small[0]}" --plugin bare.so
    says "bare.so: lists its measures without MEASURES (measure/measure.h)"
}

@test "a circuit records its plug-ins, and its figures are drawn with the same files alone" {
    own transfer squared
    cat >ring.cfg <<'END'
circuit = { kind = "ring"; n = 16; self = 0.0; first = 1.1; second = 1.0; inhibition = 0.55; };
studies = { gains = { kind = "transfers"; site = 6; from = 0.1; to = 1.0; steps = 3; transfers = { own = { kind = "own"; }; }; }; };
END
    call_for 2 circuit ring.cfg -q -o circuit
    says "'own'"
    call_for 0 circuit ring.cfg --plugin own_transfer.so -q -o circuit
    grep -q "^plugins = (\"$PWD/own_transfer.so\")" circuit/config.cfg
    grep -A 3 '"plugins.0"' circuit/run.json | grep -q '"hash": "[0-9a-f]\{16\}"'
    call_for 0 circuit circuit/config.cfg -q -o again # which the command names
    cmp circuit/findings.json again/findings.json
    call_for 2 figure circuit gains -o figures
    says "own_transfer.so is code, which no file of a run loads by itself"
    call_for 0 figure circuit gains --plugin own_transfer.so -o figures
    sed -i 's/^PLUGIN/int changed;\n&/' own_transfer.c
    build own_transfer.c own_transfer.so -include "$repository/sim/library/pinwheel_plugin.h"
    call figure circuit gains --plugin own_transfer.so -o figures
    [ "$status" != 0 ]
    says "plugins.0: $PWD/own_transfer.so holds other data than when this run began"
}

@test "settings of an own kind are checked as all are" {
    build "$example" rule.so
    call_for 2 check "${small[@]:0:1}" --plugin rule.so "$rule" "projections.*_to_v1.learning.upper=-1"
    says "learning.upper: -1 is out of range; allowed: 0 to 1000"
    call_for 2 check "${small[@]:0:1}" --plugin rule.so "projections.*_to_v1.learning=two_threshold"
    says "did you mean 'two_thresholds'?"
}

# own TABLE KIND: a built-in kind's own file as a plug-in, with the kind named `own`.
own() {
    sed "s/{\"$2\",/{\"own\",/" "$repository/sim/kinds/$1_$2.c" >"own_$1.c"
    echo "PLUGIN(.$1_kinds = KINDS(&$1_$2.kind));" >>"own_$1.c"
    build "own_$1.c" "own_$1.so" -include "$repository/sim/library/pinwheel_plugin.h"
}

@test "a built-in kind has the same bits as a plug-in" {
    local on=projections.on_to_v1
    while read -r table kind path rest; do
        own "$table" "$kind"
        # shellcheck disable=SC2086 # settings are words
        call_for 0 run "${small[@]}" "$path=$kind" $rest --force -o built-in
        # shellcheck disable=SC2086
        call_for 0 run "${small[@]}" --plugin "./own_$table.so" "$path=own" $rest --force -o plug-in
        [ "$(weights built-in)" = "$(weights plug-in)" ] || complain "$table $kind: other bits"
    done <<END
transfer logistic sheets.v1.transfer
transfer squared sheets.v1.transfer
learning oja $on.learning
schedule exponential $on.learning_schedule $on.learning_schedule.time_constant=20
arbor gaussian $on.arbor $on.arbor.sigma=0.1
noise gaussian sheets.v1.noise sheets.v1.noise.sigma=0.05
region disc sheets.v1.mask sheets.v1.mask.radius=0.4
stimulus gaussian stimuli.bars.kind stimuli.bars.count=3
END
}

@test "a measure of one's own" {
    sparseness >measure.c
    build measure.c sparseness.so
    cat >sparse.cfg <<END
base = "$repository/configs/gcal/demo.cfg";
plugins = ("sparseness.so");
measures = { sparse = { kind = "sparseness"; sheet = "v1"; }; };
events = { sparse = { kind = "measure"; at_end = true; measures = ("sparse"); }; };
END
    call_for 0 run sparse.cfg sheets.v1.density=12 iterations=10 -q -o own
    grep -q '"sparseness"' own/measures.json
    call_for 0 measure own --plugin sparseness.so
    [[ $output == *sparseness* ]] || complain "no number"
}

@test "a sweep names its plug-ins to its runs, also to those that go on" {
    build "$example" rule.so
    cat >mine.cfg <<END
base = "$repository/configs/gcal/demo.cfg";
plugins = ("rule.so");
iterations = 20;
changes = ("sheets.v1.density=12", "$rule");
END
    cat >sweep.cfg <<'END'
config = "mine.cfg";
seeds = ("1");
grid = { upper = { path = "projections.on_to_v1.learning.upper"; values = (0.1, 0.2); }; };
END
    call_for 0 sweep sweep.cfg -q -o swept
    [ "$(grep -l '"status": "finished"' swept/*/run.json | wc -l)" = 2 ] || complain "not both finished"
    sed -i 's/"status": "finished"/"status": "interrupted"/' swept/*/run.json
    call_for 0 sweep sweep.cfg -q -o swept
    grep -h '"command"' swept/*/run.json | grep -q "resume.*--plugin $PWD/rule.so" || complain "none went on"
}
