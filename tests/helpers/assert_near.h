// SPDX-License-Identifier: GPL-3.0-or-later
// assert_near(value, expected, tolerance): fails, printing the numbers, unless they are within the
// tolerance; NAN is near nothing. Include cmocka.h before it.
#pragma once

#include <math.h>

#define assert_near(value, expected, tolerance)                                                    \
    do {                                                                                           \
        double value_ = (value), expected_ = (expected), tolerance_ = (tolerance);                 \
        if (!(fabs(value_ - expected_) <= tolerance_))                                             \
            fail_msg("%s is %.12g, not %.12g within %.3g", #value, value_, expected_, tolerance_); \
    } while (0)
