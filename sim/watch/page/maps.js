// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that the run has drawn of what it measured, and a slider through time.
import { offer } from "./choice.js";

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

export const makeMaps = () => {
  let series = {};
  const show = () => {
    const list = series[element("picture").value];
    if (!list) return;
    const picture = list[element("time").value];
    const image = element("map");
    image.hidden = false;
    image.src = `picture?${new URLSearchParams({ file: picture.file, at: picture.iteration })}`;
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
