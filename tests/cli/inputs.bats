# Files that a config names: found from the config's folder, and the same when a run goes on.
load helpers

# A config in a folder of its own, with the text of a small network and a mask beside it.
in_a_folder() {
    mkdir folder
    sed 's/  v1 = { density/  v1 = { mask = { kind = "image"; file = "mask.h5"; dataset = "\/inside"; }; density/' "$configs/small.cfg" >folder/mine.cfg
    "$inspect" write folder/mask.h5 /inside ramp 18 18
}

@test "a file beside the config is found from any folder, also by resume" {
    in_a_folder
    call_for 0 run folder/mine.cfg iterations=10 -q -o run
    grep -q "file = \"$(realpath folder)/mask.h5\"" run/config.cfg || complain "$(grep mask -A3 run/config.cfg)"
    mkdir elsewhere
    cd elsewhere
    call_for 0 resume ../run iterations=20 -q
    [ "$(json ../run/run.json inputs sheets.v1.mask.file path)" = "$(realpath ../folder)/mask.h5" ]
}

@test "a file beside the config that a base names is found from the base's folder" {
    in_a_folder
    mkdir further
    printf 'base = "../folder/mine.cfg";\niterations = 10;\n' >further/yours.cfg
    call_for 0 run further/yours.cfg -q -o run
    [ "$(json run/run.json inputs sheets.v1.mask.file path)" = "$(realpath folder)/mask.h5" ]
    cd further
    call_for 0 check yours.cfg
    "$inspect" write mask.h5 /inside index 18 18 # one that the command line names is found from here
    call_for 0 run yours.cfg sheets.v1.mask.file=mask.h5 -q -o run
    [ "$(json run/run.json inputs sheets.v1.mask.file path)" = "$PWD/mask.h5" ]
}

@test "a run does not go on with another file" {
    in_a_folder
    call_for 0 run folder/mine.cfg iterations=10 -q -o run
    kept=$(weights run)
    mv folder/mask.h5 first.h5
    "$inspect" write folder/mask.h5 /inside index 18 18
    call_for 1 resume run iterations=20
    says "sheets.v1.mask.file: $(realpath folder)/mask.h5 holds other data than when this run began"
    call_for 1 measure run
    says "holds other data"
    sed -i '/"inputs"/,/^  },/d' run/run.json # the checkpoint knows it, too
    call_for 1 resume run iterations=20
    says "holds other data"
    mv first.h5 folder/mask.h5
    call_for 0 resume run iterations=20 -q
    [ "$(weights run)" != "$kept" ]
}

@test "only the PNG files of a folder count" {
    mkdir pictures
    call_for 0 run "$configs/measured.cfg" sheets.v1.density=6 'events.all.measures=("orientation")' -q -o measured
    cp measured/maps/*preference*.png pictures/
    sed 's/kind = "gaussian"; count = 2; half_range = 0.75; sigma = 0.07; aspect = 4.0;/kind = "image"; folder = "pictures";/' "$configs/small.cfg" >shown.cfg
    call_for 0 run shown.cfg iterations=2 -q -o run
    echo mine >pictures/notes.txt
    call_for 0 resume run iterations=3 -q
    cp measured/maps/*selectivity*.png pictures/
    call_for 1 resume run iterations=4
    says "stimuli.bars.folder: $PWD/pictures holds other data"
}

@test "a recording of any size is hashed" {
    sed 's/kind = "gaussian"; count = 2; half_range = 0.75; sigma = 0.07; aspect = 4.0;/kind = "recorded"; file = "large.h5";/' "$configs/small.cfg" >recorded.cfg
    "$inspect" write large.h5 /frames ramp 2 25 25
    truncate -s 600M large.h5
    call_for 0 run recorded.cfg iterations=2 -q -o run
    [ -n "$(json run/run.json inputs stimuli.bars.file hash)" ]
}

@test "a state that a config begins from is found from the config's folder" {
    mkdir -p folder/states elsewhere
    call_for 0 run "$configs/small.cfg" iterations=10 -q -o folder/states/before
    printf 'base = "%s";\nfrom = "states/before";\niterations = 20;\n' "$configs/small.cfg" >folder/on.cfg
    cd elsewhere
    call_for 0 run ../folder/on.cfg -o run
    says "from iteration 10 of $(cd .. && pwd -P)/folder/states/before"
    grep -q "^from = \"$(cd .. && pwd -P)/folder/states/before\"" run/config.cfg || complain "config.cfg depends on the folder"
    rm -r ../folder/states
    call_for 0 resume run iterations=30 -q # needs it no more
    mv run before
    call_for 0 run "$configs/small.cfg" from=before iterations=40 -q -o after # the command line's is found from here
}
