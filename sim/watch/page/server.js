// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks of the program, at addresses below its own, which holds the token. The page of one of many runs
// has an argument `run`, which each of its questions has, too.

const run = new URLSearchParams(location.search).get("run");

export const addressOf = (name, values = {}) => {
  const query = new URLSearchParams(run === null ? values : { run, ...values }).toString();
  return query ? `${name}?${query}` : name;
};

const RETRY_TIME = 500; // ms

let isQuitting = false;
const never = new Promise(() => {});

// While the run is measured, the program answers with status 503 and is asked again: a question that waited there would
// hold one of the few connections that a browser has.
const fetched = async (name, options) => {
  let response;
  try {
    while ((response = await fetch(name, options)).status === 503) await new Promise((resolve) => setTimeout(resolve, RETRY_TIME));
  } catch (error) {
    if (!isQuitting) throw error;
  }
  if (isQuitting) await never;
  if (!response.ok) {
    const refusal = await response.json().catch(() => ({}));
    throw new Error(refusal.error || `the program answered with status ${response.status}`);
  }
  return response;
};

const body = (value) => ({ method: "POST", body: JSON.stringify(value) });

export const ask = async (name, values) => (await fetched(addressOf(name, values))).json();

export const askText = async (name) => (await fetched(addressOf(name))).text();

export const act = async (name, values = {}) => (await fetched(name, body(values))).json();

// Ends the program, and waits until it answers no more. Whatever else is asked from then on has no answer.
export const quit = async () => {
  isQuitting = true;
  await fetch("quit", body({}));
  while (await fetch("frame").then(() => true, () => false)) await new Promise((resolve) => setTimeout(resolve, RETRY_TIME));
};

// A frame (sim/watch/frame.h): its line of JSON, with the bytes of each sheet as `levels`.
const frameOf = async (response, about) => {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const end = bytes.indexOf(10);
  const frame = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  let at = end + 1;
  frame.sheets.forEach((sheet, i) => {
    sheet.n = about.sheets[i].n;
    sheet.levels = bytes.subarray(at, (at += sheet.n * sheet.n));
  });
  return frame;
};

export const askFrame = async (about, name = "frame") => frameOf(await fetched(name), about);

// All sheets' responses to arrays that input sheets show.
export const showSheets = async (about, sheets) => frameOf(await fetched("show", body({ sheets })), about);
