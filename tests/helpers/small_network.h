// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks for tests, made from config text.
#pragma once

#include "model/network.h"

// A GCAL network of a few hundred units whose sizes are no multiples of a tile: retina 27 x 27, LGN
// 19 x 19, V1 13 x 13.
extern const char small_gcal[];

// Reads settings from config text and applies `changes`, "path=value" texts ended by NULL (NULL:
// none). A mistake fails the test. Free with small_settings_finish.
void small_settings(NetworkSettings *settings, const char *text, const char *const *changes);
void small_settings_finish(NetworkSettings *settings);

// Builds the network; a mistake fails the test.
Network *small_network(const NetworkSettings *settings);

// A network of small_gcal with changes, and its settings; small_network_finish frees both.
Network *small_gcal_network(NetworkSettings *settings, const char *const *changes);
void small_network_finish(Network *network, NetworkSettings *settings);

// Fails the test unless building is refused with a message that contains `cause`.
void small_network_refused(const char *text, const char *const *changes, const char *cause);

// Shows presentations 0 to n - 1 and learns from them; a failure fails the test.
void small_network_present(Network *network, int n);
