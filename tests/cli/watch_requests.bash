# Shared by the tests of `pinwheel watch`: starts it, and sends requests to its page.

eval "$(declare -f setup | sed 's/^setup/setup_all/')"
setup() {
    setup_all
    call watch missing.cfg
    [[ $stderr != *libmicrohttpd-dev* ]] || skip "there is no libmicrohttpd"
}

# start ARGUMENT ...: begins to watch, and finds the port and the token of the link.
start() {
    rm -f link.txt
    "$pinwheel" watch "$@" >link.txt 2>log.txt </dev/null 3>&- &
    watcher=$!
    local i link
    for ((i = 0; i < 1500; i++)); do
        [ ! -s link.txt ] || break
        kill -0 $watcher 2>/dev/null || complain "watch ended: $(cat log.txt)" || return
        sleep 0.02
    done
    link=$(head -n 1 link.txt)
    [[ $link =~ ^http://127\.0\.0\.1:([0-9]+)/([0-9a-f]{32})/$ ]] || complain "no link: $link" || return
    port=${BASH_REMATCH[1]} token=${BASH_REMATCH[2]}
}

# send TEXT: sends a request as it is; leaves its status in $answered and what came in answer.txt, without the headers.
send() {
    local line
    exec 7<>"/dev/tcp/127.0.0.1/$port"
    printf '%b' "$1" >&7
    cat <&7 >raw.txt || true
    exec 7>&-
    answered=$(head -n 1 raw.txt | cut -d ' ' -f 2)
    sed '1,/^\r*$/d' raw.txt >answer.txt
}

# ask PATH, act NAME OBJECT: with the token; the program answers 200, unless another status comes first.
ask() {
    local wanted=200
    [[ $1 != [0-9][0-9][0-9] ]] || { wanted=$1 && shift; }
    send "GET /$token/$1 HTTP/1.1\r\nHost: 127.0.0.1:$port\r\nConnection: close\r\n\r\n"
    [ "$answered" = "$wanted" ] || complain "GET $1: $answered, $(cat answer.txt)"
}
act() {
    local wanted=200
    [[ $1 != [0-9][0-9][0-9] ]] || { wanted=$1 && shift; }
    send "POST /$token/$1 HTTP/1.1\r\nHost: 127.0.0.1:$port\r\nConnection: close\r\nContent-Length: ${#2}\r\n\r\n$2"
    [ "$answered" = "$wanted" ] || complain "POST $1 $2: $answered, $(cat answer.txt)"
}

# wait_until COMMAND ...: until it succeeds, a minute at most.
wait_until() {
    local i
    for ((i = 0; i < 1200; i++)); do
        "$@" 2>/dev/null && return
        sleep 0.05
    done
    complain "never: $*"
}
