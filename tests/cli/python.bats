# The Python module: its own tests, and an installation without a network.

setup_file() {
    cd "$BATS_TEST_DIRNAME/../.."
    export ROOT=$PWD PYTHON PINWHEEL PINWHEEL_LIBRARY PYTHONDONTWRITEBYTECODE=1
    PINWHEEL=$(realpath "${PINWHEEL:-build/release/pinwheel}")
    PINWHEEL_LIBRARY=$(dirname "$PINWHEEL")/library/libpinwheel.so.1
    for PYTHON in python3 /usr/bin/python3 none; do
        ! "$PYTHON" -c 'import numpy, h5py, pytest' 2>/dev/null || break
    done
}

# Not in setup_file: bats of Debian 13 then leaves the clock of a test running, and waits for it.
setup() {
    [ -e "$PINWHEEL_LIBRARY" ] || skip "make library comes first"
    [ "$PYTHON" != none ] || skip "there is no Python with numpy, h5py and pytest"
}

@test "the module passes its tests" {
    cd "$ROOT"
    PYTHONPATH=python "$PYTHON" -W error -m pytest -q -p no:cacheprovider python/tests
}

@test "pip install works in a clone without a network, and the wheel carries the library" {
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || skip "there is no pip or venv"
    "$PYTHON" -m venv --system-site-packages "$BATS_TEST_TMPDIR/venv"
    cp -r "$ROOT/python" "$BATS_TEST_TMPDIR/python"
    mkdir -p "$BATS_TEST_TMPDIR/sim/files"
    cp "$ROOT/sim/files/provenance.h" "$BATS_TEST_TMPDIR/sim/files"
    http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
        "$BATS_TEST_TMPDIR/venv/bin/python" -m pip install --no-index --quiet "$BATS_TEST_TMPDIR/python"
    cd "$BATS_TEST_TMPDIR"
    run env -u PINWHEEL_LIBRARY venv/bin/python -c '
import pinwheel
with pinwheel.Simulation("'"$ROOT"'/configs/gcal/demo.cfg", iterations=3) as simulation:
    print(simulation.run().iteration, pinwheel.__file__)'
    [ "$status" = 0 ]
    [[ "$output" == "3 $BATS_TEST_TMPDIR/venv/"* ]]
}
