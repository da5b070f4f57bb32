// SPDX-License-Identifier: GPL-3.0-or-later
// The activity of all sheets, and lesions that are drawn.
import { drawRaster, figureOf, rampOf, unitAt } from "./raster.js";

const OUTSIDE = 255;
const LEVELS = 254;
const OUTSIDE_COLOUR = [150, 60, 60];
const MARK_COLOUR = "#ff8c1a";
const SIDE = 400; // pixels of a canvas, about

const roundOf = (number) => Number(number.toPrecision(3)).toString();

// A click chooses the unit; onLesion(sheet, {x, y, radius}) gets a disc in sheet units.
export const makeSheets = (about, place, unit, onLesion) => {
  const ramps = { grey: rampOf(about.ramps.grey), blue_yellow: rampOf(about.ramps.blue_yellow) };
  let frame = null;
  let disc = null; // that is being drawn: {sheet, row, column, radius}

  const isLesion = () => document.querySelector("input[name=tool]:checked").value === "lesion";

  const views = about.sheets.map((sheet, i) => {
    const view = { sheet, ...figureOf(sheet.name) };
    view.canvas.addEventListener("pointerdown", (event) => {
      const { row, column } = unitAt(view.canvas, sheet.n, event);
      if (isLesion()) {
        view.canvas.setPointerCapture(event.pointerId);
        disc = { sheet: i, row, column, radius: 0.5 };
        draw();
      } else {
        unit.choose(i, row, column);
      }
    });
    view.canvas.addEventListener("pointermove", (event) => {
      if (disc?.sheet !== i) return;
      const { row, column } = unitAt(view.canvas, sheet.n, event);
      disc.radius = Math.max(0.5, Math.hypot(row - disc.row, column - disc.column));
      draw();
    });
    view.canvas.addEventListener("pointerup", () => {
      if (disc?.sheet !== i) return;
      const step = (2 * sheet.half_width) / sheet.n;
      onLesion(sheet.name, {
        x: -sheet.half_width + (disc.column + 0.5) * step,
        y: sheet.half_width - (disc.row + 0.5) * step,
        radius: disc.radius * step,
      });
      disc = null;
    });
    place.append(view.figure);
    return view;
  });

  // Large enough for thin lines beside the units.
  const zoomOf = (n) => Math.max(1, Math.round(SIDE / n));

  const mark = (view, i) => {
    const context = view.canvas.getContext("2d");
    const zoom = zoomOf(view.sheet.n);
    context.strokeStyle = MARK_COLOUR;
    context.lineWidth = 3;
    context.beginPath();
    if (disc?.sheet === i) context.arc((disc.column + 0.5) * zoom, (disc.row + 0.5) * zoom, disc.radius * zoom, 0, 2 * Math.PI);
    const chosen = unit.on(i);
    if (chosen) context.rect(chosen.column * zoom - 2, chosen.row * zoom - 2, zoom + 4, zoom + 4);
    context.stroke();
  };

  const drawSheet = (view, i) => {
    const shown = frame.sheets[i];
    const ramp = ramps[document.getElementById("ramp").value];
    const colours = Array.from({ length: 256 }, (_, level) => (level === OUTSIDE ? OUTSIDE_COLOUR : ramp[Math.round((level / LEVELS) * 255)]));
    drawRaster(view.canvas, shown.n, shown.n, shown.levels, (level) => colours[level], zoomOf(shown.n));
    view.caption.textContent = `${shown.name}: ${shown.n} × ${shown.n} units, activity ${roundOf(shown.low)} to ${roundOf(shown.high)}`;
    mark(view, i);
  };

  const draw = () => frame && views.forEach(drawSheet);
  document.getElementById("ramp").addEventListener("change", draw);
  unit.follow(draw);

  return (next) => {
    frame = next;
    draw();
  };
};
