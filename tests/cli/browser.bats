# The page of `pinwheel watch` in a browser: a session is played, and then run again.

load helpers
load watch_requests

# find_browser NAME ...: the first of these programs, in $browser.
find_browser() {
    command -v python3 >/dev/null || skip "there is no python3"
    browser=$(command -v "$@" | head -n 1)
    [ -n "$browser" ] || skip "there is no $1"
}
find_chromium() {
    find_browser chromium chromium-browser google-chrome
}

# see PROFILE: opens the page in the browser, and carries out a script of Python.
see() {
    {
        echo 'import sys
from browser import browser_of
browser = browser_of(sys.argv[1], sys.argv[3])
browser.open(sys.argv[2])'
        cat
        echo 'assert not browser.complaints, browser.complaints
browser.close()'
    } >see.py
    PYTHONPATH=$repository/tests/cli timeout 150 python3 see.py "$browser" "$(cat link.txt)" "$PWD/profile"
}

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

play() { # a session in $browser
    start "$configs/small.cfg" iterations=100000 -o played --paused
    timeout 300 python3 "$repository/tests/cli/watch_session.py" "$browser" "$(cat link.txt)" "$PWD" >seen.json 2>complaints.txt ||
        complain "$(cat complaints.txt log.txt)"
    wait $watcher
    [ "$(json played/run.json status)" = paused ]
    # what was run again ends where the session was left
    call_for 0 run played/config.cfg iterations="$(json played/run.json iteration)" -o again
    [ "$(weights played)" = "$(weights again)" ]
    for kind in change lesion restore measure save; do grep -q "kind = \"$kind\"" played/config.cfg || complain "no $kind"; done
    looks_are_saved
    cp ./*.png "${WATCH_PICTURES:-.}" 2>/dev/null || true
}

@test "a session in Chromium: looks, acts, saves, quits; its run is run again to the same bits" {
    find_chromium
    play
}

@test "the same session in Firefox" {
    find_browser firefox-esr firefox
    play
}

@test "a run that another process makes: the page says how far it came" {
    find_chromium
    "$pinwheel" run "$configs/small.cfg" iterations=100000000 output.history_every=7 -o going -q 3>&- &
    local runner=$!
    wait_for going/history.csv
    start going
    see <<'END'
state = "(document.querySelector('#state')?.textContent ?? '')"
iteration = f"parseInt({state}.split(' ')[1])"
browser.wait(f"{iteration} >= 21 && {state}.endsWith(', running')", 20)
seen = browser.value(iteration)
assert seen % 7 == 0, seen
browser.wait(f"{iteration} > {seen}", 20)
assert browser.value("getComputedStyle(document.querySelector('#controls')).display") == "none"
END
    kill -INT $runner $watcher
}

@test "the overview of a sweep leads to each run and back, and shows how far all are" {
    find_chromium
    cat "$configs/small.cfg" - >base.cfg <<'CONFIG'
events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };
CONFIG
    cat >sweep.cfg <<'CONFIG'
title = "Two lengths";
config = "base.cfg";
conditions = { short = { set = ("iterations=40"); }; long = { set = ("iterations=100000000", "events.m.until=60"); }; last = { }; };
CONFIG
    "$pinwheel" sweep sweep.cfg -o made -q </dev/null 3>&- &
    local sweeper=$!
    wait_for made/point-0002/maps/orientation-preference-000060.png
    start made
    see <<'END'
row = lambda k: f"document.querySelector('#runs-list').rows[{k}]"
text = lambda k: f"{row(k)}.innerText.replace(/\\s+/g, ' ')"
browser.wait("document.querySelector('#runs-list')?.rows.length === 3")
assert browser.value("document.querySelector('#title').textContent") == "Two lengths"
assert browser.value("document.querySelector('#state').textContent") == "runs: 1 finished, 1 running, 1 waiting"
heads = browser.value("[...document.querySelectorAll('#runs-heads th')].map((e) => e.textContent.replace(/\\u200b/g, ''))")
assert heads[:4] == ["map", "run", "state", "condition"] and "orientation/selectivity.mean" in heads, heads
assert browser.value(text(0)).strip().startswith("point-0001 finished short 0."), browser.value(text(0))
assert browser.value(text(2)).strip() == "point-0003 waiting last", browser.value(text(2))
for k in (0, 1):
    browser.wait(f"{row(k)}.querySelector('img').naturalWidth > 20")
browser.wait(f"!!{row(1)}.cells[2].textContent.match(/^running, iteration [1-9][0-9]* of 100000000$/)")
before = browser.value(f"{row(1)}.cells[2].textContent")
browser.wait(f"{row(1)}.cells[2].textContent !== {before!r}")
browser.fill("#runs-shown", "waiting")
assert browser.value("[...document.querySelector('#runs-list').rows].map((row) => row.hidden)") == [True, True, False]
browser.fill("#runs-shown", "all runs")
for width in (390, 1280, 1920):
    browser.size(width, 900)
    browser.wait(f"document.documentElement.scrollWidth <= {width}")
    browser.picture(f"runs-{width}.png")
browser.click("#runs-list a")
browser.wait("document.querySelector('#state')?.textContent === 'iteration 40 of 40, finished'")
browser.wait("document.querySelector('#map').naturalWidth > 100 && document.querySelector('#log').textContent.includes('finished')")
browser.click("#all")
browser.wait("document.querySelector('#runs-list')?.rows.length === 3")
END
    cp runs-*.png "${WATCH_PICTURES:-.}" 2>/dev/null || true
    kill -INT $watcher $sweeper
    wait $watcher $sweeper || true
}
