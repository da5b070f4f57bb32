// SPDX-License-Identifier: GPL-3.0-or-later
// The page: asks for frames as fast as it draws them, and for what was measured now and then.
import { act, ask, askFrame, askText, quit } from "./server.js";
import { event, makeChanges, makePatterns, showForks } from "./acts.js";
import { makeCurves } from "./curves.js";
import { makeGrid } from "./grid.js";
import { makeMaps } from "./maps.js";
import { makeProfile } from "./profile.js";
import { makeRuns } from "./runs.js";
import { makeSheets } from "./sheets.js";
import { makeUnit } from "./unit.js";

const FRAME_TIME = 100; // ms from frame to frame
const FOLDER_TIME = 2000; // ms from look to look at the run's folder
const INTERVALS = [0, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]; // seconds, of the slider

const element = (id) => document.getElementById(id);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const tell = (text) => {
  element("message").hidden = !text;
  element("message").textContent = text;
};

// Does what may be refused, and shows why.
const attempt = async (work) => {
  try {
    tell("");
    await work();
  } catch (error) {
    tell(error.message);
  }
};

const durationOf = (seconds) => {
  if (!Number.isFinite(seconds)) return "";
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
  return minutes > 0 ? `${minutes} min ${Math.round(seconds % 60)} s left` : `${Math.round(seconds)} s left`;
};

const showProgress = (iteration, iterations, state, rate) => {
  element("bar").max = Math.max(1, iterations);
  element("bar").value = iteration;
  const going = state === "running" && rate > 0 ? `, ${rate.toPrecision(2)} a second, ${durationOf((iterations - iteration) / rate)}` : "";
  element("state").textContent = `iteration ${iteration} of ${iterations}, ${state}${going}`;
  element("pause").textContent = state === "paused" ? "Go on" : "Pause";
};

// Iterations a second, smoothed.
const makeRate = () => {
  let before = null;
  let rate = 0;
  return (iteration, time) => {
    if (before && time > before.time && iteration > before.iteration) {
      const now = (1000 * (iteration - before.iteration)) / (time - before.time);
      rate = rate ? 0.9 * rate + 0.1 * now : now;
    }
    before = { iteration, time };
    return rate;
  };
};

// Shows, in place of the progress, what is measured, and since when. The function that is returned is false for a
// frame of sheets.
const makeMeasuring = () => {
  let begun = null; // {measure, time}
  return ({ state, measure, iteration, iterations }) => {
    if (state !== "measuring") {
      begun = null;
      return false;
    }
    if (begun?.measure !== measure) begun = { measure, time: performance.now() };
    element("bar").removeAttribute("value");
    element("state").textContent = `iteration ${iteration} of ${iterations}, measuring ${measure}, ${Math.round((performance.now() - begun.time) / 1000)} s`;
    return true;
  };
};

// Looks again and again at what is in a folder, and says why where it cannot.
const keepLooking = async (look) => {
  let failed = false;
  for (;;) {
    if (!document.hidden) {
      try {
        await look();
        if (failed) tell("");
        failed = false;
      } catch (error) {
        tell(error.message);
        failed = true;
      }
    }
    await pause(FOLDER_TIME);
  }
};

// onMeasured: functions that are called when there are new maps.
const lookAtRun = (showMaps, showCurves, about, onMeasured) => {
  let seen = "";
  let seenPictures = null;
  return async () => {
    const [log, pictures, history, numbers] = await Promise.all([askText("log"), askText("pictures"), askText("history"), askText("numbers")]);
    const box = element("log");
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
    if (box.textContent !== log) box.textContent = log;
    if (atEnd) box.scrollTop = box.scrollHeight;
    if (seen !== pictures + history + numbers) {
      showMaps(JSON.parse(pictures));
      showCurves(history, JSON.parse(numbers));
    }
    seen = pictures + history + numbers;
    if (seenPictures !== null && seenPictures !== pictures) for (const follow of onMeasured) follow();
    seenPictures = pictures;
    if (!about.live) {
      const run = await ask("run");
      showProgress(run.iteration, run.iterations, run.status, 0);
    }
  };
};

const showLesions = (frame) => {
  const names = [...new Set(frame.sheets.flatMap(({ lesions }) => lesions))];
  const place = element("lesions");
  if (place.dataset.names === names.join()) return;
  place.dataset.names = names.join();
  place.replaceChildren(
    ...names.map((name) => {
      const button = document.createElement("button");
      button.textContent = `Restore ${name}`;
      button.addEventListener("click", () => attempt(() => event("restore", `lesion=${name}`)));
      return button;
    }),
  );
};

const watchLive = async (about, unit, onMeasured) => {
  let frame = null;
  let shown = null; // {frame, what, iteration}: responses in place of the run's; where the iteration is given, until the next
  const rateOf = makeRate();
  const profile = makeProfile(about, unit, attempt);
  const lookAtGrid = makeGrid(about, unit, attempt);
  const lookAtNetwork = () => Promise.all([profile.look(), lookAtGrid()]).catch((error) => tell(error.message));
  const onLesion = (target, disc) =>
    attempt(() => event("lesion", `target=${target}`, "region=disc", ...Object.entries(disc).map(([name, value]) => `region.${name}=${value.toFixed(4)}`)));
  unit.follow(lookAtNetwork);
  onMeasured.push(profile.follow);
  const drawSheets = makeSheets(about, element("sheets"), unit, onLesion);
  const showInstead = (instead) => {
    shown = instead;
    element("shown").hidden = !shown;
    element("shown-what").textContent = shown ? shown.what : "";
    drawSheets(shown ? shown.frame : frame);
  };
  makePatterns(about, attempt, (responses) =>
    showInstead({
      frame: responses,
      what: "These are responses to the test pattern, not the run's activity.",
      iteration: frame?.state === "running" ? undefined : responses.iteration,
    }),
  );
  element("shown-end").addEventListener("click", () => showInstead(null));
  makeChanges(attempt);

  const toggle = () => attempt(() => act(frame?.state === "paused" ? "go" : "pause"));
  const step = () => attempt(() => act("go", { presentations: 1 }));
  // In a pause each step shows more of how the next presentation settles; the last one makes it. Until that is seen, the
  // key, which may be held, does nothing.
  let made = -1; // iteration that the last step went on from
  const settle = () =>
    attempt(async () => {
      if (frame?.state !== "paused") return act("pause");
      if (frame.iteration === made) return;
      const { step: done = -1, steps = 0 } = shown?.iteration === frame.iteration ? shown.frame : {};
      if (done === steps) {
        made = frame.iteration;
        return act("go", { presentations: 1 });
      }
      const responses = await askFrame(about, `settling?step=${done + 1}`);
      showInstead({
        frame: responses,
        what: `Presentation ${responses.iteration + 1}, ${done < 0 ? "before settling" : `settling step ${responses.step} of ${responses.steps}`}; nothing is learnt yet`,
        iteration: responses.iteration,
      });
    });
  const measures = about.measures.map(({ name }) => name).join(",");
  const measure = () => attempt(() => event("measure", `measures=${measures}`));
  const measureEvery = () => attempt(() => event("measure", `measures=${measures}`, `every=${element("every").value}`));
  const save = () => attempt(() => event("save"));
  element("pause").addEventListener("click", toggle);
  element("step").addEventListener("click", step);
  element("settle").addEventListener("click", settle);
  element("measure").addEventListener("click", measure);
  element("every").addEventListener("change", measureEvery);
  element("save").addEventListener("click", save);
  const leave = () =>
    attempt(async () => {
      for (const part of document.querySelectorAll(".live")) part.inert = true;
      element("state").textContent = "being saved";
      await quit();
      element("state").textContent =
        frame?.state === "ended" ? `ended; see it again with: pinwheel watch ${about.folder}` : `saved and ended; go on with: pinwheel resume ${about.folder}`;
    });
  element("quit").addEventListener("click", leave);
  element("slow").addEventListener("change", () => attempt(() => act("slow", { interval: INTERVALS[element("slow").value] })));

  const chooseTool = (tool) => (document.querySelector(`input[name=tool][value=${tool}]`).checked = true);
  const keys = {
    " ": toggle, ".": step, ",": settle, m: measure, s: save, l: () => chooseTool("look"), d: () => chooseTool("lesion"),
    ArrowUp: () => unit.move(-1, 0), ArrowDown: () => unit.move(1, 0), ArrowLeft: () => unit.move(0, -1), ArrowRight: () => unit.move(0, 1),
  };
  document.addEventListener("keydown", (pressed) => {
    const key = keys[pressed.key];
    if (!key || pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.target.closest("input, select, button, pre")) return;
    pressed.preventDefault();
    key();
  });

  const isMeasuring = makeMeasuring();
  let looked = { time: -Infinity, iteration: -1 }; // last at weights
  for (;;) {
    const begun = performance.now();
    if (!document.hidden) {
      try {
        const next = await askFrame(about);
        if (isMeasuring(next)) {
          await pause(FRAME_TIME);
          continue;
        }
        frame = next;
      } catch (error) {
        element("state").textContent = `no answer: ${error.message}`;
        await pause(FOLDER_TIME);
        continue;
      }
      showProgress(frame.iteration, frame.iterations, frame.state, rateOf(frame.iteration, performance.now()));
      showLesions(frame);
      showForks(frame);
      if (shown && (shown.iteration ?? frame.iteration) !== frame.iteration) showInstead(null);
      if (!shown) drawSheets(frame);
      if (frame.iteration !== looked.iteration && (frame.state !== "running" || begun - looked.time > FOLDER_TIME)) {
        lookAtNetwork();
        looked = { time: begun, iteration: frame.iteration };
      }
    }
    await pause(Math.max(0, FRAME_TIME - (performance.now() - begun)));
  }
};

const begin = async () => {
  const about = await ask("about");
  element("title").textContent = about.title || "Pinwheel";
  document.title = `${about.title || about.folder} · Pinwheel`;
  element("folder").textContent = about.folder;
  document.body.className = about.live ? "of-live" : about.kind ? "of-runs" : "of-run";
  element("all").hidden = !location.search;
  if (about.kind) {
    const showRuns = makeRuns();
    keepLooking(async () => showRuns(await ask("runs")));
    return;
  }
  const unit = makeUnit(about);
  const onMeasured = [];
  keepLooking(lookAtRun(makeMaps(about, unit), makeCurves(), about, onMeasured));
  if (about.live) await watchLive(about, unit, onMeasured);
};

attempt(begin);
