// Search, legend, keys and buttons; the start of everything stands at the end.

// ---- Search
const fold = (text) => text.normalize("NFKC").toLowerCase();
const index = entities.map((entity, i) => ({ i, forms: [entity.label, ...entity.aliases].map((form) => [fold(form), form]) }));
let hits = [], chosen = 0;
function lookUp(text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const scored = [];
  for (const { i, forms } of index) {
    let best = null;
    for (const [folded, form] of forms) {
      const at = folded.indexOf(wanted);
      if (at < 0) continue;
      const score = folded === wanted ? 0 : at === 0 ? 1 : 2;
      if (!best || score < best.score) best = { i, score, form };
    }
    if (best) scored.push(best);
  }
  const weight = ({ i }) => (given.has(i) ? given.get(i).size : 0);
  return scored.sort((a, b) => a.score - b.score || bylined[a.i] - bylined[b.i] || weight(b) - weight(a) || a.i - b.i).slice(0, 30);
}
function renderResults() {
  const field = find("search"), list = find("results"), open = field.value.trim() !== "";
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  field.setAttribute("aria-activedescendant", hits.length && open ? `hit-${chosen}` : "");
  list.replaceChildren(...(hits.length ? hits.map(({ i, form }, k) => el("li", {
    id: `hit-${k}`, role: "option", "aria-selected": String(k === chosen), onpointerdown: (event) => { event.preventDefault(); take(k); } },
  icon(entities[i].type, 13), form, el("small", {}, form === entities[i].label ? classLabel(entities[i].type) : entities[i].label)))
    : [el("li", { className: "none" }, word("nothing"))]));
  const current = list.querySelector('[aria-selected="true"]');
  if (current) current.scrollIntoView({ block: "nearest" });
}
function take(k) {
  if (!hits[k]) return;
  const node = hits[k].i;
  find("search").value = "";
  hits = [];
  renderResults();
  find("search").blur();
  select(node);
}
find("search").addEventListener("input", (event) => { hits = lookUp(event.target.value); chosen = 0; renderResults(); });
find("search").addEventListener("blur", () => { find("results").hidden = true; });
find("search").addEventListener("focus", () => { if (find("search").value.trim()) renderResults(); });
find("search").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) { chosen = (chosen + step + hits.length) % hits.length; renderResults(); event.preventDefault(); }
  if (event.key === "Enter" && !event.isComposing) take(chosen);
});
addEventListener("keydown", (event) => {
  const typing = ["INPUT", "TEXTAREA"].includes(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
  if (event.key === "/" && !typing) { find("search").focus(); event.preventDefault(); }
  if (event.key !== "Escape") return;
  if (document.activeElement === find("search")) {
    find("search").value = "";
    hits = [];
    renderResults();
    find("search").blur();
  } else if (find("legend").classList.contains("open")) toggleLegend(false);
  else if (state.node !== null || state.fact !== null) clear();
  else if (state.focus) focusOn(state.focus.node, 0);
});

// ---- Legend
function count(keys) {
  const totals = new Map();
  for (const key of keys) totals.set(key, (totals.get(key) || 0) + 1);
  return totals;
}
const classTotals = count(entities.map((entity) => entity.type));
const relationTotals = count(facts.map((fact) => fact.p));
function toggle(set, name) {
  if (!set.delete(name)) set.add(name);
  if (state.node !== null && state.classes.has(entities[state.node].type)) Object.assign(state, { node: null, fact: null });
  renderLegend();
  renderCard();
  refresh();
}
function keyButton(set, name, mark, label, total) {
  return el("button", { type: "button", className: "key", "aria-pressed": String(!set.has(name)), "data-key": name,
    onclick: () => toggle(set, name) }, mark, el("span", { title: label }, label), el("small", {}, String(total)));
}
function renderLegend() {
  const legend = find("legend"), changed = state.classes.size + state.relations.size > 0;
  const restoreAll = el("button", { type: "button", className: "all", hidden: !changed, onclick: () => {
    state.classes.clear(); state.relations.clear(); renderLegend(); refresh(); } }, word("all"));
  const parts = [el("h2", {}, word("classes"), restoreAll)];
  for (const name of Object.keys(classes)) {
    if (name !== "Article" && classTotals.has(name)) parts.push(keyButton(state.classes, name, icon(name), classLabel(name), classTotals.get(name)));
  }
  if (classTotals.has("Article")) {
    parts.push(el("label", { className: "option" }, el("input", { type: "checkbox", id: "articles", checked: state.articles,
      onchange: (event) => { state.articles = event.target.checked; refresh(); } }), word("articles")));
  }
  parts.push(el("h2", {}, word("relations")));
  for (const name of Object.keys(relations)) {
    if (name !== "mentions" && relationTotals.has(name)) {
      parts.push(keyButton(state.relations, name, stroke(name), relations[name].label[lang], relationTotals.get(name)));
    }
  }
  const output = el("output", {}, state.confidence.toFixed(2));
  parts.push(el("label", { className: "option slider" }, el("span", {}, word("confidence")), output,
    el("input", { type: "range", id: "confidence", min: 0, max: 1, step: 0.05, value: state.confidence, oninput: (event) => {
      state.confidence = Number(event.target.value); output.textContent = state.confidence.toFixed(2); refresh(); } })));
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
  legend.replaceChildren(...parts);
  if (focused) for (const button of legend.querySelectorAll("[data-key]")) if (button.dataset.key === focused) button.focus();
}
function toggleLegend(open = !find("legend").classList.contains("open")) {
  find("legend").classList.toggle("open", open);
  find("legend-button").setAttribute("aria-expanded", String(open));
}

// ---- Pointer
network.on("click", ({ nodes, edges }) => {
  toggleLegend(false);
  if (nodes.length) select(nodes[0], { move: narrow() });
  else if (edges.length) selectFact(edges[0], { move: narrow() });
  else if (state.node !== null || state.fact !== null) clear();
});
network.on("doubleClick", ({ nodes }) => { if (nodes.length) focusOn(nodes[0], 1); });
network.on("hoverNode", ({ node }) => { state.hover = node; network.redraw(); });
network.on("blurNode", () => { state.hover = null; network.redraw(); });
network.on("hoverEdge", ({ edge }) => { const old = state.hoverFact; state.hoverFact = edge; glance(old, edge); });
network.on("blurEdge", () => { const old = state.hoverFact; state.hoverFact = null; glance(old, null); });

// ---- Buttons
function savePicture() {
  const canvas = network.canvas.frame.canvas, copy = el("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = ink.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => {
    const anchor = el("a", { href: URL.createObjectURL(blob), download: `${page.title}.png` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
  });
}
function label(id, name, text) {
  Object.assign(find(id), { title: word(name), textContent: text || word(name) }).setAttribute("aria-label", word(name));
}
label("fit", "fit");
label("image", "image");
label("theme", "theme", "◐");
label("legend-button", "legend");
find("fit").addEventListener("click", () => fit());
find("image").addEventListener("click", savePicture);
find("legend-button").addEventListener("click", () => toggleLegend());
find("theme").addEventListener("click", () => { state.dark = !state.dark; repaint(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { state.dark = event.matches; repaint(); });
function repaint() {
  applyTheme();
  renderLegend();
  renderCard();
  refresh();
}

// ---- Start
find("counts").textContent = word("counts", page.counts);
find("search").placeholder = word("search");
find("search").setAttribute("aria-label", word("search"));
find("graph").setAttribute("aria-label", page.title);
find("help").textContent = word("help");
if (page.notes.length) {
  find("note").hidden = false;
  find("note").replaceChildren(...page.notes.flatMap(([text, code]) => [text, code ? el("code", {}, code) : ""]));
}
if (!page.network.nodes.length) Object.assign(find("blank"), { hidden: false, textContent: word("empty") });
repaint();
fit(false);
if (location.hash.length > 1) restore();
else if (page.focus !== null) select(page.focus, { move: false });
network.once("afterDrawing", () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
network.redraw();
window.kg = {
  page, state, network, select, selectFact, focusOn, clear, fit, lookUp,
  find: (name) => entities.findIndex((entity) => entity.id === name || entity.label === name),
  shown: () => ({ nodes: shownNodes, facts: shownFacts, labels: shownLabels }),
};
