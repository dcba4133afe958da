// Going from one thing to the next, and the address that brings all of it back.

/** Lets go of whatever keeps a thing out of the picture. */
function visible(node) {
  if (bylined[node] && node !== state.article) state.articles = true;
  state.classes.delete(entities[node].type);
  if (sieves().some((set) => !set.has(node))) {
    Object.assign(state, FILTERS, { confidence: state.confidence });
    if (sieves().some((set) => !set.has(node))) state.layout = "net";
  }
  disks.reveal(node);
  if (state.focus && !shownNodes.has(node)) state.focus = { ...state.focus, node };
  renderLegend();
  renderLayouts();
}
/** Moves the picture when the card lies over what is chosen. */
function uncover(node) {
  if (node === null || node !== state.node || !picture.stands(node)) return;
  const { scale, left, top } = picture.frame(), card = find("card"), x = spots[node].x * scale + left, y = spots[node].y * scale + top;
  if (x > card.offsetLeft - 20 && y > card.offsetTop - 20) approach([node]);
}
function show({ move = true } = {}) {
  renderCard();
  refresh();
  if (!move) return setTimeout(uncover, DOUBLE, state.node);
  if (state.node !== null) approach([state.node]);
  if (state.fact !== null) approach([facts[state.fact].s, facts[state.fact].o]);
}
function select(node, options) {
  if (state.node !== null && state.node !== node) state.trail = [...state.trail.filter((n) => n !== node), state.node];
  Object.assign(state, { node, fact: null, hover: null, hoverFact: null });
  visible(node);
  show(options);
}
function selectFact(fact, options) {
  if (state.node !== null) state.trail = [...state.trail.filter((n) => n !== state.node), state.node];
  Object.assign(state, { node: null, fact, hover: null, hoverFact: null });
  if (!shownNodes.has(facts[fact].s)) visible(facts[fact].s);
  if (!shownNodes.has(facts[fact].o)) visible(facts[fact].o);
  show(options);
}
function goBack() {
  const node = state.trail.pop();
  if (node === undefined) return;
  Object.assign(state, { node, fact: null });
  visible(node);
  show();
}
function clear() {
  Object.assign(state, { node: null, fact: null, trail: [] });
  show({ move: false });
}
function focusOn(node, depth) {
  state.focus = depth > 0 ? { node, depth } : null;
  visible(node);
  show({ move: false });
  fit();
}

// ---- The address
let written = "";
function address() {
  const parts = new URLSearchParams(), id = (node) => entities[node].id;
  if (state.node !== null) parts.set("node", id(state.node));
  if (state.fact !== null) {
    const fact = facts[state.fact];
    parts.set("edge", [id(fact.s), fact.p, id(fact.o)].join(" "));
  }
  if (state.focus) { parts.set("focus", id(state.focus.node)); parts.set("depth", state.focus.depth); }
  if (state.layout !== "net") parts.set("layout", state.layout);
  if (state.articles) parts.set("articles", "1");
  if (state.classes.size) parts.set("without", [...state.classes].sort().join(" "));
  if (state.relations.size) parts.set("unrelated", [...state.relations].sort().join(" "));
  if (state.confidence) parts.set("confidence", state.confidence);
  for (const name of ["region", "article"]) if (state[name] !== null) parts.set(name, id(state[name]));
  for (const name of ["from", "to"]) if (state[name]) parts.set(name, state[name]);
  if (state.open.size) parts.set("open", [...state.open].sort((a, b) => a - b).join(" "));
  return parts;
}
/** Writes the address; what one looks at goes into the browser's history, filters replace its last entry. */
function remember() {
  const parts = address(), hash = parts.toString();
  if (hash === location.hash.slice(1)) return;
  const old = new URLSearchParams(location.hash.slice(1));
  const moved = ["node", "edge", "focus", "depth", "layout"].some((key) => (old.get(key) || "") !== (parts.get(key) || ""));
  written = hash;
  if (moved) location.hash = hash;
  // Not "#…" alone: in a frame made of text (a notebook's) that is an address of the page around it.
  else location.replace(`${location.href.split("#")[0]}#${hash}`);
}
function restore() {
  const parts = new URLSearchParams(location.hash.slice(1)), node = byId.get(parts.get("node")), centre = byId.get(parts.get("focus"));
  const list = (name) => (parts.get(name) || "").split(" ").filter(Boolean), number = (name) => { const i = byId.get(parts.get(name)); return i === undefined ? null : i; };
  const day = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(parts.get(name) || "") ? parts.get(name) : "");
  const depth = Math.min(9, Math.max(1, parseInt(parts.get("depth"), 10) || 1)), edge = (parts.get("edge") || "").split(" ");
  const fact = edge.length < 3 ? -1 : facts.findIndex((f) => entities[f.s].id === edge[0] && f.p === edge[1] && entities[f.o].id === edge[2]);
  Object.assign(state, {
    focus: centre === undefined ? null : { node: centre, depth }, layout: TREES[parts.get("layout")] ? parts.get("layout") : "net",
    articles: parts.get("articles") === "1", classes: new Set(list("without").filter((name) => classes[name])),
    relations: new Set(list("unrelated").filter((name) => relations[name])), confidence: Math.min(1, Math.max(0, Number(parts.get("confidence")) || 0)),
    region: number("region"), article: number("article"), from: day("from"), to: day("to"),
    open: new Set(list("open").map(Number).filter((c) => Number.isInteger(c) && c >= 0 && c < (page.network.groups || []).length)),
    node: null, fact: null, hover: null, hoverFact: null,
  });
  arrange();
  computeShown();
  if (node !== undefined) select(node);
  else if (fact >= 0) selectFact(fact);
  else clear();
  renderLegend();
  renderLayouts();
  if (node === undefined && fact < 0) fit();
}
addEventListener("hashchange", () => {
  if (location.hash.slice(1) !== written) { written = location.hash.slice(1); restore(); }
});
