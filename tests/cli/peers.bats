# The work of an iteration with NumPy and SciPy (docs/peers).
load helpers

setup_peers() {
    python=$(for p in python3 /usr/bin/python3; do "$p" -c 'import h5py, scipy' 2>/dev/null && echo "$p" && break; done) || true
    [ -n "$python" ] || skip "there is no SciPy or no h5py"
}

@test "the peer agrees with Pinwheel and prints a table of both" {
    setup_peers
    run "$python" "$repository/docs/peers/csr.py" --program "$pinwheel" --rounds 1 30
    [ "$status" -eq 0 ]
    [[ "$output" == *"Density 30, area 1."* ]]
    [[ "$output" == *"| settling | "* ]]
    [ "$(grep -c '^| [a-z*]* |' <<<"$output")" -eq 4 ]
}

@test "the peer stops where its numbers differ from Pinwheel's" {
    setup_peers
    peers=$BATS_TEST_TMPDIR/peers
    mkdir -p "$peers"
    cp "$repository"/docs/peers/csr.py "$peers"
    sed "s|\.\./\.\./configs|$repository/configs|" "$repository/docs/peers/gcal.cfg" >"$peers/gcal.cfg"
    sed -i 's/INHIBITION_RATE = 0.1, 0.3/INHIBITION_RATE = 0.1, 0.33/' "$peers/csr.py"
    run "$python" "$peers/csr.py" --program "$pinwheel" --rounds 1 30
    [ "$status" -eq 1 ]
    [[ "$output" == *"differ from Pinwheel's by"* ]]
}
