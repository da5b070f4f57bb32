// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 from elsewhere, made safe to show.
#pragma once

// A text from elsewhere as one line that a terminal shows and does not obey: control characters,
// marks that turn the direction of writing, and bytes that are no UTF-8 become \x1b, one for each
// byte. Owned by the caller.
char *utf8_printable(const char *text);
