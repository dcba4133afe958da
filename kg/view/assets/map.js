// The map: choose what it shows, a province, a prefecture in it, and a thing there.
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg", MOST = 300, WIDE = 104, HIGH = 64, EDGE = 6;
const state = { layer: DATA.shown, province: null, code: null };
const chart = document.querySelector(".chart .tiles");
const layer = () => DATA.layers[state.layer];
const at = (code) => layer().codes[code] || [0, 0, []];

function shape(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function legend(scale) {
  const box = (shade) => shape("svg", { viewBox: "0 0 16 16", class: `l${shade}` }, shape("rect", { width: 16, height: 16, rx: 4, fill: "var(--s0)" }));
  return [make("span", {}, box(0), WORDS.nothere), ...scale.map(([shade, from, to]) => make("span", {}, box(shade), from === to ? `${from}` : `${from}–${to}`))];
}

/** A tile of the drawing becomes a button. */
function press(tile, act) {
  tile.setAttribute("tabindex", "0");
  tile.setAttribute("role", "button");
  tile.addEventListener("click", act);
  tile.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } });
}

function shade() {
  chart.querySelectorAll(".tile").forEach((tile) => {
    const [level, count] = at(tile.dataset.code);
    tile.setAttribute("class", `tile l${level}${tile.dataset.code === state.province ? " here" : ""}`);
    tile.querySelector(".sign").setAttribute("y", count ? 34 : 45);
    tile.querySelector(".count").textContent = count ? count.toLocaleString("en") : "";
    const said = `${DATA.names[tile.dataset.code]} ${count}`;
    tile.setAttribute("aria-label", said);
    tile.querySelector("title").textContent = said;
  });
  $("legend").replaceChildren(...legend(layer().scale));
  $("elsewhere").replaceChildren(...["nation", "nowhere"].filter((code) => at(code)[1]).map((code) =>
    make("button", { class: "pill", type: "button", "aria-pressed": String(state.code === code), onclick: () => enter(null, code) }, WORDS[code], " ", make("small", {}, String(at(code)[1])))));
}

/** The divisions of a province as tiles. */
function drawWithin(province) {
  const tiles = DATA.within[province] || [];
  if (tiles.length < 2) return null;
  const columns = 1 + Math.max(...tiles.map((tile) => tile[1])), rows = 1 + Math.max(...tiles.map((tile) => tile[2]));
  const svg = shape("svg", { class: "tiles", viewBox: `-2 -2 ${columns * (WIDE + EDGE)} ${rows * (HIGH + EDGE)}`, role: "group", "aria-label": DATA.names[province] });
  svg.style.maxWidth = `${columns * (WIDE + EDGE)}px`;
  for (const [code, column, row, name] of tiles) {
    const [level, count] = at(code), said = `${DATA.names[code] || name} ${count}`;
    const tile = shape("g", { class: `tile l${level}${[...name].length > 4 ? " long" : ""}${code === state.code ? " here" : ""}`, "data-code": code, transform: `translate(${column * (WIDE + EDGE)} ${row * (HIGH + EDGE)})`, "aria-label": said },
      shape("title", {}, said), shape("rect", { width: WIDE, height: HIGH, rx: 11 }),
      shape("text", { class: "sign", x: WIDE / 2, y: count ? 29 : 39 }, [...name].slice(0, 6).join("")), shape("text", { class: "count", x: WIDE / 2, y: 52 }, count ? String(count) : ""));
    press(tile, () => { enter(province, state.code === code ? province : code); const again = $("inside").querySelector(`[data-code="${code}"]`); if (again) again.focus(); });
    svg.append(tile);
  }
  return svg;
}

function enter(province, code) {
  [state.province, state.code] = [province, code];
  shade();
  const [, count, things] = at(code);
  const name = WORDS[code] || DATA.names[code] || ((DATA.within[province] || []).find((tile) => tile[0] === code) || [])[3];
  const drawn = province ? drawWithin(province) : null;
  const list = things.slice(0, MOST).map(([number, type, time]) => make("li", {}, state.layer === "events" ? seal(type) : null,
    make("span", {}, make("button", { class: "link", type: "button", onclick: (event) => open(number, event.currentTarget) }, DATA.things[number][1]), time ? make("small", {}, time) : null)));
  $("inside").replaceChildren(
    make("div", { class: "head" }, make("h2", {}, name, make("small", {}, `${WORDS[state.layer]} ${count}`)),
      province && code !== province ? make("button", { class: "pill", type: "button", onclick: () => enter(province, province) }, DATA.names[province]) : null),
    ...(drawn ? [drawn, make("p", { class: "legend" }, ...legend(layer().scaleBelow), make("span", { class: "more" }, WORDS.gridhelp))] : []),
    list.length ? make("ul", { class: "list" }, ...list) : make("p", { class: "more" }, WORDS.nothere),
    ...(count > list.length ? [make("p", { class: "more" }, fill(WORDS.listleft, { n: count - list.length }))] : []));
}

function open(number, from) { thingCard(number, from); }

chart.querySelectorAll(".tile").forEach((tile) => press(tile, () => {
  enter(tile.dataset.code, tile.dataset.code);
  if (innerWidth <= 980) $("inside").scrollIntoView({ block: "start" });
}));
document.querySelectorAll("[data-layer]").forEach((tab) => tab.addEventListener("click", () => {
  state.layer = tab.dataset.layer;
  document.querySelectorAll("[data-layer]").forEach((other) => other.setAttribute("aria-selected", String(other === tab)));
  if (state.code) enter(state.province, state.code); else shade();
}));
shade();
const busiest = [...chart.querySelectorAll(".tile")].map((tile) => tile.dataset.code).sort((a, b) => at(b)[1] - at(a)[1] || (a < b ? -1 : 1))[0];
if (at(busiest)[1]) enter(busiest, busiest);
