// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over time: the columns of history.csv, and all numbers that measures found.
import { offer } from "./choice.js";

const element = (id) => document.getElementById(id);

// {name: {unit, definition, points: [[iteration, value], ...]}}
const curvesOf = (history, numbers) => {
  const curves = {};
  const add = (name, about, iteration, value) => {
    if (!Number.isFinite(value)) return;
    (curves[name] ||= { ...about, points: [] }).points.push([iteration, value]);
  };
  const [header, ...rows] = history.trim().split("\n").map((line) => line.split(","));
  for (const row of rows) header.slice(1).forEach((name, k) => add(name, { unit: "", definition: "mean over the interval of history.csv" }, +row[0], parseFloat(row[k + 1])));
  for (const [measure, { series = {} }] of Object.entries(numbers))
    for (const [iteration, entry] of Object.entries(series))
      for (const [name, { value, unit, definition }] of Object.entries(entry.numbers)) add(`${measure}: ${name}`, { unit, definition }, +iteration, value ?? NaN);
  for (const curve of Object.values(curves)) curve.points.sort((a, b) => a[0] - b[0]);
  return curves;
};

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

const draw = (canvas, name, { unit, points }) => {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = 240;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.font = "12px system-ui, sans-serif";
  const last = Math.max(1, points.at(-1)[0]);
  const values = points.map((point) => point[1]);
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-9);
  const left = 60;
  const bottom = height - 34;
  const x = (iteration) => left + (iteration / last) * (width - left - 24);
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - 28);
  context.fillStyle = colour("--dim");
  context.strokeStyle = colour("--line");
  context.textAlign = "right";
  for (const value of ticksOf(low, high, 4)) {
    context.strokeRect(left, y(value), width - left - 24, 0);
    context.fillText(value, left - 6, y(value) + 4);
  }
  context.textAlign = "center";
  for (const iteration of ticksOf(0, last, Math.max(2, width / 120))) context.fillText(iteration, x(iteration), bottom + 15);
  context.fillText("iteration", (left + width) / 2, height - 5);
  context.textAlign = "left";
  context.fillText(unit && unit !== "1" ? `${name} (${unit})` : name, left, 14);
  context.strokeStyle = context.fillStyle = colour("--accent");
  context.lineWidth = 2;
  context.beginPath();
  points.forEach(([iteration, value]) => context.lineTo(x(iteration), y(value)));
  context.stroke();
  if (points.length < 60) for (const [iteration, value] of points) context.fillRect(x(iteration) - 2.5, y(value) - 2.5, 5, 5);
  canvas.setAttribute("aria-label", `${name}: ${values.at(-1)} at iteration ${last}`);
};

export const makeCurves = () => {
  let curves = {};
  const select = element("quantity");
  const show = () => {
    const curve = curves[select.value];
    if (!curve) return;
    draw(element("curve"), select.value, curve);
    element("definition").textContent = `${curve.definition}; now ${curve.points.at(-1)[1].toPrecision(4)}`;
  };
  select.addEventListener("change", show);
  window.addEventListener("resize", show);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  return (history, numbers) => {
    curves = curvesOf(history, numbers);
    offer(select, Object.keys(curves), /selectivity.mean/);
    show();
  };
};
