# CONTRIBUTING.md, followed to the letter in a copy of the tree.

# Writes each block of the page to $work/NUMBER.KIND, and for a file the path that the text before it names last.
extract_blocks() {
    awk -v work="$work" '
        /^```$/ { inside = 0; next }
        /^```/ { inside = 1; n++; kind = substr($0, 4); file = sprintf("%s/%02d.%s", work, n, kind)
                 if (kind == "c" || kind == "cfg") print path >(file ".path"); next }
        inside { print >file; next }
        { while (match($0, /`[a-z_\/]+\.(c|cfg)`/)) { path = substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }
    ' CONTRIBUTING.md
}

@test "CONTRIBUTING.md: a transfer function, a learning rule and a measure are added as it says" {
    cd "$BATS_TEST_DIRNAME/../.."
    work=$BATS_TEST_TMPDIR/blocks tree=$BATS_TEST_TMPDIR/tree
    mkdir "$work" "$tree"
    extract_blocks
    git ls-files -co --exclude-standard -z | xargs -0 cp -p --parents -t "$tree"
    [ ! -d build/release ] || { mkdir "$tree/build" && cp -a build/release "$tree/build"; }
    cd "$tree"
    for block in "$work"/*.{c,cfg,diff,sh}; do echo "$block"; done | LC_ALL=C sort >"$work/order"
    [ "$(wc -l <"$work/order")" -eq 12 ]
    while read -r block; do
        echo "$block $(cat "$block.path" 2>/dev/null)"
        case $block in
            *.c | *.cfg) cp "$block" "$(cat "$block.path")" ;;
            *.diff) git apply --recount "$block" ;;
            *.sh) sh -e "$block" </dev/null ;;
        esac
    done <"$work/order"
}
