// SPDX-License-Identifier: GPL-3.0-or-later
// A 64-bit fingerprint of bytes (FNV-1a: Fowler, Noll & Vo). It detects damaged files and differing
// weights; it does not protect against an adversary.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

// Extends a fingerprint, at first HASH_START, by n bytes.
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n);
