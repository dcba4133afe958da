// The timeline: rows of regions, seals of events, a strip above them on which a period is chosen.
const DAY = 86400000, EPOCH = 719163; // the ordinal of 1970-01-01
const SIZE = 24, GAP = 3, LANES = 4, PAD = 6;
const [THING, TYPE, ROWS, DAYS, EXACT, TIME, PLACE, SAID] = [0, 1, 2, 3, 4, 5, 6, 7];
const items = DATA.items, rows = DATA.rows;
const $ = (id) => document.getElementById(id);
const state = { types: new Set(Object.keys(DATA.events)), region: null, text: "", open: new Set(), from: 0, to: 1 };
const dated = items.filter((item) => item[DAYS]);
const bounds = dated.reduce(([a, b], item) => [Math.min(a, item[DAYS][0]), Math.max(b, item[DAYS][1] + 1)], [Infinity, -Infinity]);
const margin = Math.max(3, (bounds[1] - bounds[0]) * 0.015);
const full = [bounds[0] - margin, bounds[1] + margin];

const texts = items.map((item) => {
  const facts = about.get(item[THING]) || [];
  const around = facts.flatMap((fact) => [DATA.facts[fact][0], DATA.facts[fact][2]]).map((thing) => DATA.things[thing][1]);
  return [DATA.things[item[THING]][1], ...DATA.things[item[THING]][2], ...around, item[PLACE]].join("\n").toLowerCase();
});
const rowNumber = new Map(rows.map((row, number) => [row[0], number]));
const parent = rows.map((row) => (row[2] ? rowNumber.get(row[2]) : null));
const children = rows.map((_, number) => rows.flatMap((_, other) => (parent[other] === number ? [other] : [])));

const fits = (item, number) => state.types.has(item[TYPE])
  && (state.region === null || item[ROWS].some((row) => row === state.region || parent[row] === state.region))
  && (!state.text || texts[number].includes(state.text));

const date = (day) => new Date((day - EPOCH) * DAY);
const ordinal = (year, month, day = 1) => Date.UTC(year, month, day) / DAY + EPOCH;

/** The divisions of the axis: [day, text] from years down to days, as many as there is room for. */
function ticks(from, to, width) {
  const room = (to - from) / Math.max(1, width / 74);
  const year = (day) => date(day).getUTCFullYear(), made = [];
  const zh = DATA.at === 0, short = (month) => new Date(Date.UTC(2000, month)).toLocaleString("en", { month: "short", timeZone: "UTC" });
  const name = (y, m) => (m === 0 ? (zh ? `${y}年` : `${y}`) : zh ? `${m + 1}月` : short(m));
  if (room > 150) {
    const step = Math.max(1, Math.ceil(room / 365.25));
    for (let y = year(from); y <= year(to); y += 1) if (y % step === 0) made.push([ordinal(y, 0), zh ? `${y}年` : `${y}`]);
  } else if (room > 12) {
    const step = room > 75 ? 6 : room > 28 ? 3 : 1;
    for (let y = year(from); y <= year(to); y += 1) for (let m = 0; m < 12; m += step) made.push([ordinal(y, m), name(y, m)]);
  } else {
    const step = Math.max(1, Math.ceil(room));
    for (let day = Math.floor(from); day <= to; day += 1) {
      const d = date(day).getUTCDate(), m = date(day).getUTCMonth();
      if (d === 1) made.push([day, zh ? `${date(day).getUTCFullYear()}年${m + 1}月` : `${short(m)} ${date(day).getUTCFullYear()}`]);
      else if ((d - 1) % step === 0 && d < 32 - step) made.push([day, zh ? `${m + 1}月${d}日` : `${d} ${short(m)}`]);
    }
  }
  // What would be cut at the right edge is left out.
  return made.filter(([day]) => day >= from && day <= to - ((to - from) * 46) / Math.max(60, width));
}

/** Which events stand in which row: those of a closed province stand in its own. */
function grouped() {
  const inRow = rows.map(() => new Set());
  items.forEach((item, number) => {
    if (!item[DAYS] || !fits(item, number)) return;
    for (const row of item[ROWS]) {
      const at = parent[row] !== null && !state.open.has(parent[row]) ? parent[row] : row;
      if (state.region === null || row === state.region || parent[row] === state.region) inRow[at].add(number);
    }
  });
  return inRow;
}

const total = (inRow, row) => new Set([row, ...children[row]].flatMap((one) => [...inRow[one]])).size;

/** About how wide a name is drawn, in pixels. */
const nameWidth = (name) => [...name].reduce((sum, character) => sum + (character > "\u2e80" ? 12.8 : 7), 4);

/** Seals set in lanes without covering each other; what finds no lane is counted in a badge. */
function setInLanes(numbers, width) {
  const scale = width / (state.to - state.from), lanes = [], placed = [], badges = [];
  const seen = [...numbers].filter((n) => items[n][DAYS][1] + 1 > state.from && items[n][DAYS][0] < state.to)
    .sort((a, b) => items[a][DAYS][0] - items[b][DAYS][0] || items[b][DAYS][1] - items[a][DAYS][1] || a - b);
  const roomy = seen.length * 120 < width;
  for (const n of seen) {
    const [first, last] = items[n][DAYS];
    let left = (first - state.from) * scale, right = (last + 1 - state.from) * scale;
    if (items[n][EXACT] === "open") right = width;
    if (right - left < SIZE) [left, right] = [(left + right - SIZE) / 2, (left + right + SIZE) / 2];
    left = Math.max(2, Math.min(left, width - SIZE - 2));
    right = Math.max(left + SIZE, Math.min(right, width - 2));
    const long = Math.min(190, nameWidth(DATA.things[items[n][THING]][1]));
    const before = roomy && width - right < long + 12 && left > long + 12;
    if (before) {
      const lane = lanes.findIndex((stop) => stop + GAP <= left - long - 8);
      if (lane >= 0 || lanes.length < LANES) {
        if (lane >= 0) lanes[lane] = right; else lanes.push(right);
        placed.push({ n, left, right, lane: lane >= 0 ? lane : lanes.length - 1, before, long });
        continue;
      }
    }
    const takes = roomy ? right + 6 + long : right;
    const lane = lanes.findIndex((stop) => stop + GAP <= left);
    if (lane >= 0) lanes[lane] = takes;
    else if (lanes.length < LANES) lanes.push(takes);
    else {
      const badge = badges.find((one) => Math.abs(one.left - left) < 34);
      if (badge) badge.numbers.push(n); else badges.push({ left, numbers: [n] });
      continue;
    }
    placed.push({ n, left, right, lane: lane >= 0 ? lane : lanes.length - 1 });
  }
  for (const one of placed) {
    const next = Math.min(width, ...placed.filter((o) => o.lane === one.lane && o.left > one.left).map((o) => o.left));
    one.room = one.before ? one.long + 4 : Math.min(196, next - one.right - 10);
  }
  return { placed, badges, lanes: Math.max(1, lanes.length) + (badges.length ? 1 : 0), outside: numbers.size - seen.length };
}

function markOf(item, n, left, right, top, room) {
  const name = DATA.things[item[THING]][1];
  const mark = make("button", { type: "button", class: `mark ${item[EXACT]} ${DATA.events[item[TYPE]].hue}${item[SAID] ? "" : " guess"}`,
    "aria-label": `${DATA.events[item[TYPE]].label}：${name}，${item[TIME]}，${item[PLACE]}`, "data-n": n });
  if (right - left > SIZE + 1) mark.append(make("span", { class: "reach" }));
  mark.append(make("span", { class: "seal" }, DATA.events[item[TYPE]].mark));
  if (room > 70) {
    mark.classList.add("named");
    mark.dataset.name = name;
    mark.style.setProperty("--room", `${room}px`);
  }
  Object.assign(mark.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px` });
  return mark;
}

function drawRows() {
  const inRow = grouped(), area = $("rows");
  const width = $("axis").clientWidth;
  const lines = ticks(state.from, state.to, width).map(([day]) => ((day - state.from) / (state.to - state.from)) * width);
  const shown = [];
  rows.forEach(([, name], row) => {
    if (parent[row] !== null && !state.open.has(parent[row])) return;
    const count = total(inRow, row);
    if (!count) return;
    const own = setInLanes(inRow[row], width);
    const open = state.open.has(row);
    const height = inRow[row].size ? own.lanes * (SIZE + GAP) + 2 * PAD - GAP : 38;
    const track = make("div", { class: "track" });
    track.style.height = `${height}px`;
    track.append(...lines.map((left) => { const line = make("i"); line.style.left = `${left}px`; return line; }));
    for (const { n, left, right, lane, room, before } of own.placed) {
      const mark = markOf(items[n], n, left, right, PAD + lane * (SIZE + GAP), room);
      if (before) mark.classList.add("before");
      track.append(mark);
    }
    for (const { left, numbers } of own.badges) {
      const badge = make("button", { type: "button", class: "mark many", "data-list": numbers.join(","), "aria-label": fill(WORDS.several, { n: numbers.length }) }, `+${numbers.length}`);
      Object.assign(badge.style, { left: `${left}px`, top: `${PAD + (own.lanes - 1) * (SIZE + GAP)}px` });
      track.append(badge);
    }
    const fold = children[row].some((child) => inRow[child].size) || (!open && children[row].length && [...inRow[row]].some((n) => items[n][ROWS].some((r) => parent[r] === row)));
    const label = make("div", { class: "label" },
      fold ? make("button", { class: "fold", type: "button", "data-fold": row, "aria-expanded": String(open), "aria-label": name }, open ? "▾" : "▸")
        : make("span", { class: "fold" }),
      make("span", { class: "name", title: name }, parent[row] === null ? make("b", {}, name) : name),
      make("small", { title: own.outside ? fill(WORDS.outside, { n: own.outside }) : null }, String(count)));
    shown.push(make("div", { class: `row${parent[row] === null ? "" : " below"}`, "data-row": row }, label, track));
  });
  area.replaceChildren(...shown);
  $("blank").hidden = shown.length > 0;
}

function drawAxis() {
  const axis = $("axis"), width = axis.clientWidth;
  axis.replaceChildren(...ticks(state.from, state.to, width).map(([day, text]) => {
    const tick = make("span", {}, text);
    tick.style.left = `${((day - state.from) / (state.to - state.from)) * width}px`;
    return tick;
  }));
}

const SVG = "http://www.w3.org/2000/svg";
function shape(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

/** How many events there are along the whole time, with the chosen period in it. */
function drawOverview() {
  const area = $("overview"), width = area.clientWidth, height = 64;
  const bins = Math.max(10, Math.floor(width / 7)), counts = new Array(bins).fill(0);
  items.forEach((item, number) => {
    if (!item[DAYS] || !fits(item, number)) return;
    const middle = (item[DAYS][0] + item[DAYS][1] + 1) / 2;
    counts[Math.min(bins - 1, Math.floor(((middle - full[0]) / (full[1] - full[0])) * bins))] += 1;
  });
  const most = Math.max(1, ...counts);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
  counts.forEach((count, bin) => {
    if (!count) return;
    const high = 5 + (count / most) * (height - 30);
    svg.append(shape("rect", { class: "count", x: (bin * width) / bins + 1, y: height - 4 - high, width: Math.max(2, width / bins - 2), height: high, rx: 1.5 }));
  });
  for (const [day, text] of ticks(full[0], full[1], width * 0.8)) {
    svg.append(shape("text", { x: ((day - full[0]) / (full[1] - full[0])) * width + 3, y: 13 }, text));
  }
  const at = (day) => ((day - full[0]) / (full[1] - full[0])) * width;
  if (state.from > full[0] + 0.01 || state.to < full[1] - 0.01) {
    svg.append(shape("rect", { class: "window", x: at(state.from), y: 1, width: Math.max(3, at(state.to) - at(state.from)), height: height - 2, rx: 4 }));
  }
  area.replaceChildren(svg);
}

function drawUndated() {
  const area = $("undated"), parts = [];
  for (const [key, meets] of [["yearless", (item) => item[EXACT] === "yearless"], ["undated", (item) => item[EXACT] !== "yearless"]]) {
    const found = items.map((item, n) => [item, n]).filter(([item, n]) => !item[DAYS] && meets(item) && fits(item, n));
    if (!found.length) continue;
    parts.push(make("h2", {}, WORDS[key], " ", make("small", {}, String(found.length))), make("ul", {}, ...found.map(([item, n]) => listed(item, n, true))));
  }
  area.replaceChildren(...parts);
}

function listed(item, n, boxed) {
  const name = DATA.things[item[THING]][1], below = [item[TIME], item[PLACE]].filter(Boolean).join(" · ");
  if (boxed) return make("li", {}, make("button", { type: "button", "data-n": n }, seal(item[TYPE]), make("span", { class: "text" }, name, make("small", {}, below))));
  return make("li", {}, seal(item[TYPE]), make("span", {}, make("button", { class: "link", type: "button", onclick: () => show(n) }, name), make("small", {}, below)));
}

function draw() {
  if (!$("time")) return;
  $("time").hidden = !dated.length;
  if (dated.length) { drawOverview(); drawAxis(); drawRows(); }
  drawUndated();
}

function show(n, from) {
  const item = items[n];
  const line = make("p", { class: "fact" }, seal(item[TYPE]), [DATA.events[item[TYPE]].label, item[TIME] || DATA.precisions.none, item[PLACE] || WORDS.nowhere].join(" · "));
  thingCard(item[THING], from, line, item[SAID] ? null : make("p", { class: "hint" }, WORDS.inferred));
  document.querySelectorAll(".chosen").forEach((element) => element.classList.remove("chosen"));
  document.querySelectorAll(`.mark[data-n="${n}"]`).forEach((element) => element.classList.add("chosen"));
}

function zoom(factor, middle = (state.from + state.to) / 2) {
  const span = Math.min(full[1] - full[0], Math.max(7, (state.to - state.from) * factor));
  const share = (middle - state.from) / (state.to - state.from);
  move(middle - span * share, span);
}

function move(from, span) {
  state.from = Math.max(full[0], Math.min(from, full[1] - span));
  state.to = state.from + span;
  draw();
}

if (items.length) {
  [state.from, state.to] = full;
  const provinces = rows.flatMap((_, row) => (children[row].length ? [row] : []));
  if (rows.length <= 16) provinces.forEach((row) => state.open.add(row));
  document.querySelectorAll("[data-type]").forEach((chip) => chip.addEventListener("click", () => {
    const type = chip.dataset.type, all = [...document.querySelectorAll("[data-type]")];
    // The first click keeps one type alone; the last one left brings all back.
    const shown = all.filter((other) => state.types.has(other.dataset.type));
    if (shown.length === all.length) state.types = new Set([type]);
    else if (state.types.has(type)) state.types.delete(type);
    else state.types.add(type);
    if (!all.some((other) => state.types.has(other.dataset.type))) state.types = new Set(Object.keys(DATA.events));
    all.forEach((other) => other.setAttribute("aria-pressed", String(state.types.has(other.dataset.type))));
    draw();
  }));
  $("region").addEventListener("change", () => { state.region = $("region").value === "" ? null : Number($("region").value);
    if (state.region !== null) state.open.add(state.region); draw(); });
  $("find").addEventListener("input", () => { state.text = $("find").value.trim().toLowerCase(); draw(); });
  $("zoomin").addEventListener("click", () => zoom(0.5));
  $("zoomout").addEventListener("click", () => zoom(2));
  $("whole").addEventListener("click", () => move(full[0], full[1] - full[0]));
  $("earlier").addEventListener("click", () => move(state.from - (state.to - state.from) / 2, state.to - state.from));
  $("later").addEventListener("click", () => move(state.from + (state.to - state.from) / 2, state.to - state.from));
  $("rows").addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]"), mark = event.target.closest("[data-n]"), many = event.target.closest("[data-list]");
    if (fold) {
      const row = Number(fold.dataset.fold);
      if (!state.open.delete(row)) state.open.add(row);
      draw();
      const again = document.querySelector(`[data-fold="${row}"]`);
      if (again) again.focus();
    } else if (mark) show(Number(mark.dataset.n), mark);
    else if (many) {
      const numbers = many.dataset.list.split(",").map(Number);
      openCard(many, make("h2", {}, fill(WORDS.several, { n: numbers.length })), make("ul", { class: "list" }, ...numbers.map((n) => listed(items[n], n, false))));
    }
  });
  $("undated").addEventListener("click", (event) => { const one = event.target.closest("[data-n]"); if (one) show(Number(one.dataset.n), one); });
  $("rows").addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = $("axis").getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, state.from + ((event.clientX - box.left) / box.width) * (state.to - state.from));
  }, { passive: false });

  const overview = $("overview");
  let start = null, wanted = null;
  const dayAt = (event) => { const box = overview.getBoundingClientRect(); return full[0] + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (full[1] - full[0]); };
  overview.addEventListener("pointerdown", (event) => { start = dayAt(event); overview.setPointerCapture(event.pointerId); });
  overview.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const now = dayAt(event), span = Math.abs(now - start);
    if (span <= (full[1] - full[0]) / 150) return;
    const waits = wanted !== null;
    wanted = [Math.min(start, now), Math.max(7, span)];
    // Once a frame: thousands of events take longer than a pointer does.
    if (!waits) requestAnimationFrame(() => { const [from, wide] = wanted; wanted = null; move(from, wide); });
  });
  overview.addEventListener("pointerup", (event) => {
    if (start !== null && Math.abs(dayAt(event) - start) <= (full[1] - full[0]) / 150) {
      const span = state.to - state.from;
      if (span < (full[1] - full[0]) * 0.99) move(start - span / 2, span);
    }
    start = null;
  });
  overview.addEventListener("dblclick", () => move(full[0], full[1] - full[0]));

  const tip = make("div", { id: "tip", hidden: "" });
  document.body.append(tip);
  const hint = (event) => {
    const mark = event.target.closest ? event.target.closest(".mark[data-n]") : null;
    tip.hidden = !mark;
    if (!mark) return;
    const item = items[Number(mark.dataset.n)], facts = about.get(item[THING]) || [];
    const who = [...new Set(facts.filter((f) => /^(organizes|participates)$/.test(DATA.facts[f][1])).map((f) => DATA.things[DATA.facts[f][0]][1]))].slice(0, 4).join("、");
    const proof = DATA.proofs[facts.flatMap((f) => DATA.facts[f][4])[0]];
    const words = proof ? DATA.strings[proof[0]] : "";
    tip.replaceChildren(make("b", {}, DATA.things[item[THING]][1]), make("small", {}, [item[TIME], item[PLACE], who].filter(Boolean).join(" · ")),
      words ? make("span", {}, words.length > 90 ? `${words.slice(0, 90)}…` : words, make("small", {}, ` ${DATA.strings[proof[1]]}:${proof[2]}`)) : "");
    const box = mark.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${box.bottom + 8 + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`;
  };
  $("rows").addEventListener("pointerover", hint);
  $("rows").addEventListener("focusin", hint);
  for (const name of ["pointerleave", "focusout", "click"]) $("rows").addEventListener(name, () => { tip.hidden = true; });

  const used = new Set(dated.map((item) => item[EXACT]));
  $("key").append(...["day", "month", "season", "year", "span", "open"].filter((exact) => used.has(exact)).map((exact) => {
    const mark = make("span", { class: `mark grey ${exact}` }, exact === "day" ? null : make("span", { class: "reach" }), make("span", { class: "seal" }, ""));
    return make("span", {}, mark, DATA.precisions[exact]);
  }));
  if (items.some((item) => !item[SAID])) $("key").append(make("span", {}, make("span", { class: "mark grey day guess" }, make("span", { class: "seal" }, "")), WORDS.inferred));
  addEventListener("resize", draw);
  draw();
}
