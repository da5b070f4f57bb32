// SPDX-License-Identifier: GPL-3.0-or-later
// The style of a page (html_page.h): its CSS, in parts; NULL-terminated.
#pragma once

extern const char *const html_style[];
