// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a sweep, a replication or a fit: how far each is, its settings, newest map and main numbers; and how the
// claims of a replication stand.
import { offer } from "./choice.js";
import { addressOf } from "./server.js";

const ALL = "all runs";
const FIXED = ["map", "run", "state"]; // the first columns
const VERDICTS = ["met", "missed", "undecided", "untested"];

const element = (id) => document.getElementById(id);

const write = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

const made = (tag, text = "", values = {}) => {
  const part = Object.assign(document.createElement(tag), values);
  part.textContent = text;
  return part;
};

const rounded = (text) => (text === "" || !Number.isFinite(+text) ? text : Number((+text).toPrecision(3)).toString());

// "2 finished, 1 running"
const countsOf = (names) => {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] || 0) + 1;
  return Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ");
};

const stateOf = ({ status, reason, iteration, iterations }) => {
  if (reason) return `${status}: ${reason}`;
  return iterations && status !== "finished" ? `${status}, iteration ${iteration} of ${iterations}` : status;
};

// The settings that differ between runs, and the numbers that a run has.
const columnsOf = (runs) => {
  const parts = (part) => runs.map((run) => run[part]).filter(Boolean);
  const names = (part) => [...new Set(parts(part).flatMap(Object.keys))];
  const values = (part, name) => parts(part).map((values) => values[name]);
  return {
    labels: names("labels").filter((name) => new Set(values("labels", name)).size > 1),
    numbers: names("numbers").filter((name) => values("numbers", name).some((value) => value !== "")),
  };
};

// A row of the table; show(run) fills it in. A run that has begun has a page, and pictures once some are drawn.
const makeRow = (name, { labels, numbers }) => {
  const row = document.createElement("tr");
  const cells = Array.from({ length: FIXED.length + labels.length + numbers.length }, () => row.insertCell());
  const image = made("img", "", { loading: "lazy", alt: `newest map of ${name}` });
  const link = made("a", name, { href: `?${new URLSearchParams({ run: name })}` });
  cells[1].append(name);
  return {
    row,
    show: (run) => {
      const texts = [stateOf(run), ...labels.map((label) => run.labels?.[label] ?? ""), ...numbers.map((number) => rounded(run.numbers?.[number] ?? ""))];
      texts.forEach((text, k) => write(cells[2 + k], text));
      if (run.drawn === undefined) return;
      if (!link.isConnected) cells[1].replaceChildren(link);
      const address = addressOf("map", { run: name, at: run.drawn });
      if (run.drawn === 0 || image.getAttribute("src") === address) return;
      image.src = address;
      cells[0].append(image);
    },
  };
};

const showClaims = (claims) => {
  element("claims").hidden = claims.length === 0;
  if (claims.length === 0) return;
  const counts = VERDICTS.map((verdict) => `${claims.filter((claim) => claim.verdict === verdict).length} ${verdict}`);
  write(element("claims-counts"), `${counts.join(", ")}. Protocol: ${claims[0].protocol}.`);
  element("claims-list").replaceChildren(
    ...claims.map((claim) => {
      const row = made("tr", "", { className: claim.verdict });
      const statement = row.insertCell();
      statement.append(claim.statement, made("span", claim.number, { className: "note" }));
      row.insertCell().textContent = claim.predicted;
      const interval = claim.low ? ` (${rounded(claim.low)}, ${rounded(claim.high)})` : "";
      row.insertCell().textContent = `${rounded(claim.mean)}${interval}`;
      row.insertCell().textContent = claim.n;
      const verdict = made("td", "", { className: "verdict" });
      verdict.append(made("strong", claim.verdict), made("span", claim.remark, { className: "note" }));
      row.append(verdict);
      return row;
    }),
  );
};

// The function that it returns shows an answer to `runs`.
export const makeRuns = () => {
  let runs = {};
  let rows = {}; // by the names of runs, as those are
  const list = element("runs-list");
  const select = element("runs-shown");

  const choose = () => {
    for (const [name, { status }] of Object.entries(runs)) rows[name].row.hidden = select.value !== ALL && select.value !== status;
  };
  const showHeads = (names) => {
    const heads = element("runs-heads");
    const texts = names.map((name) => name.replace(/[/.]/g, "$&\u200b")); // where a line may end
    if ([...heads.cells].map((cell) => cell.textContent).join() === texts.join()) return;
    heads.replaceChildren(...texts.map((text) => made("th", text, { scope: "col" })));
    rows = {};
  };
  select.addEventListener("change", choose);

  return (answer) => {
    ({ runs } = answer);
    const all = Object.values(runs);
    const states = all.map(({ status }) => status);
    const columns = columnsOf(all);
    showHeads([...FIXED, ...columns.labels, ...columns.numbers]);
    for (const [name, run] of Object.entries(runs)) (rows[name] ||= makeRow(name, columns)).show(run);
    const inOrder = Object.keys(runs).map((name) => rows[name].row);
    if (inOrder.some((row, k) => list.rows[k] !== row)) list.replaceChildren(...inOrder);
    offer(select, [ALL, ...new Set(states)], /./);
    choose();
    element("bar").max = Math.max(1, all.length);
    element("bar").value = states.filter((state) => state === "finished").length;
    write(element("state"), all.length ? `runs: ${countsOf(states)}` : "no run has begun");
    showClaims(answer.claims);
  };
};
