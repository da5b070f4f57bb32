// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer functions for tests, by name.
#pragma once

#include "kinds/transfer.h"

// With its settings at their defaults; an unknown name fails the test. Free with transfer_finish.
Variant transfer_named(const char *name);
void transfer_finish(Variant *transfer);
