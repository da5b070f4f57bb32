// SPDX-License-Identifier: GPL-3.0-or-later
// The retinotopic grid of a sheet: the preferred positions of its units, joined by lines, over the visual field.
import { clearCanvas, onLooks } from "./chart.js";
import { ask } from "./server.js";

const element = (id) => document.getElementById(id);

const draw = ({ half_width: half, side, x, y, unit }) => {
  const canvas = element("grid");
  const height = Math.min(canvas.clientWidth, 420);
  const { context, width, dim, accent } = clearCanvas(canvas, height);
  const numbers = [...x, ...y].filter((value) => value !== null).map(Math.abs);
  const reach = 1.05 * Math.max(half, ...numbers);
  const middle = width / 2;
  const radius = height / 2 - 8;
  const placed = (right, up) => [middle + (right / reach) * radius, height / 2 - (up / reach) * radius];
  const path = (places) => {
    let joined = false;
    context.beginPath();
    for (const k of places) {
      if (x[k] === null) joined = false;
      else if (joined) context.lineTo(...placed(x[k], y[k]));
      else context.moveTo(...placed(x[k], y[k]));
      joined = x[k] !== null;
    }
    context.stroke();
  };
  context.strokeStyle = dim;
  context.setLineDash([6, 4]);
  const [edge, top] = placed(-half, half);
  context.strokeRect(edge, top, (2 * half * radius) / reach, (2 * half * radius) / reach);
  context.setLineDash([]);
  context.strokeStyle = accent;
  const along = Array.from({ length: side }, (_, k) => k);
  for (const i of along) {
    path(along.map((j) => i * side + j));
    path(along.map((j) => j * side + i));
  }
  if (unit?.x == null) return;
  const [right, down] = placed(unit.x, unit.y);
  context.lineWidth = 3;
  context.strokeStyle = "#ff8c1a";
  context.strokeRect(right - 6, down - 6, 12, 12);
};

// The function that is returned asks for the grid again.
export const makeGrid = (about, unit, attempt) => {
  const sheets = about.sheets.filter(({ retinotopy }) => retinotopy);
  const select = element("grid-sheet");
  let grid = null;
  element("retinotopy").hidden = sheets.length === 0;
  select.replaceChildren(...sheets.map(({ name }) => new Option(name)));
  select.value = sheets.at(-1)?.name;
  const show = () => grid && draw(grid);
  const look = async () => {
    if (sheets.length === 0) return;
    const chosen = unit.asked();
    grid = await ask("retinotopy", chosen?.sheet === select.value ? chosen : { sheet: select.value });
    element("grid-how").textContent = `Preferred positions: ${grid.how}. Dashed: the sheet's own extent, ${-grid.half_width} to ${grid.half_width} sheet units.`;
    show();
  };
  select.addEventListener("change", () => attempt(look));
  onLooks(show);
  return look;
};
