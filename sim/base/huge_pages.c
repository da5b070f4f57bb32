// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/huge_pages.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

// The file lists for each area of memory "Rss: N kB", "AnonHugePages: N kB" and at last its flags,
// of which "hg" says that it asked for huge pages.
bool huge_pages_count(HugePages *pages) {
    *pages = (HugePages){0};
    FILE *file = fopen("/proc/self/smaps", "r");
    if (file == NULL)
        return false;
    char line[4096];
    size_t resident = 0, huge = 0, kilobytes;
    bool told = false;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "Rss: %zu kB", &kilobytes) == 1)
            resident = 1024 * kilobytes;
        else if (sscanf(line, "AnonHugePages: %zu kB", &kilobytes) == 1)
            huge = 1024 * kilobytes;
        else if (strncmp(line, "VmFlags:", strlen("VmFlags:")) == 0) {
            told = true;
            if (strstr(line, " hg") == NULL)
                continue;
            pages->large += resident;
            pages->huge += huge;
        }
    }
    fclose(file);
    return told;
}

char *huge_pages_sentence(void) {
    HugePages pages;
    if (!huge_pages_count(&pages) || pages.large == 0)
        return NULL;
    double large = (double)pages.large, huge = (double)pages.huge;
    if (pages.huge > 0)
        return format_text("large arrays take %.0f MB, of which %.0f %% lie on huge pages",
                           large / 1e6, 100 * huge / large);
    return format_text(
        "large arrays take %.0f MB; the system gave no huge pages for them, which makes iterations "
        "slower; root can allow them: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled",
        large / 1e6);
}
