// SPDX-License-Identifier: GPL-3.0-or-later
// A chart of one curve, in the colours of the page.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Round numbers between two ends: about `count` of them.
const ticksOf = (low, high, count) => {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((k) => k * power >= rough) * power;
  const ticks = [];
  for (let k = Math.ceil(low / step); k * step <= high * (1 + 1e-12); k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
};

// A canvas as wide as its place and so high, cleared; its context draws in pixels of the page.
export const clearCanvas = (canvas, height) => {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.font = "12px system-ui, sans-serif";
  return { context, width, line: colour("--line"), dim: colour("--dim"), accent: colour("--accent") };
};

// Draws points [x, y], in rising order of x, over `from` to `to`; `ticks` of the x axis are round numbers unless given.
export const drawChart = (canvas, { title, xName, points, from, to, ticks, height = 240 }) => {
  const { context, width, line, dim, accent } = clearCanvas(canvas, height);
  const values = points.map((point) => point[1]);
  const low = Math.min(0, ...values);
  const most = Math.max(...values);
  const high = most > low ? most : low + 1;
  const left = 60;
  const bottom = height - 34;
  const x = (value) => left + ((value - from) / (to - from)) * (width - left - 24);
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - 28);
  context.fillStyle = dim;
  context.strokeStyle = line;
  context.textAlign = "right";
  for (const value of ticksOf(low, high, height / 60)) {
    context.strokeRect(left, y(value), width - left - 24, 0);
    context.fillText(value, left - 6, y(value) + 4);
  }
  context.textAlign = "center";
  for (const value of ticks || ticksOf(from, to, Math.max(2, width / 120))) context.fillText(value, x(value), bottom + 15);
  context.fillText(xName, (left + width) / 2, height - 5);
  context.textAlign = "left";
  context.fillText(title, left, 14);
  context.strokeStyle = context.fillStyle = accent;
  context.lineWidth = 2;
  context.beginPath();
  for (const [place, value] of points) context.lineTo(x(place), y(value));
  context.stroke();
  if (points.length < 60) for (const [place, value] of points) context.fillRect(x(place) - 2.5, y(value) - 2.5, 5, 5);
  canvas.setAttribute("aria-label", `${title}: ${values.at(-1)} at ${xName} ${points.at(-1)[0]}`);
};

// Calls when what is drawn would look otherwise.
export const onLooks = (draw) => {
  window.addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
};
