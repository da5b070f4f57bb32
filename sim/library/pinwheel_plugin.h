// SPDX-License-Identifier: GPL-3.0-or-later
// What a plug-in includes: all kinds but measures, for which it also includes measure/measure.h
// (docs/plugins.md).
//
//     #include <pinwheel_plugin.h>
//     static const LearningKind mine = {...};
//     PLUGIN(.learning_kinds = KINDS(&mine.kind));
#pragma once

#include "library/plugin_names.h" // before the headers whose names it lists

#include "base/error.h"
#include "base/memory.h"
#include "base/random.h"
#include "kinds/arbor.h"
#include "kinds/competition.h"
#include "kinds/learning.h"
#include "kinds/noise.h"
#include "kinds/region.h"
#include "kinds/response.h"
#include "kinds/schedule.h"
#include "kinds/stimulus.h"
#include "kinds/transfer.h"
#include "kinds/weights.h"
#include "run/plugin.h"
