# The page of `pinwheel watch` in a browser: a session is played, and then run again.

load helpers

# The fields that the page got are those of the state that was saved then, and the tuning that of the map.
looks_are_saved() {
    local python
    for python in python3 /usr/bin/python3 ""; do $python -c 'import h5py' 2>/dev/null && break; done
    [ -n "$python" ] || return 0
    $python - <<'END'
import json
import h5py
seen = json.load(open("seen.json"))
compared = 0
with h5py.File(f"played/state-{seen['iteration']:09d}.h5") as state:
    for field in seen["fields"]:
        group = state["weights"].get(field["projection"])
        if group is None:
            continue
        first, end = group["indptr"][seen["unit"]], group["indptr"][seen["unit"] + 1]
        scale = group["scale"][seen["unit"]] if "scale" in group else 1
        for source, weight in zip(group["indices"][first:end], group["data"][first:end]):
            row, column = source // field["n"] - field["top"], source % field["n"] - field["left"]
            assert abs(field["weights"][row * field["columns"] + column] - weight * scale) < 1e-7
            compared += 1
assert compared > 100, compared
tuned = json.load(open("tuned.json"))
with h5py.File("played/maps.h5") as maps:
    real, imaginary = maps[f"orientation/{tuned['iteration']:09d}/complex"][()].reshape(2, -1)[:, tuned["unit"]]
measured = tuned["responses"][::3]  # the measure has 4 orientations, of the curve's 12
z = sum(response * 1j ** k for k, response in enumerate(measured)) / sum(measured)  # twice 45 degrees is 90
assert abs(z - complex(real, imaginary)) < 1e-6, (z, real, imaginary)
END
}

@test "a session in a browser: looks, acts, saves, quits; its run is run again to the same bits" {
    call watch missing.cfg
    [[ $stderr != *libmicrohttpd-dev* ]] || skip "there is no libmicrohttpd"
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
    command -v python3 >/dev/null || skip "there is no python3"
    "$pinwheel" watch "$configs/small.cfg" iterations=100000 -o played --paused >link.txt 2>log.txt </dev/null 3>&- &
    until [ -s link.txt ]; do sleep 0.05; done
    timeout 300 python3 "$repository/tests/cli/watch_session.py" "$browser" "$(cat link.txt)" "$PWD" >seen.json 2>complaints.txt ||
        complain "$(cat complaints.txt log.txt)"
    wait $!
    [ "$(json played/run.json status)" = paused ]
    # what was run again ends where the session was left
    call_for 0 run played/config.cfg iterations="$(json played/run.json iteration)" -o again
    [ "$(weights played)" = "$(weights again)" ]
    for kind in change lesion restore measure save; do grep -q "kind = \"$kind\"" played/config.cfg || complain "no $kind"; done
    looks_are_saved
    cp ./*.png "${WATCH_PICTURES:-.}" 2>/dev/null || true
}

@test "a run that another process makes: the page says how far it came" {
    call watch missing.cfg
    [[ $stderr != *libmicrohttpd-dev* ]] || skip "there is no libmicrohttpd"
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
    command -v python3 >/dev/null || skip "there is no python3"
    "$pinwheel" run "$configs/small.cfg" iterations=100000000 output.history_every=7 -o going -q 3>&- &
    local runner=$!
    until [ "$(wc -l <going/history.csv)" -gt 3 ]; do sleep 0.05; done 2>/dev/null
    "$pinwheel" watch going >link.txt 2>log.txt </dev/null 3>&- &
    until [ -s link.txt ]; do sleep 0.05; done
    PYTHONPATH=$repository/tests/cli timeout 100 python3 - "$browser" "$(cat link.txt)" "$PWD/profile" <<'END'
import sys
from browser import Browser
browser = Browser(sys.argv[1], sys.argv[3])
browser.open(sys.argv[2])
state = "(document.querySelector('#state')?.textContent ?? '')"
iteration = f"parseInt({state}.split(' ')[1])"
browser.wait(f"{iteration} >= 21 && {state}.endsWith(', running')", 20)
seen = browser.value(iteration)
assert seen % 7 == 0, seen
browser.wait(f"{iteration} > {seen}", 20)
browser.close()
END
    kill -INT $runner $!
}
