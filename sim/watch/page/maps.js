// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that the run has drawn of what it measured, and a slider through time. A click on the map of a sheet
// chooses the unit.
import { offer } from "./choice.js";
import { addressOf } from "./server.js";

const RETRY_TIME = 1000; // ms

const element = (id) => document.getElementById(id);

// {"orientation preference": [{iteration, file, title, subtitle}, ...]}, rising.
const seriesOf = (pictures) => {
  const series = {};
  for (const [file, picture] of Object.entries(pictures)) {
    const name = `${picture.measure} ${picture.picture}`.trim();
    (series[name] ||= []).push({ file, ...picture, iteration: picture.iteration ?? -1 });
  }
  for (const list of Object.values(series)) list.sort((a, b) => a.iteration - b.iteration);
  return series;
};

export const makeMaps = (about, unit) => {
  let series = {};
  let shown = null; // picture
  const image = element("map");

  // The sheet, by its place, whose units a picture shows in full; -1: there is none.
  const sheetOf = ({ measure, picture, map }) => {
    const sheet = about.measures.find(({ name }) => name === measure)?.sheet ?? picture;
    return map?.of_sheet ? about.sheets.findIndex(({ name, n }) => name === sheet && n === map.rows && n === map.columns) : -1;
  };
  const mark = () => {
    const chosen = shown && image.naturalWidth > 0 && unit.on(sheetOf(shown));
    element("map-mark").hidden = !chosen;
    if (!chosen) return;
    const { left, top, zoom } = shown.map;
    element("map-mark").style.left = `${(100 * (left + (chosen.column + 0.5) * zoom)) / image.naturalWidth}%`;
    element("map-mark").style.top = `${(100 * (top + (chosen.row + 0.5) * zoom)) / image.naturalHeight}%`;
  };
  const show = () => {
    const list = series[element("picture").value];
    if (!list) return;
    const picture = (shown = list[element("time").value]);
    element("map-frame").hidden = false;
    element("map-frame").classList.toggle("choosable", sheetOf(picture) >= 0);
    image.src = addressOf("picture", { file: picture.file, at: picture.iteration });
    image.alt = `${picture.title}. ${picture.subtitle}`;
    element("time-shown").textContent = picture.iteration < 0 ? "whole run" : picture.iteration;
  };
  // Stays at the newest picture if it was there.
  const fit = () => {
    const list = series[element("picture").value];
    const time = element("time");
    if (!list) return;
    const newest = time.value === time.max;
    time.max = list.length - 1;
    if (newest) time.value = time.max;
    show();
  };
  image.addEventListener("load", mark);
  image.addEventListener("error", () => setTimeout(show, RETRY_TIME)); // while the run is measured
  unit.follow(mark);
  image.addEventListener("click", (event) => {
    const sheet = sheetOf(shown);
    if (sheet < 0) return;
    const { left, top, zoom, rows, columns } = shown.map;
    const box = image.getBoundingClientRect();
    const column = Math.floor((((event.clientX - box.left) / box.width) * image.naturalWidth - left) / zoom);
    const row = Math.floor((((event.clientY - box.top) / box.height) * image.naturalHeight - top) / zoom);
    if (row >= 0 && row < rows && column >= 0 && column < columns) unit.choose(sheet, row, column);
  });
  element("time").addEventListener("input", show);
  element("picture").addEventListener("change", () => {
    element("time").value = element("time").max;
    fit();
  });
  return (pictures) => {
    series = seriesOf(pictures);
    element("no-maps").hidden = Object.keys(series).length > 0;
    offer(element("picture"), Object.keys(series).sort(), /preference|index/);
    fit();
  };
};
