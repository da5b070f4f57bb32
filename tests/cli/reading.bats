# The examples of docs/reading.md, run in the folder of a run: all find the same mean selectivity.
load helpers

setup_run() {
    cp "$configs/small.cfg" mine.cfg
    cat >>mine.cfg <<'EVENTS'
events = { m = { kind = "measure"; every = 20; measures = ("orientation"); };
           s = { kind = "save"; at = 40; }; };
EVENTS
    call_for 0 run mine.cfg -q -o run
    call_for 0 export run
    cd run || return
    expected=$(json measures.json orientation series 40 numbers selectivity.mean value) # its region is the whole sheet
}

example() { # LANGUAGE: all examples in it, one after another
    awk -v begin="\`\`\`$1" '$0 == begin { inside = 1; next } /^```/ { inside = 0 } inside' "$repository/docs/reading.md"
}

finds() { # FILE: is the expected number among what was printed?
    tr -s ' ' '\n' <"$1" | awk -v e="$expected" '$1 + 0 > 0 && ($1 - e < 2e-5 * e && e - $1 < 2e-5 * e) { n++ } END { print n + 0 }'
}

@test "Python" {
    python=$(for p in python3 /usr/bin/python3; do "$p" -c 'import h5py, numpy' 2>/dev/null && echo "$p" && break; done) || true
    [ -n "$python" ] || skip "there is no h5py"
    setup_run
    example python >example.py
    "$python" example.py >printed.txt
    [ "$(finds printed.txt)" = 1 ] || complain "$(cat printed.txt)"
    grep -q 'selectivity \* exp(2 i preference) | feedforward' printed.txt
    # a unit's afferent weights of both projections add up to 1, so that those of one are a share of it
    tail -n 1 printed.txt | awk '{ exit !($1 > 0 && $1 < 1 && $2 >= 0 && $3 < 19 * 19) }'
}

@test "Octave" {
    command -v octave-cli >/dev/null || skip "there is no Octave"
    setup_run
    example octave >example.m
    octave-cli example.m >printed.txt
    [ "$(finds printed.txt)" = 1 ] || complain "$(cat printed.txt)"
}

@test "R, from HDF5 and from CSV" {
    Rscript -e 'library(hdf5r)' 2>/dev/null || skip "there is no hdf5r"
    setup_run
    example r >example.R
    Rscript example.R >printed.txt
    [ "$(finds printed.txt)" -ge 3 ] || complain "$(cat printed.txt)" # the map, numbers.csv, the map as CSV
}
