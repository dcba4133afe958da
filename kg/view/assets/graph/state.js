"use strict";
// What the page holds and what of it is shown. Everything that changes the state calls refresh() afterwards.

const page = JSON.parse(document.getElementById("data").textContent);
const { words, entities, facts, classes, relations } = page;
const lang = page.at;
const byId = new Map(entities.map((entity, i) => [entity.id, i]));
const find = (id) => document.getElementById(id);
const word = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

/** An element with properties and children; strings become text, never markup. */
function el(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const FILTERS = { confidence: 0, region: null, article: null, from: "", to: "" };
const state = {
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  classes: new Set(), relations: new Set(), // switched off
  articles: false, ...FILTERS,
  layout: "net", // net, agencies, regions
  open: new Set(), // communities that are unfolded, in a large picture
  node: null, fact: null, hover: null, hoverFact: null,
  focus: null, // {node, depth}
  trail: [],
};
const tone = () => (state.dark ? 1 : 0);
const plainClass = { label: ["", ""], shape: "dot", colors: ["#5B6472", "#A9B2C0"] };
const plainRelation = { label: ["", ""], back: ["", ""], colors: ["#8A929E", "#7C8696"], dash: [] };
const classStyle = (type) => classes[type] || plainClass;
const relationStyle = (predicate) => relations[predicate] || plainRelation;
const classColor = (type) => classStyle(type).colors[tone()];
const relationColor = (predicate) => relationStyle(predicate).colors[tone()];
const classLabel = (type) => classStyle(type).label[lang] || type;
const relationLabel = (predicate, back = false) => (back ? relationStyle(predicate).back : relationStyle(predicate).label)[lang] || predicate;
const ink = {};

// ---- What hangs together
const around = entities.map(() => []); // facts of each entity, by number
facts.forEach((fact, i) => {
  around[fact.s].push(i);
  if (fact.o !== fact.s) around[fact.o].push(i);
});
const opposite = (fact, node) => (fact.s === node ? fact.o : fact.s);
const attribute = (node, name) => (entities[node].attributes.find(([key]) => key === name) || [])[1];
/** Articles and those who only write them come and go together. */
const bylined = entities.map((entity, i) =>
  entity.type === "Article" || (entity.type === "Person" && around[i].length > 0 &&
    around[i].every((f) => ["wrote", "mentions"].includes(facts[f].p)) && around[i].some((f) => facts[f].p === "wrote")));
/** The facts that are drawn: not those with oneself, nor that an article mentions a region. */
const drawn = facts.map((fact) => fact.s !== fact.o && !(fact.p === "mentions" && entities[fact.o].type === "Region"));
const weight = entities.map((_, i) => around[i].filter((f) => !["mentions", "wrote"].includes(facts[f].p)).length);
const byImportance = entities.map((_, i) => i).sort((a, b) => bylined[a] - bylined[b] || weight[b] - weight[a] || a - b);

// ---- The filters
let shownNodes = new Set();
let shownFacts = new Set();

/** Whatever can be reached from a set over facts of these relations, from object to subject. */
function grow(members, predicates, accept = () => true) {
  const queue = [...members];
  for (const node of queue) for (const f of around[node]) {
    const fact = facts[f];
    if (fact.o === node && predicates.includes(fact.p) && !members.has(fact.s) && accept(fact.s)) {
      members.add(fact.s);
      queue.push(fact.s);
    }
  }
  return members;
}
/** A region with all within it, who serves there and their units, what happens there, who and what belongs to those. */
function inRegion(region) {
  const members = grow(new Set([region]), ["within"]);
  grow(members, ["jurisdiction", "takesPlaceIn"]);
  grow(members, ["partOf"], (node) => !around[node].some((f) => facts[f].p === "jurisdiction" && facts[f].s === node && !members.has(facts[f].o)));
  for (const node of [...members]) for (const f of around[node]) {
    const { s, p, o } = facts[f];
    if (s === node && p === "implements") members.add(o);
    const placed = (event) => around[event].some((g) => facts[g].p === "takesPlaceIn" && facts[g].s === event);
    if (s === node && p === "organizes" && !placed(o)) members.add(o);
  }
  grow(members, ["memberOf", "about", "underInitiative"]);
  for (const node of [...members]) for (const f of around[node]) if (facts[f].p === "mentions" && facts[f].o === node) members.add(facts[f].s);
  return members;
}
function inArticle(article) {
  const members = new Set([article]);
  for (const f of around[article]) members.add(opposite(facts[f], article));
  for (const fact of facts) if (fact.e.some((item) => item[5] === article)) members.add(fact.s).add(fact.o);
  return members;
}
/** First and last day of an event, or of an article; null where none is known. */
function period(node) {
  const { type } = entities[node];
  const first = type === "Article" ? attribute(node, "date") : attribute(node, "begin");
  return first ? [first, (type === "Article" ? first : attribute(node, "end")) || first] : null;
}
/** Events and articles of these days, and what is joined to them. */
function inTime(from, to) {
  const members = new Set();
  entities.forEach((entity, i) => {
    const days = ["Event", "Article"].includes(entity.type) ? period(i) : null;
    if (days && days[0] <= (to || "9999") && days[1] >= (from || "")) members.add(i);
  });
  for (const node of [...members]) {
    if (entities[node].type !== "Event") continue;
    for (const f of around[node]) {
      const other = opposite(facts[f], node);
      if (entities[other].type !== "Event") members.add(other);
    }
  }
  return members;
}
const TREES = { agencies: "partOf", regions: "within" };
function inTree(predicate) {
  const members = new Set();
  for (const fact of facts) if (fact.p === predicate) members.add(fact.s).add(fact.o);
  return members;
}

let sieve = { key: "", sets: [] };
function sieves() {
  const key = [state.region, state.article, state.from, state.to, state.layout].join("|");
  if (sieve.key !== key) {
    sieve = { key, sets: [] };
    if (state.region !== null) sieve.sets.push(inRegion(state.region));
    if (state.article !== null) sieve.sets.push(inArticle(state.article));
    if (state.from || state.to) sieve.sets.push(inTime(state.from, state.to));
    if (TREES[state.layout]) sieve.sets.push(inTree(TREES[state.layout]));
  }
  return sieve.sets;
}
const usable = (fact) => !state.relations.has(fact.p) && fact.c >= state.confidence;

function computeShown() {
  const sets = sieves(), tree = TREES[state.layout];
  let nodes = new Set();
  for (let i = 0; i < entities.length; i++) {
    if (!state.classes.has(entities[i].type) && (state.articles || !bylined[i] || i === state.article) && sets.every((set) => set.has(i))) nodes.add(i);
  }
  if (state.focus && nodes.has(state.focus.node)) {
    const reached = new Set([state.focus.node]);
    let rim = [state.focus.node];
    for (let step = 0; step < state.focus.depth; step++) {
      const next = [];
      for (const node of rim) for (const f of around[node]) {
        const other = opposite(facts[f], node);
        if (drawn[f] && usable(facts[f]) && nodes.has(other) && !reached.has(other)) { reached.add(other); next.push(other); }
      }
      rim = next;
    }
    nodes = reached;
  }
  shownNodes = nodes;
  shownFacts = new Set();
  facts.forEach((fact, f) => {
    if (drawn[f] && usable(fact) && nodes.has(fact.s) && nodes.has(fact.o) && (!tree || fact.p === tree)) shownFacts.add(f);
  });
}
const filtered = () => Object.entries(FILTERS).some(([key, value]) => state[key] !== value) || state.classes.size + state.relations.size > 0;

/** Brings everything on the page in line with the state. */
function refresh() {
  const arranged = arrange();
  computeShown();
  picture.refresh();
  renderCounts();
  renderTimeline();
  renderTable();
  remember();
  if (arranged) fit();
}

// ---- The theme
function applyTheme() {
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "paper", "ink", "soft", "faint"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
}
const narrow = () => matchMedia("(max-width: 760px)").matches;
const moving = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
