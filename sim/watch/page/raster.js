// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing arrays on canvases, a pixel for each unit, by the program's own tables of colours.

// The text "rrggbb..." of a table as an array of [red, green, blue].
export const rampOf = (text) => text.match(/.{6}/g).map((colour) => [0, 2, 4].map((k) => parseInt(colour.slice(k, k + 2), 16)));

// Draws rows x columns values, each as a square of `zoom` pixels; colourOf(value, place) gives [red, green, blue].
export const drawRaster = (canvas, rows, columns, values, colourOf, zoom = 1) => {
  const image = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    image.data.set(colourOf(values[i], i), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  if (canvas.width !== zoom * columns || canvas.height !== zoom * rows) {
    canvas.width = zoom * columns;
    canvas.height = zoom * rows;
  }
  const context = canvas.getContext("2d");
  context.putImageData(image, 0, 0);
  if (zoom === 1) return;
  context.imageSmoothingEnabled = false;
  context.globalCompositeOperation = "copy";
  context.drawImage(canvas, 0, 0, columns, rows, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "source-over";
};

export const figureOf = (label) => {
  const figure = document.createElement("figure");
  const canvas = document.createElement("canvas");
  const caption = document.createElement("figcaption");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  caption.textContent = label;
  figure.append(canvas, caption);
  return { figure, canvas, caption };
};

// The row and column under the pointer, of n a side.
export const unitAt = (canvas, n, event) => {
  const box = canvas.getBoundingClientRect();
  const within = (share) => Math.min(n - 1, Math.max(0, Math.floor(share * n)));
  return { row: within((event.clientY - box.top) / box.height), column: within((event.clientX - box.left) / box.width) };
};
