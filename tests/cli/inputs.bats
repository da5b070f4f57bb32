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
    mv first.h5 folder/mask.h5
    call_for 0 resume run iterations=20 -q
    [ "$(weights run)" != "$kept" ]
}
