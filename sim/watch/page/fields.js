// SPDX-License-Identifier: GPL-3.0-or-later
// The connection fields of a unit: each projection's, and differences of them that the config measures, as ON minus OFF.
import { drawRaster, figureOf, rampOf } from "./raster.js";

// The sum of fields from sheets of one geometry, those in `subtract` with a minus; null where there is none.
const combine = (fields, { name, add, subtract }) => {
  const terms = fields.map((field) => ({ field, sign: add.includes(field.projection) - subtract.includes(field.projection) })).filter(({ sign }) => sign !== 0);
  if (terms.length < 2 || terms.some(({ field }) => field.n !== terms[0].field.n)) return null;
  const top = Math.min(...terms.map(({ field }) => field.top));
  const left = Math.min(...terms.map(({ field }) => field.left));
  const rows = Math.max(...terms.map(({ field }) => field.top + field.rows)) - top;
  const columns = Math.max(...terms.map(({ field }) => field.left + field.columns)) - left;
  const weights = new Array(rows * columns).fill(0);
  for (const { field, sign } of terms)
    field.weights.forEach((weight, k) => {
      const row = field.top - top + Math.floor(k / field.columns);
      weights[row * columns + field.left - left + (k % field.columns)] += sign * weight;
    });
  return { projection: name, from: terms.map(({ field }) => field.from).join(", "), strength: 1, rows, columns, weights };
};

export const makeFields = (about, place) => {
  const ramp = rampOf(about.ramps.diverging);
  return (fields) => {
    const sums = about.fields.map((measure) => combine(fields, measure)).filter(Boolean);
    place.replaceChildren();
    for (const field of [...sums, ...fields]) {
      const most = Math.max(...field.weights.map(Math.abs)) || 1;
      const sign = Math.sign(field.strength) || 1;
      const { figure, canvas, caption } = figureOf(field.projection);
      drawRaster(canvas, field.rows, field.columns, field.weights, (weight) => ramp[Math.round(127.5 * (1 + (sign * weight) / most))]);
      caption.textContent = `${field.projection}: from ${field.from}, ${sign < 0 ? "inhibits, " : ""}highest weight ${most.toPrecision(2)}`;
      place.append(figure);
    }
  };
};
