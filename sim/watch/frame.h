// SPDX-License-Identifier: GPL-3.0-or-later
// Frame: the activity of all sheets, as bytes for a page to draw.
//
// It begins with one line of JSON: that of the caller, with the member "sheets" added, an array of
// {name, low, high, lesions}. Then come rows x columns bytes for each sheet: 0 to 254 from low to
// high, or 255 outside of the mask and in lesions.
#pragma once

#include "model/network.h"
#include "watch/question.h"

enum { FRAME_LEVELS = 254, FRAME_OUTSIDE = 255 };

void answer_frame(Question *question, const Network *network, json_t *head); // taken over
