// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a run's history.csv: a chart for each quantity, with a curve for each sheet.
#pragma once

#include "pictures/picture.h"
#include "run/experiment.h"

bool history_pictures_draw(const char *run, const Experiment *experiment, const PictureForm *form,
                           const char *folder, PictureList *drawn, Error *error);
