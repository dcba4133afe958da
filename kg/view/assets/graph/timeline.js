// Events by date under the picture: drag over some days, and only what happened then stays.

const daysKnown = entities.map((entity, i) => (entity.type === "Event" ? { i, days: period(i) } : null)).filter((item) => item && item.days);
const DAY = 86400000;
const dayNumber = (text) => Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY);
const dayText = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const dates = daysKnown.map(({ i, days }) => ({ i, from: dayNumber(days[0]), to: dayNumber(days[1]) })).filter((d) => Number.isFinite(d.from) && Number.isFinite(d.to));
const reach = dates.length ? [Math.min(...dates.map((d) => d.from)), Math.max(...dates.map((d) => d.to)) + 1] : null;

/** The steps that bars stand for: days, months or years, at most about a hundred. */
function stepsOf([from, to]) {
  const unit = to - from <= 120 ? "day" : to - from <= 3700 ? "month" : "year", steps = [];
  const at = new Date(from * DAY);
  let [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (unit !== "day") d = 1;
  if (unit === "year") m = 0;
  for (let start = Date.UTC(y, m, d) / DAY; start < to && steps.length < 400;) {
    if (unit === "day") d += 1; else if (unit === "month") m += 1; else y += 1;
    const stop = Date.UTC(y, m, d) / DAY;
    steps.push([start, stop]);
    start = stop;
  }
  return { unit, steps };
}
const scaleOf = reach ? stepsOf(reach) : { unit: "day", steps: [] };
if (reach && scaleOf.steps.length) { reach[0] = scaleOf.steps[0][0]; reach[1] = scaleOf.steps[scaleOf.steps.length - 1][1]; }
const share = (day) => ((day - reach[0]) / (reach[1] - reach[0])) * 100;

function stepName([start], style = "long") {
  const [y, m, d] = dayText(start).split("-");
  if (scaleOf.unit === "year") return y;
  if (scaleOf.unit === "month") return style === "short" ? (m === "01" ? y : "") : `${y}-${m}`;
  return style === "short" ? (d === "01" ? `${y}-${m}` : "") : `${y}-${m}-${d}`;
}
let strip = null; // the parts that renderTimeline changes
function buildTimeline() {
  const box = find("timeline");
  box.hidden = scaleOf.steps.length < 2; // one day is no line
  if (box.hidden) return;
  const bars = scaleOf.steps.map((step) => ({ step, all: dates.filter((d) => d.from < step[1] && d.to >= step[0]) }));
  const most = Math.max(...bars.map(({ all }) => all.length));
  const marks = bars.map(({ step, all }) => {
    const bar = el("i", { title: all.length ? `${stepName(step)} · ${all.length}` : stepName(step) }, el("b", {}));
    bar.style.left = `${share(step[0])}%`;
    bar.style.width = `${share(step[1]) - share(step[0])}%`;
    bar.style.height = all.length ? `${14 + 86 * Math.sqrt(all.length / most)}%` : "0";
    return { bar, all };
  });
  const ticks = scaleOf.steps.filter((step, k) => stepName(step, "short") || k === 0);
  const every = Math.ceil(ticks.length / 10);
  const names = ticks.filter((step, k) => k % every === 0 && share(step[0]) < 96).map((step) => {
    const name = el("span", {}, stepName(step, "short") || stepName(step));
    name.style.left = `${share(step[0])}%`;
    return name;
  });
  const brush = el("div", { className: "brush", hidden: true });
  const handle = (name) => el("button", { type: "button", className: "handle", "data-end": name, role: "slider", "aria-label": word(name),
    "aria-valuemin": reach[0], "aria-valuemax": reach[1] - 1, onkeydown: (event) => nudge(event, name) });
  const ends = { from: handle("from"), to: handle("to") };
  const field = el("div", { className: "days-field" }, ...marks.map(({ bar }) => bar), brush, ends.from, ends.to);
  const caption = el("p", {}, el("b", {}, word("timeline")), el("output", { id: "period" }),
    el("button", { type: "button", className: "plain", id: "all-days", onclick: () => filterBy({ from: "", to: "" }) }, word("alldays")));
  box.replaceChildren(caption, field, el("div", { className: "ticks" }, ...names));
  strip = { marks, brush, ends, field };
  drag(field);
}
function nudge(event, end) {
  const turn = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 }[event.key];
  if (!turn) return;
  event.preventDefault();
  const step = scaleOf.unit === "day" ? 1 : scaleOf.unit === "month" ? 30 : 365;
  const from = state.from ? dayNumber(state.from) : reach[0], to = state.to ? dayNumber(state.to) : reach[1] - 1;
  const moved = Math.min(reach[1] - 1, Math.max(reach[0], (end === "from" ? from : to) + turn * (Math.abs(turn) > 1 ? 1 : step)));
  filterBy(end === "from" ? { from: dayText(Math.min(moved, to)), to: dayText(to) } : { from: dayText(from), to: dayText(Math.max(moved, from)) });
}
function drag(field) {
  let start = null, end = null;
  const dayAt = (event) => {
    const box = field.getBoundingClientRect();
    return reach[0] + Math.min(0.99999, Math.max(0, (event.clientX - box.left) / box.width)) * (reach[1] - reach[0]);
  };
  const stepAt = (day) => scaleOf.steps.find((step) => day < step[1]) || scaleOf.steps[scaleOf.steps.length - 1];
  field.addEventListener("pointerdown", (event) => {
    end = event.target.dataset ? event.target.dataset.end || null : null;
    start = dayAt(event);
    field.setPointerCapture(event.pointerId);
  });
  field.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const here = dayAt(event);
    let from = Math.min(start, here), to = Math.max(start, here);
    if (end) {
      from = end === "from" ? here : dayNumber(state.from || dayText(reach[0]));
      to = end === "to" ? here : dayNumber(state.to || dayText(reach[1] - 1));
      if (from > to) [from, to] = [to, from];
    }
    const changes = { from: dayText(stepAt(from)[0]), to: dayText(stepAt(to)[1] - 1) };
    if (changes.from !== state.from || changes.to !== state.to) filterBy(changes);
  });
  const leave = (event) => {
    if (start !== null && !end && Math.abs(dayAt(event) - start) < (reach[1] - reach[0]) / 400) {
      const step = stepAt(start), only = { from: dayText(step[0]), to: dayText(step[1] - 1) };
      const same = only.from === state.from && only.to === state.to;
      filterBy(same ? { from: "", to: "" } : only);
    }
    start = null;
  };
  field.addEventListener("pointerup", leave);
  field.addEventListener("pointercancel", () => { start = null; });
}
function renderTimeline() {
  if (!strip) return;
  for (const { bar, all } of strip.marks) {
    const kept = all.filter(({ i }) => shownNodes.has(i)).length;
    bar.firstChild.style.height = all.length ? `${Math.round((100 * kept) / all.length)}%` : "0";
  }
  const on = Boolean(state.from || state.to), clamp = (day) => Math.min(reach[1], Math.max(reach[0], day));
  const from = clamp(state.from ? dayNumber(state.from) : reach[0]), to = clamp(state.to ? dayNumber(state.to) + 1 : reach[1]);
  strip.brush.hidden = !on;
  strip.brush.style.left = `${share(from)}%`;
  strip.brush.style.width = `${Math.max(0, share(to) - share(from))}%`;
  for (const [name, day] of [["from", from], ["to", to]]) {
    strip.ends[name].style.left = `${share(day)}%`;
    strip.ends[name].setAttribute("aria-valuenow", day);
    strip.ends[name].setAttribute("aria-valuetext", dayText(name === "to" ? day - 1 : day));
  }
  find("period").textContent = on ? `${dayText(from)} – ${dayText(to - 1)}` : `${dayText(reach[0])} – ${dayText(reach[1] - 1)}`;
  find("all-days").hidden = !on;
}
