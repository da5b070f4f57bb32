// SPDX-License-Identifier: GPL-3.0-or-later
// What a page does to the run. Each event becomes part of the run's config.
import { act, ask, showSheets } from "./server.js";
import { unitAt } from "./raster.js";

const element = (id) => document.getElementById(id);

export const event = (kind, ...settings) => act("event", { kind, settings });

// ---- Settings, with their ranges and help from the program's tables.

export const makeChanges = (attempt) => {
  let settings = [];
  const chosen = () => settings.find(({ path }) => path === element("change-path").value);
  const explain = () => {
    const setting = chosen();
    element("change-value").value = setting ? setting.value : "";
    element("change-help").textContent = setting ? `${setting.help}: ${setting.allowed}` : "Settings that may change while a run goes on.";
  };
  const read = async () => {
    ({ settings } = await ask("settings"));
    element("change-paths").replaceChildren(...settings.map(({ path }) => new Option(path)));
  };
  element("change-path").addEventListener("input", explain);
  element("change-form").addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    attempt(async () => {
      await event("change", `set=${element("change-path").value}=${element("change-value").value}`);
      await read();
      explain();
    });
  });
  element("fork").addEventListener("click", () => {
    const path = element("change-path").value.trim();
    attempt(() => act("fork", { settings: path ? [`set=${path}=${element("change-value").value}`] : [] }));
  });
  return read();
};

// The runs that were forked, with links to their pages.
export const showForks = ({ forks }) => {
  const place = element("forks");
  const told = JSON.stringify(forks);
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  place.replaceChildren(
    ...forks.map(({ folder, link, ended }) => {
      const item = document.createElement("li");
      const name = document.createElement(link && !ended ? "a" : "span");
      name.textContent = folder;
      if (link && !ended) Object.assign(name, { href: link, target: "_blank", rel: "noopener" });
      item.append(name, ended ? (link ? " has ended" : " did not begin; the terminal says why") : link ? " waits on its own page" : " is being made");
      return item;
    }),
  );
};

// ---- Test patterns: greys of 0 to 1 over all input sheets, drawn on a canvas as wide as a sheet.

const SIDE = 96;

const PATTERNS = {
  grating: (along, across, size) => 0.5 + 0.5 * Math.cos((2 * Math.PI * across) / size),
  bar: (along, across, size) => (Math.abs(across) < size / 8 && Math.abs(along) < size ? 1 : 0),
  spot: (along, across, size) => (Math.hypot(along, across) < size / 2 ? 1 : 0),
};

// Greys of the whole square, [SIDE][SIDE]; x and y from -1 to 1, y up.
const greysOf = (kind, angle, size) => {
  const greys = new Float32Array(SIDE * SIDE);
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  for (let i = 0; i < SIDE * SIDE; i++) {
    const x = ((i % SIDE) + 0.5) / (SIDE / 2) - 1;
    const y = 1 - (Math.floor(i / SIDE) + 0.5) / (SIDE / 2);
    greys[i] = PATTERNS[kind](x * cos + y * sin, y * cos - x * sin, size);
  }
  return greys;
};

// onShown(frame) gets the responses.
export const makePatterns = (about, attempt, onShown) => {
  const canvas = element("pattern-canvas");
  let greys = new Float32Array(SIDE * SIDE);

  const paint = () => {
    const context = canvas.getContext("2d");
    const image = context.createImageData(SIDE, SIDE);
    greys.forEach((grey, i) => image.data.set([255 * grey, 255 * grey, 255 * grey, 255], 4 * i));
    context.putImageData(image, 0, 0);
  };
  const make = () => {
    const [kind, angle, size] = ["kind", "angle", "size"].map((part) => element(`pattern-${part}`).value);
    element("pattern-angle-shown").textContent = `${angle}°`;
    element("pattern-size-shown").textContent = `${size} of half the sheet`;
    greys = kind === "drawn" ? new Float32Array(SIDE * SIDE) : greysOf(kind, +angle, +size);
    paint();
  };
  const drawByHand = (moved) => {
    if (moved.buttons === 0) return;
    element("pattern-kind").value = "drawn";
    const { row, column } = unitAt(canvas, SIDE, moved);
    for (let i = row - 3; i <= row + 3; i++) for (let j = column - 3; j <= column + 3; j++) if (i >= 0 && j >= 0 && i < SIDE && j < SIDE && Math.hypot(i - row, j - column) <= 3) greys[i * SIDE + j] = 1;
    paint();
  };
  const resampled = (n) => Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n].map((k) => Math.floor(((k + 0.5) * SIDE) / n));
    return Math.round(1000 * greys[row * SIDE + column]) / 1000;
  });

  for (const part of ["kind", "angle", "size"]) element(`pattern-${part}`).addEventListener("input", make);
  canvas.addEventListener("pointerdown", drawByHand);
  canvas.addEventListener("pointermove", drawByHand);
  element("pattern-show").addEventListener("click", () =>
    attempt(async () => {
      const inputs = about.sheets.filter(({ input }) => input);
      onShown(await showSheets(about, Object.fromEntries(inputs.map(({ name, n }) => [name, resampled(n)]))));
    }),
  );
  make();
};
