// SPDX-License-Identifier: GPL-3.0-or-later
// Huge pages: memory in pages of 2 MB, which the processor finds faster than pages of 4 KB. Large
// blocks (memory.h) ask for them; the system gives them where it has them and its settings allow
// it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t large; // bytes of large blocks that are in memory
    size_t huge;  // of these, on huge pages
} HugePages;

// False where the system does not tell.
bool huge_pages_count(HugePages *pages);

// One sentence about large blocks and how many of them lie on huge pages; owned by the caller.
// NULL: there are none, or the system does not tell.
char *huge_pages_sentence(void);
