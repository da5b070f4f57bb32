# The page of `pinwheel watch` in a browser: a session is played, and then run again.

load helpers

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
    cp ./*.png "${WATCH_PICTURES:-.}" 2>/dev/null || true
}
