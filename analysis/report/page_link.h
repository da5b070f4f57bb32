// SPDX-License-Identifier: GPL-3.0-or-later
// PageLink: how a page names another file, so that both may move together.
#pragma once

// The path of a file as seen from the folder of a page; owned by the caller. NULL: there is no such
// file.
char *page_link(const char *page, const char *file);
