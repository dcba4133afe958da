// Buttons, keys, and the start of everything.

function button(id, mark, name, act) {
  const target = find(id);
  target.replaceChildren(sign(mark), ...(target.classList.contains("named") ? [el("span", {}, word(name))] : []));
  target.title = word(name);
  target.setAttribute("aria-label", word(name));
  target.addEventListener("click", act);
}
button("filter", "filter", "legend", () => toggleLegend());
button("show-table", "table", "table", () => openDrawer(drawer === "table" ? null : "table"));
if (page.panel) button("show-ask", "ask", "ask", () => openDrawer(drawer === "ask" ? null : "ask"));
else find("show-ask").hidden = true;
button("image", "image", "image", savePicture);
button("theme", "theme", "theme", () => { state.dark = !state.dark; repaint(); });
button("nearer", "plus", "nearer", () => zoomBy(1.4));
button("farther", "minus", "farther", () => zoomBy(1 / 1.4));
button("fit", "fit", "fit", () => fit());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { state.dark = event.matches; repaint(); });

function repaint() {
  applyTheme();
  renderLegend();
  renderLayouts();
  renderCard();
  refresh();
}
function renderLayouts() {
  const choices = ["net", ...Object.keys(TREES).filter((name) => facts.some((fact) => fact.p === TREES[name]))];
  find("layouts").hidden = choices.length < 2;
  find("layouts").replaceChildren(...choices.map((name) => el("button", { type: "button", "aria-pressed": String(state.layout === name), "data-layout": name,
    onclick: () => { state.layout = name; state.focus = null; filterBy({}); renderLayouts(); renderCard(); } }, word(`layout-${name}`))));
}

// ---- Keys
const typing = () => {
  const { tagName, type } = document.activeElement || {};
  return tagName === "TEXTAREA" || tagName === "SELECT" || (tagName === "INPUT" && !["checkbox", "range"].includes(type));
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing()) { find("search").focus(); event.preventDefault(); }
  if (event.key !== "Escape" || event.isComposing) return;
  if (typing()) document.activeElement.blur();
  else if (find("legend").classList.contains("open")) toggleLegend(false);
  else if (drawer) openDrawer(null);
  else if (state.node !== null || state.fact !== null) clear();
  else if (state.focus) focusOn(state.focus.node, 0);
});
/** Keys on the picture: arrows walk over the neighbours of what is chosen, or move the picture; + and − zoom. */
find("graph").addEventListener("keydown", (event) => {
  const turn = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.key === "+" || event.key === "=") zoomBy(1.4);
  else if (event.key === "-") zoomBy(1 / 1.4);
  else if (event.key === "0") fit();
  else if (event.key === "Enter" && state.hover !== null) select(state.hover);
  else if (event.key === "Enter" && state.node === null) { const first = byImportance.find((i) => shownNodes.has(i)); if (first !== undefined) select(first); }
  else if (turn && state.node !== null) {
    const ring = [...new Set(around[state.node].filter((f) => shownFacts.has(f)).map((f) => opposite(facts[f], state.node)))]
      .map((i) => ({ i, angle: Math.atan2(spots[i].y - spots[state.node].y, spots[i].x - spots[state.node].x) })).sort((a, b) => a.angle - b.angle).map(({ i }) => i);
    if (!ring.length) return;
    const at = ring.indexOf(state.hover);
    state.hover = ring[(at + turn + ring.length) % ring.length];
    picture.redraw();
  } else if (turn) {
    const far = 80 * turn;
    panBy(/Left|Right/.test(event.key) ? far : 0, /Up|Down/.test(event.key) ? far : 0);
  } else return;
  event.preventDefault();
});

// ---- Start
applyTheme();
buildTimeline(); // before the picture: it takes room from it
picture = page.network.nodes ? visPicture() : largePicture();
find("search").placeholder = word("search");
find("search").setAttribute("aria-label", word("search"));
combobox(find("search"), find("results"), { propose: (text) => lookUp(text), take: (node) => select(node) });
find("graph").setAttribute("aria-label", `${page.title} · ${word("picture")}`);
find("layouts").setAttribute("aria-label", word("layout"));
find("legend").setAttribute("aria-label", word("legend"));
find("help").textContent = word("help");
if (page.notes.length) {
  find("note").hidden = false;
  find("note").replaceChildren(...page.notes.flatMap(([text, code]) => [text, code ? el("code", {}, code) : ""]));
}
if (!entities.length) Object.assign(find("blank"), { hidden: false, textContent: word("empty") });
renderLegend();
renderLayouts();
computeShown();
if (location.hash.length > 1) { written = location.hash.slice(1); picture.refresh(); restore(); }
else {
  refresh();
  fit(false);
  if (page.focus !== null) select(page.focus, { move: false });
}
picture.redraw();
requestAnimationFrame(() => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
addEventListener("resize", () => picture.redraw());
window.kg = {
  page, state, picture, table, select, selectFact, focusOn, filterBy, clear, fit, lookUp, tableCsv, toCsv, openDrawer,
  find: (name) => entities.findIndex((entity) => entity.id === name || entity.label === name),
  shown: () => ({ nodes: shownNodes, facts: shownFacts, labels: shownLabels }),
};
