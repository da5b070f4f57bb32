// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over time: the columns of history.csv, and all numbers that measures found, as far as they are defined.
import { drawChart, onLooks } from "./chart.js";
import { offer } from "./choice.js";

const element = (id) => document.getElementById(id);

const STABILITY = { unit: "", definition: "similarity of each map to the newest one" };
const OFTEN = /selectivity|stability|pinwheels.density|wavelength|activity/; // looked at often: first in the list

// {name: {unit, definition, points: [[iteration, value], ...]}}
const curvesOf = (history, numbers) => {
  const curves = {};
  const add = (name, about, iteration, value) => {
    if (!Number.isFinite(value)) return;
    (curves[name] ||= { ...about, points: [] }).points.push([iteration, value]);
  };
  const [header, ...rows] = history.trim().split("\n").map((line) => line.split(","));
  for (const row of rows) header.slice(1).forEach((name, k) => add(name, { unit: "", definition: "mean over the interval of history.csv" }, +row[0], parseFloat(row[k + 1])));
  for (const [measure, { series = {} }] of Object.entries(numbers)) {
    const newest = series[Math.max(...Object.keys(series))]?.similarity || {};
    for (const [iteration, value] of Object.entries(newest)) add(`${measure}: stability`, STABILITY, +iteration, value ?? NaN);
    for (const [iteration, entry] of Object.entries(series))
      for (const [name, { value, unit, definition }] of Object.entries(entry.numbers)) add(`${measure}: ${name}`, { unit, definition }, +iteration, value ?? NaN);
  }
  for (const curve of Object.values(curves)) curve.points.sort((a, b) => a[0] - b[0]);
  return curves;
};

export const makeCurves = () => {
  let curves = {};
  const select = element("quantity");
  const show = () => {
    const curve = curves[select.value];
    if (!curve) return;
    const { unit, definition, points } = curve;
    const title = unit && unit !== "1" ? `${select.value} (${unit})` : select.value;
    drawChart(element("curve"), { title, xName: "iteration", points, from: 0, to: Math.max(1, points.at(-1)[0]) });
    element("definition").textContent = `${definition}; now ${points.at(-1)[1].toPrecision(4)}`;
  };
  select.addEventListener("change", show);
  onLooks(show);
  return (history, numbers) => {
    curves = curvesOf(history, numbers);
    const names = Object.keys(curves);
    offer(select, [...names.filter((name) => OFTEN.test(name)), ...names.filter((name) => !OFTEN.test(name))], /selectivity.mean/);
    show();
  };
};
