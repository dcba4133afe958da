// The legend, which is the filter: classes and relations to switch off, region, article, confidence, time.

function count(keys) {
  const totals = new Map();
  for (const key of keys) totals.set(key, (totals.get(key) || 0) + 1);
  return totals;
}
const classTotals = count(entities.filter((_, i) => !bylined[i] || entities[i].type !== "Article").map((entity) => entity.type));
const relationTotals = count(facts.map((fact) => fact.p));
const articleNumbers = entities.map((_, i) => i).filter((i) => entities[i].type === "Article");

function renderCounts() {
  const shown = [...shownNodes].filter((i) => entities[i].type !== "Article").length;
  const all = word("counts", page.counts);
  find("counts").textContent = filtered() || state.focus || state.layout !== "net" ? word("shown", { n: shown.toLocaleString("en"), all: page.counts.entities }) : all;
  find("counts").title = all;
  const reset = find("reset");
  if (reset) reset.hidden = !filtered();
}
/** Sets some of the filters; a card whose thing is gone from the picture closes. */
function filterBy(changes) {
  Object.assign(state, changes);
  renderLegend();
  refresh();
  if (state.node !== null && !shownNodes.has(state.node)) { Object.assign(state, { node: null, fact: null }); renderCard(); refresh(); }
}
function filterAndFit(changes) {
  filterBy(changes);
  fit();
}
function toggle(set, name) {
  if (!set.delete(name)) set.add(name);
  filterBy({});
}
function keyButton(set, name, mark, label, total) {
  return el("button", { type: "button", className: "key", "aria-pressed": String(!set.has(name)), "data-key": name,
    onclick: () => toggle(set, name) }, mark, el("span", { title: label }, label), el("small", {}, total.toLocaleString("en")));
}
/** The first or last day that a year, a month or a day such as 2023, 2023-2 or 2023.02.05 stands for; "" for none. */
function wholeDay(text, last) {
  const found = /^(\d{4})(?:[-/.年](\d{1,2}))?(?:[-/.月](\d{1,2}))?[月日]?$/.exec(text.trim());
  if (!found) return "";
  const [, y, m, d] = found, month = Number(m || (last ? 12 : 1));
  const day = new Date(Date.UTC(Number(y), d || !last ? month - 1 : month, d ? Number(d) : last ? 0 : 1));
  return Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
}
/** A filter for one thing: a field to find it in, or its name with a button that lets go of it. */
function chooser(name, propose) {
  const chosen = state[name];
  const title = el("label", { className: "title", htmlFor: chosen === null ? `${name}-field` : `${name}-drop` }, word(name));
  if (chosen !== null) {
    return el("div", { className: "chooser" }, title, el("span", { className: "chosen" }, icon(entities[chosen].type, 12),
      el("b", { title: entities[chosen].label }, entities[chosen].label),
      el("button", { type: "button", id: `${name}-drop`, className: "plain", title: word("drop"), "aria-label": word("drop"), onclick: () => filterAndFit({ [name]: null }) }, "×")));
  }
  const field = el("input", { id: `${name}-field`, type: "text", autocomplete: "off", spellcheck: false, role: "combobox", "aria-expanded": "false",
    "aria-controls": `${name}-list`, "aria-autocomplete": "list", placeholder: word(`${name}-any`) });
  const list = el("ul", { id: `${name}-list`, role: "listbox", className: "proposals", hidden: true });
  combobox(field, list, { propose, take: (node) => filterAndFit({ [name]: node }) });
  return el("div", { className: "chooser" }, title, field, list);
}
const some = (numbers) => numbers.slice(0, 60).map((i) => ({ i, form: entities[i].label }));
const regionNumbers = byImportance.filter((i) => entities[i].type === "Region");

function renderLegend() {
  const legend = find("legend");
  const parts = [el("h2", {}, word("classes"), el("button", { type: "button", className: "all", id: "reset", hidden: !filtered(), onclick: () => {
    state.classes.clear();
    state.relations.clear();
    filterAndFit({ ...FILTERS });
  } }, word("all")))];
  for (const name of Object.keys(classes)) {
    if (name !== "Article" && classTotals.has(name)) parts.push(keyButton(state.classes, name, icon(name), classLabel(name), classTotals.get(name)));
  }
  if (articleNumbers.length) {
    parts.push(el("label", { className: "option" }, el("input", { type: "checkbox", id: "articles", "data-key": "articles", checked: state.articles,
      onchange: (event) => { state.articles = event.target.checked; refresh(); } }), word("articles")));
  }
  parts.push(el("h2", {}, word("filters")));
  if (regionNumbers.length) {
    parts.push(chooser("region", (text) => (text.trim() ? lookUp(text, (i) => entities[i].type === "Region") : some(regionNumbers))));
  }
  if (articleNumbers.length > 1) {
    parts.push(chooser("article", (text) => (text.trim() ? lookUp(text, (i) => entities[i].type === "Article") : some(articleNumbers))));
  }
  const day = (name) => el("input", { type: "text", inputMode: "numeric", id: name, "data-key": name, value: state[name], "aria-label": word(name),
    placeholder: daysKnown.length ? word(name) : "", autocomplete: "off", onchange: (event) => filterBy({ [name]: wholeDay(event.target.value, name === "to") }),
    onkeydown: (event) => { if (event.key === "Enter") event.target.blur(); } });
  if (daysKnown.length) parts.push(el("div", { className: "chooser" }, el("span", { className: "title" }, word("time")), el("span", { className: "days" }, day("from"), "–", day("to"))));
  const output = el("output", {}, state.confidence.toFixed(2));
  parts.push(el("label", { className: "chooser slider" }, el("span", { className: "title" }, word("confidence")), output,
    el("input", { type: "range", id: "confidence", "data-key": "confidence", "aria-label": word("confidence"), min: 0, max: 1, step: 0.05, value: state.confidence, oninput: (event) => {
      state.confidence = Number(event.target.value); output.textContent = state.confidence.toFixed(2); refresh(); } })));
  parts.push(el("h2", {}, word("relations")));
  for (const name of Object.keys(relations)) {
    if (name !== "mentions" && relationTotals.has(name)) parts.push(keyButton(state.relations, name, stroke(name), relationLabel(name), relationTotals.get(name)));
  }
  const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
  legend.replaceChildren(...parts);
  if (held) for (const button of legend.querySelectorAll("[data-key]")) if (button.dataset.key === held) button.focus();
}
function toggleLegend(open = !find("legend").classList.contains("open")) {
  find("legend").classList.toggle("open", open);
  find("filter").setAttribute("aria-expanded", String(open));
}
