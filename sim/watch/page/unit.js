// SPDX-License-Identifier: GPL-3.0-or-later
// The unit that is looked at, which all pictures mark.
export const makeUnit = (about) => {
  let chosen = null; // {sheet, row, column}, the sheet by its place in about.sheets
  const followers = [];

  const choose = (sheet, row, column) => {
    const within = (place) => Math.min(about.sheets[sheet].n - 1, Math.max(0, place));
    chosen = { sheet, row: within(row), column: within(column) };
    for (const follow of followers) follow();
  };
  return {
    choose,
    // Its row and column, if it is of that sheet.
    on: (sheet) => (chosen?.sheet === sheet ? chosen : null),
    // What the program is asked about: {sheet, unit}; null before a choice.
    asked: () => chosen && { sheet: about.sheets[chosen.sheet].name, unit: chosen.row * about.sheets[chosen.sheet].n + chosen.column },
    // From where it is, or else from the middle of the last sheet.
    move: (rows, columns) => {
      const last = about.sheets.length - 1;
      const middle = Math.floor(about.sheets[last].n / 2);
      const { sheet, row, column } = chosen || { sheet: last, row: middle, column: middle };
      choose(sheet, row + rows, column + columns);
    },
    follow: (follower) => followers.push(follower),
  };
};
