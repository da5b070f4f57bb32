// SPDX-License-Identifier: GPL-3.0-or-later
// Lists to choose from, whose names come and go with the run.

// Offers names; the one that was chosen stays, or else the first that is `preferred` is chosen.
export const offer = (select, names, preferred) => {
  const before = select.value;
  if (names.join() === [...select.options].map((option) => option.value).join()) return;
  select.replaceChildren(...names.map((name) => new Option(name)));
  select.value = names.includes(before) ? before : names.find((name) => preferred.test(name)) || names[0] || "";
};
