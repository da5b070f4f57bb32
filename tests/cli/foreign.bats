# Files from elsewhere: what is wrong with them becomes one message that names the file. Exit status 2 where the user
# named the file, 1 where it is a run's own.
load helpers

small=$configs/small.cfg

# A PNG of 2 x 2 pixels with colours.
coloured() {
    base64 -d <<<iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGNgZGL+z8DAAKEADWMCC2RqNKwAAAAASUVORK5CYII= >"$1"
}

# A run with measurements at iterations 20 and 40.
measured() {
    { echo "base = \"$small\";" && echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };'; } >case.cfg
    call_for 0 run case.cfg -o "$1" -q
}

# Has a verb read a finished run; resume gives it a later end.
take() { # take VERB DIR
    if [ "$1" = resume ]; then call resume "$2" iterations=60; else call "$1" "$2"; fi
}

# The same, where it fails.
takes_not() {
    take "$@"
    [ "$status" -eq 1 ] || complain "pinwheel $*: wanted exit status 1"
}

@test "only ordinary files are read, and the others refused at once" {
    mkfifo p.h5 p.png p.csv p.cfg
    mkdir folder.h5
    for file in p.h5 folder.h5 /dev/zero; do
        call_for 2 analyse "$file:/x"
        says "$file: is not an ordinary file"
        call_for 2 check "$small" sheets.v1.mask=image sheets.v1.mask.file="$file" sheets.v1.mask.dataset=x
        says "$file: is not an ordinary file"
    done
    call_for 2 check "$small" sheets.v1.mask=image sheets.v1.mask.file=p.png
    says "p.png: is not an ordinary file"
    call_for 2 check p.cfg
    says "p.cfg: is not an ordinary file"
    call_for 2 circuit "$repository/configs/circuits/permitted-sets.cfg" circuit=file circuit.file=p.csv -o out
    says "p.csv: is not an ordinary file"
    call_for 2 run "$small" from=p.h5 -o out
    says "p.h5: is not an ordinary file"
    measured run
    for file in measures.json config.cfg history.csv maps.h5 run.json; do
        cp -r run other
        rm "other/$file"
        mkfifo "other/$file"
        for verb in report export measure resume; do
            [ "$verb $file" != "report maps.h5" ] && [ "$verb $file" != "export history.csv" ] || continue
            [ "$verb $file" != "measure history.csv" ] && [ "$verb $file" != "measure run.json" ] || continue
            [ "$verb $file" != "resume run.json" ] || continue
            take $verb other
            [ "$status" -ne 0 ] || complain "$verb with $file as a pipe"
            says "other/$file: is not an ordinary file"
        done
        rm -r other
    done
}

@test "no number is dropped where a file of a run is damaged" {
    measured run
    cp -r run other
    echo '[1]' >other/measures.json
    for verb in report export measure resume; do
        takes_not $verb other
        says "other/measures.json: is damaged: it should hold an object"
    done
    sed 's/"value": 18.0/"value": "18.0"/' run/measures.json >other/measures.json
    for verb in report export; do
        takes_not $verb other
        says "other/measures.json: is damaged: orientation/density has no number as its value"
    done
    cp run/measures.json other/
    sed '2s/^10/1O/' run/history.csv >other/history.csv
    call_for 1 report other
    says "other/history.csv: is damaged: column 1 of row 1 is no number"
    cp run/history.csv other/
    printf 'MATLAB 5.0 MAT-file' >other/maps.h5
    for verb in export measure resume; do
        takes_not $verb other
        says "other/maps.h5: is not an HDF5 file but an older MATLAB one"
    done
}

@test "a damaged maps.h5 is found by its checksums" {
    measured run
    size=$(stat -c %s run/maps.h5)
    printf '\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5' | dd of=run/maps.h5 bs=1 seek=$((size / 2)) conv=notrunc status=none
    for verb in export measure resume; do
        takes_not $verb run
        says "run/maps.h5: /orientation/"
        says "it is damaged"
    done
}

@test "equal runs have equal checkpoints and maps, whenever they were made" {
    measured one
    sleep 1.1
    measured two
    cmp one/maps.h5 two/maps.h5
    call_for 0 run "$small" -o three -q
    sleep 1.1
    call_for 0 run "$small" -o four -q
    cmp three/checkpoint.h5 four/checkpoint.h5
}

@test "colours, and pictures that are left out, are told" {
    mkdir pictures
    coloured pictures/a.png
    coloured pictures/b.png
    echo >pictures/c.JPG
    call_for 0 check "$small" sheets.v1.mask=image sheets.v1.mask.file=pictures/a.png
    says "/pictures/a.png: has colours"
    echo "base = \"$small\"; stimuli = { scenes = { kind = \"image\"; folder = \"pictures\"; }; };" >scenes.cfg
    call_for 0 check scenes.cfg
    says "/pictures/a.png, and others: has colours"
    says "/pictures: only PNG files are read; 1 other picture is left out"
}
