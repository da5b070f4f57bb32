// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen unit: its fields, threshold, activity in the latest presentations, and tuning to orientation.
import { drawChart, onLooks } from "./chart.js";
import { makeFields } from "./fields.js";
import { act, ask } from "./server.js";

const element = (id) => document.getElementById(id);
const round = (value) => (value === null ? "none" : value.toPrecision(3));

const degrees = (value, otherwise) => (value === null ? otherwise : `${round(value)}°`);

const drawTrace = ({ iteration, activity }) => {
  const first = iteration - activity.length + 1;
  drawChart(element("trace"), {
    title: "activity",
    xName: "presentation",
    points: activity.map((value, k) => [first + k, value ?? 0]),
    from: Math.max(0, Math.min(first, iteration - 20)),
    to: Math.max(20, iteration),
    height: 160,
  });
};

const drawTuning = ({ responses }) => {
  element("tuning").hidden = !responses;
  if (!responses) return;
  const step = 180 / responses.length;
  drawChart(element("tuning"), {
    title: "response",
    xName: "orientation (degrees)",
    points: [...responses, responses[0]].map((value, k) => [k * step, value ?? 0]), // 180 degrees is 0 degrees
    from: 0,
    to: 180,
    ticks: [0, 45, 90, 135, 180],
    height: 160,
  });
};

const tell = ({ iteration, responses, preference, selectivity, half_width: width, how }) => {
  element("tuning-said").textContent = responses
    ? `Tuning at iteration ${iteration}: prefers ${degrees(preference, "none")}, selectivity ${round(selectivity)}, half width ${degrees(width, "not defined")} (${how})`
    : "The tuning of this sheet has not been measured yet.";
};

// `look` shows the unit as it is now, `measure` its sheet's tuning.
export const makeProfile = (about, unit, attempt) => {
  const showFields = makeFields(about, element("field-list"));
  let known = null; // {trace, tuning}
  const draw = () => {
    if (!known) return;
    drawTrace(known.trace);
    drawTuning(known.tuning);
  };
  const look = async () => {
    const asked = unit.asked();
    if (!asked) return;
    const [answer, trace, tuning] = await Promise.all(["field", "trace", "tuning"].map((name) => ask(name, asked)));
    element("profile").hidden = false;
    element("unit").textContent = `unit ${asked.unit} of ${asked.sheet}`;
    element("unit-hint").textContent = `threshold ${round(answer.threshold)}, smoothed activity ${round(answer.average)}`;
    showFields(answer.fields);
    known = { trace, tuning };
    tell(tuning);
    draw();
  };
  const measure = async () => {
    await act("tuning", { sheet: unit.asked().sheet });
    await look();
  };
  element("tuning-now").addEventListener("click", () => attempt(measure));
  onLooks(draw);
  return {
    look,
    // After maps were measured, where that is wanted.
    follow: () =>
      element("tuning-again").checked &&
      unit.asked() &&
      attempt(async () => {
        try {
          await measure();
        } catch (error) {
          element("tuning-again").checked = false; // it is said once
          throw error;
        }
      }),
  };
};
