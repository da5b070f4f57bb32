// SPDX-License-Identifier: GPL-3.0-or-later
// A program that simulates with a learning rule of its own: own_rule.c is a part of it, and no
// shared object is loaded.
//
//     cc -O3 -ffp-contract=off -Isim/library -Isim examples/own_program.c examples/own_rule.c
//     -Lbuild/release/library -lpinwheel -Wl,-rpath,$PWD/build/release/library -o own_program
//     ./own_program iterations=2000
#include <pinwheel.h>

#include <inttypes.h>
#include <stdio.h>

extern const pinwheel_kinds pinwheel_plugin; // PLUGIN in own_rule.c

int main(int argc, char **argv) {
    char *error;
    const char *const changes[] = {"projections.*_to_v1.learning=two_thresholds",
                                   argc > 1 ? argv[1] : "iterations=2000"};
    const pinwheel_options options = {
        .changes = changes, .changes_count = 2, .kinds = &pinwheel_plugin};
    pinwheel_simulation *simulation = pinwheel_from_file("configs/gcal/demo.cfg", &options, &error);
    bool ok =
        simulation && pinwheel_step(simulation, pinwheel_iterations(simulation), 0, &error) >= 0;
    if (ok)
        printf("weights %016" PRIx64 "\n", pinwheel_weights_hash(simulation));
    else
        fprintf(stderr, "%s\n", error);
    pinwheel_text_free(error);
    pinwheel_free(simulation);
    return !ok;
}
