# What `check` and `run` warn of: settings that are allowed and probably not meant.
load helpers

small=$configs/small.cfg

# warns TEXT CHANGE ...: does a run of the small network with these changes warn so, in its log too?
warns() {
    local text=$1
    shift
    call_for 0 run "$small" iterations=0 --force -o out "$@"
    says "$text"
    grep -qF "$text" out/log.txt || complain "not in the log: $text"
}

@test "nothing is warned of in the small network" {
    call_for 0 run "$small" iterations=40 -o out
    [[ $stderr != *warning* ]] || complain "a false warning"
}

@test "lengths and frequencies are held against their sheet" {
    sed 's/sigma = 0.07; aspect/sigma = 44; aspect/' "$small" >typed.cfg
    call_for 0 run typed.cfg iterations=0 -q -o typed
    grep -qF "typed.cfg:29: stimuli.bars.sigma: 44 sheet units is larger than sheet retina" typed/log.txt || complain "$(cat typed/log.txt)"
    warns "stimuli.bars.contrast: 30 is a factor, and 1 is 100 %; 30 % is 0.3" stimuli.bars.contrast=30
    warns "command line: stimuli.bars.sigma: 44 sheet units is larger than sheet retina, which is 2.1 wide" stimuli.bars.sigma=44
    warns "stimuli.bars.sigma: 0.001 sheet units is less than a quarter of the distance between units of sheet retina" stimuli.bars.sigma=0.001
    warns "projections.excitation.radius: 0 is less than the distance between units of sheet v1, 0.05556: the smallest field is taken, 3 x 3 units" \
        projections.excitation.radius=0
    warns "sheets.v1.competition.radius: 4 sheet units is larger than sheet v1, which is 1 wide" \
        sheets.v1.competition=winner sheets.v1.competition.radius=4
    warns "measures.orientation.frequency: 30 cycles per sheet unit is above 5.952" measures.orientation.frequency=30
    warns "measures.orientation.region: 5 sheet units is larger than sheet v1, which is 1 wide" measures.orientation.region=5
}

@test "settings without effect" {
    warns "sheets.v1.settle: 1 leaves out the lateral projection 'excitation'" sheets.v1.settle=1
    warns "stimuli.bars.imbalance: 0.3 has no effect without two eyes" stimuli.bars.imbalance=0.3
    warns "projections.excitation.strength: -2: a sum of divisors below 0 counts as 0" projections.excitation.effect=divide \
        projections.excitation.strength=-2
    warns "stimuli.spots.orientation: 30 has no effect on the kind 'disc'" sheets.retina.stimulus=spots stimuli.spots.orientation=30
    warns "projections.excitation.weights.pattern.count: 3 has no effect on weights" projections.excitation.weights=pattern \
        projections.excitation.weights.pattern=gabor projections.excitation.weights.pattern.count=3
    warns "projections.excitation.weights.pattern.jitter: 0.3 has no effect on weights" projections.excitation.weights=pattern \
        projections.excitation.weights.pattern=gaussian projections.excitation.weights.pattern.jitter=0.3
    warns "projections.excitation.norm_value: 3 has no effect: the fields are not normalised" \
        projections.excitation.norm_value=3 projections.excitation.normalise=none
    warns "projections.excitation.norm: \"L2\" has no effect: the fields are not normalised" \
        projections.excitation.norm=L2 projections.excitation.normalise=none
    warns "stimuli.bars.half_range: 0.5 has no effect on the kind 'grating'" stimuli.bars.kind=grating stimuli.bars.half_range=0.5
    warns "sheets.lgn_on.settle: 9 has no effect: no lateral projection acts on the sheet" sheets.lgn_on.settle=9
    warns "sheets.lgn_on.damping: 0.5 has no effect: no lateral projection acts on the sheet" sheets.lgn_on.damping=0.5
}

@test "how fields learn that never do" {
    local fixed="has no effect: the fields do not learn, as learning_rate is 0" setting
    warns "projections.excitation.least_weight: 0.5 $fixed" projections.excitation.least_weight=0.5
    warns "projections.excitation.most_weight: 2 $fixed" projections.excitation.most_weight=2
    warns "projections.excitation.learning: \"oja\" $fixed" projections.excitation.learning=oja
    warns "projections.inhibition.learning.patterns: 50 are more than the run has, 40: weights never change" iterations=40 \
        projections.inhibition.learning=averaged_correlation projections.inhibition.learning.patterns=50 \
        projections.inhibition.learning.target_mean=0.02
    # An event or a course may let them learn.
    printf 'base = "small.cfg";\niterations = 9;\nprojections = { excitation = { least_weight = 0.5; }; };\n' >later.cfg
    cp "$small" small.cfg
    call_for 0 run later.cfg -o never
    says "$fixed"
    for setting in 'events = { e = { kind = "change"; at = 5; set = ("projections.excitation.learning_rate=0.1"); }; };' \
        'courses = { c = { setting = "projections.excitation.learning_rate"; value = 0.1; schedule = "constant"; }; };'; do
        { cat later.cfg && echo "$setting"; } >learns.cfg
        call_for 0 run learns.cfg --force -o learns
        [[ $stderr != *warning* ]] || complain "a false warning with $setting"
    done
}

@test "fields that cover the whole sheet, or leave out connections, are not cropped; activity that is carried over settles" {
    call_for 0 check "$small" projections.on_to_v1.probability=0.5 projections.off_to_v1.outline=point
    [[ $output != *cropped* ]] || complain "a false warning for sparse fields"
    call_for 0 check "$small" projections.*_to_v1.radius=1.9
    [[ $output != *cropped* && $output != *larger* ]] || complain "a false warning for fields of the whole sheet"
    call_for 0 check "$small" projections.on_to_v1.radius=0.5
    prints "projection on_to_v1: some fields reach over the edge of sheet lgn_on and are cropped"
    call_for 0 check "$small" projections.on_to_v1.radius=0.5 projections.on_to_v1.probability=0.5
    prints "projection on_to_v1: some fields reach over the edge of sheet lgn_on and are cropped"
    call_for 0 check "$small" projections.on_to_v1.radius=1.5
    prints "projection on_to_v1: some fields reach over the edge"
    call_for 0 check "$small" projections.on_to_v1.radius=3
    prints "projections.on_to_v1.radius: 3 sheet units is larger than sheet lgn_on, which is 1.6 wide"
    call_for 0 check "$small" projections.on_to_v1.weights.sigma=2.3 projections.off_to_v1.weights.sigma=2.5
    [[ $output != *on_to_v1.weights.sigma* ]] || complain "a false warning for even weights"
    prints "projections.off_to_v1.weights.sigma: 2.5 sheet units is larger than sheet lgn_off, which is 1.6 wide"
    call_for 0 check "$small" sheets.v1.settle=1 sheets.v1.carry=0.4
    [[ $output != *"leaves out"* ]] || complain "carried activity reaches lateral projections"
}

@test "groups of one, wide targets, unlike tori, gratings on a torus" {
    warns "has the word 'afferents': its fields sum to 1 by themselves, as with \"own\"; did you mean 'afferent'?" \
        projections.on_to_v1.normalise=afferents
    warns "has the word 'mine'" projections.on_to_v1.normalise=mine
    warns "sheets.v1.half_width: 1 is wider than its source lgn_on, 0.8" sheets.v1.half_width=1
    warns "sheets.v1.boundary: projection 'on_to_v1' joins" 'sheets.*.boundary=periodic'
    warns "its gratings do not close over the seam of the periodic sheet retina" 'sheets.*.boundary=periodic'
}

@test "lagged inputs, and carried activity that nothing reads" {
    warns "sheets.v1.divisor: 0.5 has no effect: no projection to the sheet has effect = \"divide\"" sheets.v1.divisor=0.5
    warns "sheets.v1.factor: 0.4 has no effect: no projection to the sheet has effect = \"multiply\"" sheets.v1.factor=0.4
    warns "sheets.lgn_on.carry: 0.5 has no effect: no lateral projection reads what is carried over" sheets.lgn_on.carry=0.5 \
        sheets.lgn_on.gain_control.enabled=false
    warns "projections.on_to_v1.delay: 2 lags behind other inputs of sheet v1" projections.on_to_v1.delay=2
}

@test "a silent sheet" {
    call_for 0 run "$small" sheets.v1.threshold=900 sheets.v1.homeostasis.enabled=false -o out
    says "warning: sheet v1 is silent: no unit was active in 100 % of 40 presentations"
    call_for 0 check "$small" sheets.v1.threshold=900 sheets.v1.homeostasis.enabled=false
    prints "warning: sheet v1 is silent"
    call_for 0 check "$small" sheets.v1.threshold=900 sheets.v1.homeostasis.enabled=false iterations=100000
    prints "warning: sheet v1 is silent"
    # Thresholds that rise faster, in a time lapse, than learning can follow.
    call_for 0 check "$repository/configs/lissom/lissom.cfg"
    [[ $output != *warning* ]] || complain "a false warning"
}

@test "the lateral gain has the slope of the transfer function" {
    call_for 0 check "$small" --json
    echo "$output" >one.json
    call_for 0 check "$small" sheets.v1.transfer.kind=rectified_ceiling sheets.v1.transfer.gain=2 --json iterations=0
    echo "$output" >two.json
    awk -v a="$(json one.json sheets v1 linear_gain)" -v b="$(json two.json sheets v1 linear_gain)" \
        'BEGIN { exit !(b / a > 1.999 && b / a < 2.001) }' || complain "the gain does not double"
}

@test "activity that may diverge is warned of where the steps of settling let it" {
    # At low density a unit's excitation falls on itself, but 16 steps are too few, and runs finish.
    for density in 12 16 20; do
        call_for 0 check "$repository/configs/gcal/demo.cfg" sheets.v1.density=$density iterations=1 --json
        echo "$output" >low.json
        awk -v c="$(json low.json sheets v1 copositivity)" 'BEGIN { exit !(c > 1) }' || complain "nothing to warn of"
        [[ $output != *diverge* ]] || complain "a false warning at density $density"
    done
    call_for 0 check "$repository/configs/gcal/demo.cfg" sheets.v1.density=12 sheets.v1.settle=30 iterations=1
    prints "activity may diverge, 2.2e+04-fold in 30 steps"
    call_for 0 check "$repository/configs/gcal/demo.cfg" sheets.v1.density=12 sheets.v1.settle=30 sheets.v1.damping=0.5 iterations=1
    [[ $output != *diverge* ]] || complain "damping is not counted"
    call_for 0 check "$repository/configs/gcal/demo.cfg" sheets.v1.density=12 sheets.v1.settle=30 iterations=1 \
        sheets.v1.transfer=rectified_ceiling
    [[ $output != *diverge* ]] || complain "the ceiling is not counted"
    call_for 0 check "$repository/configs/gcal/demo.cfg" sheets.v1.density=12 iterations=1 \
        sheets.v1.transfer=noisy_rectified sheets.v1.transfer.gain=1.5
    prints "activity may diverge"
    # Linear units must stay below a gain of 1.
    call_for 0 check "$small" sheets.v1.transfer=linear iterations=0
    [[ $output != *"may not organise"* && $output != *diverge* ]] || complain "a false warning for linear units"
    call_for 0 check "$small" sheets.v1.transfer=linear iterations=0 projections.excitation.strength=5 sheets.v1.settle=40
    prints "warning: sheet v1: linear gain 3.6"
    prints "linear gain 3.6"
    prints ": lateral connections enlarge a pattern; expected wavelength "
}

@test "sheets that settle together are warned of as a group" {
    local group="$repository/configs/groups/excitation-inhibition.cfg"
    call_for 0 check "$group" 'sheets.*.density=16' iterations=1 --json
    echo "$output" >group.json
    awk -v g="$(json group.json groups "v1, inhibitory" growth)" 'BEGIN { exit !(g > 1 && g < 1.5) }' || complain "nothing to warn of"
    [[ $output != *diverge* ]] || complain "a false warning"
    call_for 0 check "$group" 'sheets.*.density=16' iterations=1 projections.excitation.strength=2.8
    prints "sheets v1, inhibitory: growth"
    prints "activity may diverge"
    [[ $output != *"projection to_inhibitory: some fields reach"* ]] || complain "sheets of a group are cropped in any case"
}

@test "an event of the base is switched off with every = 0" {
    cp "$small" base.cfg
    echo 'events = { m = { kind = "save"; every = 20; }; };' >>base.cfg
    printf 'base = "base.cfg";\nevents = { m = { every = 0; }; };\n' >mine.cfg
    call_for 0 run mine.cfg -o out
    [ -z "$(find out -name 'state-*')" ] || complain "the event happened"
    [[ $stderr != *warning* ]] || complain "a warning about it"
    call_for 0 run out/config.cfg iterations=2 -o again
}

@test "one mistake gives one message; a large network is not built to be checked" {
    sed 's/density = 18.0/densty = 18.0/' "$small" >misspelt.cfg
    call_for 2 check misspelt.cfg
    [ "$(wc -l <stderr.txt)" -eq 1 ] || complain "not one message"
    call_for 2 run "$small" projections.inhibition.radius=0.5 sheets.v1.density=4000
    says "projections."
    call_for 2 check "$small" stimuli.bars.kind=gratng
    says "stimuli.bars.kind: 'gratng' is not known; did you mean 'grating'?"
}

@test "fields that grow later are counted at their largest" {
    call_for 0 check "$configs/radius.cfg"
    prints "projection inhibition         17700 connections, 69 to a field, 0.2 MB, 13.0 bytes each; later up to a radius of 6 units, 0.5 MB"
    call_for 0 check "$configs/radius.cfg" --json
    [[ $output == *'"largest_field_radius": 6'* ]] || complain "not in JSON"
}
