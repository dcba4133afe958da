// The matrix: choose what counts, a cell, a body; arrow keys walk from cell to cell.
const $ = (id) => document.getElementById(id);
const KINDS = ["collaboration", "together", "programme"];
const on = new Set(KINDS);
const pairs = new Map(DATA.cells.map(([one, other, links]) => [`${one},${other}`, links]));
const buttons = [...document.querySelectorAll("td button")];
const placeOf = (button) => button.dataset.at.split(",").map(Number);
const linksOf = (i, j) => (pairs.get(`${Math.min(i, j)},${Math.max(i, j)}`) || []).filter(([kind]) => on.has(kind));
const shade = (count, most) => most <= 5 ? (most > 2 ? 5 - most + count : 2 + count) : 1 + Math.min(4, Math.floor((5 * Math.log(count) / Math.log(most)) * 0.9999));

function draw() {
  const counts = buttons.map((button) => linksOf(...placeOf(button)).length), most = Math.max(1, ...counts);
  buttons.forEach((button, number) => {
    const links = linksOf(...placeOf(button));
    button.hidden = !counts[number];
    button.textContent = counts[number];
    button.className = `l${counts[number] ? shade(counts[number], most) : 0}${links.some(([kind]) => kind === "collaboration") ? " said" : ""}`;
  });
  const wanted = $("find") ? $("find").value.trim().toLowerCase() : "";
  document.querySelectorAll("tbody tr").forEach((row, i) => {
    const [, label, aliases] = DATA.things[DATA.bodies[i]];
    row.classList.toggle("off", Boolean(wanted) && ![label, ...aliases].some((name) => name.toLowerCase().includes(wanted)));
  });
  for (const button of buttons) button.tabIndex = -1;
  const first = buttons.find((button) => !button.hidden && !button.closest("tr.off"));
  if (first) first.tabIndex = 0;
}

function light(i, j) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  if (i === undefined) return;
  document.querySelectorAll("tbody tr")[i].classList.add("lit");
  document.querySelectorAll("thead th")[j].classList.add("lit");
  document.querySelectorAll("tbody tr")[j].classList.add("lit");
}

function show(button) {
  const [i, j] = placeOf(button), links = linksOf(i, j), ends = [DATA.bodies[i], DATA.bodies[j]];
  const names = ends.flatMap((end) => [DATA.things[end][1], ...DATA.things[end][2]]);
  const name = (end) => make("button", { class: "link", type: "button", onclick: () => thingCard(end) }, DATA.things[end][1]);
  const parts = links.map(([kind, via, facts]) => {
    const [figures] = proofsOf(facts, via === null ? names : [...names, DATA.things[via][1], ...DATA.things[via][2]]);
    return make("section", {}, make("h3", {}, WORDS[kind]), via === null ? null : make("p", {}, make("button", { class: "link", type: "button", onclick: () => thingCard(via) }, DATA.things[via][1])), ...figures);
  });
  openCard(button, make("div", { class: "pair" }, name(ends[0]), make("small", {}, WORDS.with), name(ends[1])), ...parts);
  document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
  button.classList.add("chosen");
}

const table = document.querySelector("table");
if (table) {
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td button"), row = event.target.closest("[data-row]");
    if (cell) show(cell);
    else if (row) thingCard(DATA.bodies[Number(row.dataset.row)], row);
  });
  for (const name of ["pointerover", "focusin"]) table.addEventListener(name, (event) => { const cell = event.target.closest("td button"); if (cell) light(...placeOf(cell)); else light(); });
  table.addEventListener("pointerleave", () => light());
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key], from = event.target.closest("td button");
    if (!step || !from) return;
    event.preventDefault();
    const [i, j] = placeOf(from), along = step[0] ? (p) => p[1] === j && Math.sign(p[0] - i) === step[0] : (p) => p[0] === i && Math.sign(p[1] - j) === step[1];
    const next = buttons.filter((b) => !b.hidden && !b.closest("tr.off") && along(placeOf(b))).sort((a, b) => Math.abs(placeOf(a)[0] - i) + Math.abs(placeOf(a)[1] - j) - Math.abs(placeOf(b)[0] - i) - Math.abs(placeOf(b)[1] - j))[0];
    if (next) { from.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  });
  document.querySelectorAll("[data-kind]").forEach((button) => {
    const count = DATA.cells.filter(([, , links]) => links.some(([kind]) => kind === button.dataset.kind)).length;
    button.querySelector("small").textContent = String(count);
    button.addEventListener("click", () => {
      if (!on.delete(button.dataset.kind)) on.add(button.dataset.kind);
      if (!on.size) KINDS.forEach((kind) => on.add(kind));
      document.querySelectorAll("[data-kind]").forEach((other) => other.setAttribute("aria-pressed", String(on.has(other.dataset.kind))));
      draw();
    });
  });
  $("find").addEventListener("input", draw);
  draw();
}
