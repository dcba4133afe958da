"use strict";
// The picture: what is shown, how nodes, labels and edges are drawn. Everything else calls refresh() or select().

const page = JSON.parse(document.getElementById("data").textContent);
const { words, entities, facts, classes, relations } = page;
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

const state = {
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  classes: new Set(), relations: new Set(), // switched off
  articles: false, confidence: 0,
  node: null, fact: null, hover: null, hoverFact: null,
  focus: null, // {node, depth}
  trail: [],
};
const tone = () => (state.dark ? 1 : 0);
const classColor = (type) => (classes[type] || classes.Article).colors[tone()];
const relationColor = (predicate) => (relations[predicate] || relations.mentions).colors[tone()];
const ink = {};

// ---- What hangs together
const around = entities.map(() => []); // facts of each entity, by number
facts.forEach((fact, i) => {
  around[fact.s].push(i);
  if (fact.o !== fact.s) around[fact.o].push(i);
});
const opposite = (fact, node) => (fact.s === node ? fact.o : fact.s);
/** Articles and those who only write them come and go together. */
const bylined = entities.map((entity, i) =>
  entity.type === "Article" || (around[i].length > 0 && entity.type === "Person" &&
    around[i].every((f) => ["wrote", "mentions"].includes(facts[f].p)) && around[i].some((f) => facts[f].p === "wrote")));

let shownNodes = new Set();
let shownFacts = new Set();
function computeShown() {
  const drawable = (i) => !state.classes.has(entities[i].type) && (state.articles || !bylined[i]);
  const usable = (fact) => !state.relations.has(fact.p) && fact.c >= state.confidence;
  let nodes = new Set(entities.map((_, i) => i).filter(drawable));
  if (state.focus) {
    const reached = new Set([state.focus.node]);
    let rim = [state.focus.node];
    for (let step = 0; step < state.focus.depth; step++) {
      const next = [];
      for (const node of rim) for (const f of around[node]) {
        const other = opposite(facts[f], node);
        if (edgeOf.has(f) && usable(facts[f]) && nodes.has(other) && !reached.has(other)) { reached.add(other); next.push(other); }
      }
      rim = next;
    }
    nodes = reached;
  }
  shownNodes = nodes;
  shownFacts = new Set([...edgeOf.keys()].filter((f) => usable(facts[f]) && nodes.has(facts[f].s) && nodes.has(facts[f].o)));
}

// ---- Shapes, the same in the legend and on the canvas
function outline(shape, r) {
  const polygon = (n, turn, radii = [r]) => Array.from({ length: n }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / n, far = radii[k % radii.length];
    return `${k ? "L" : "M"}${(far * Math.cos(angle)).toFixed(2)} ${(far * Math.sin(angle)).toFixed(2)}`;
  }).join("") + "Z";
  const circle = (q) => `M${q} 0A${q} ${q} 0 1 1 ${-q} 0A${q} ${q} 0 1 1 ${q} 0Z`;
  const up = -Math.PI / 2;
  switch (shape) {
    case "square": return polygon(4, Math.PI / 4, [r * 1.22]);
    case "diamond": return polygon(4, 0, [r * 1.22]);
    case "triangle": return polygon(3, up, [r * 1.3]);
    case "triangleDown": return polygon(3, -up, [r * 1.3]);
    case "hexagon": return polygon(6, 0, [r * 1.1]);
    case "star": return polygon(10, up, [r * 1.38, r * 0.68]);
    case "+ring": return circle(r * 0.95) + circle(r * 0.42);
    case "+sheet": return `M${-r * 0.8} ${-r}H${r * 0.3}L${r * 0.8} ${-r * 0.5}V${r}H${-r * 0.8}Z`;
    default: return circle(r);
  }
}
const paths = new Map();
function pathOf(shape, r) {
  const key = `${shape} ${r}`;
  if (!paths.has(key)) paths.set(key, new Path2D(outline(shape, r)));
  return paths.get(key);
}
function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
function icon(type, size = 15) {
  const style = classes[type] || classes.Article;
  return svg("svg", { width: size, height: size, viewBox: "-8 -8 16 16", "aria-hidden": "true" },
    svg("path", { d: outline(style.shape, 5.6), fill: classColor(type), "fill-rule": "evenodd" }));
}
function stroke(predicate) {
  const { dash } = relations[predicate] || relations.mentions;
  return svg("svg", { width: 22, height: 10, "aria-hidden": "true" }, svg("path", {
    d: "M1 5H21", stroke: relationColor(predicate), "stroke-width": 2.2, "stroke-dasharray": dash.join(" ") || "none" }));
}

// ---- The network
const given = new Map(page.network.nodes.map((node) => [node.id, node]));
const edgeOf = new Map(page.network.edges.map((edge) => [edge.id, edge]));
const near = new Set(); // what stays bright while something is selected
const labels = new Map(page.network.nodes.map((node) => [node.id, String(node.label).split("\n")]));
const byImportance = [...page.network.nodes].sort((a, b) => b.size - a.size || a.id - b.id).map((node) => node.id);

function paint({ ctx, id, x, y, state: { hover } }) {
  const { size: r } = given.get(id), shape = (classes[entities[id].type] || classes.Article).shape;
  const chosen = id === state.node, dim = near.size > 0 && !near.has(id);
  return {
    drawNode() {
      ctx.save();
      ctx.translate(x, y);
      if (chosen || hover) {
        ctx.globalAlpha = chosen ? 0.24 : 0.14;
        ctx.fillStyle = classColor(entities[id].type);
        ctx.fill(pathOf("dot", r + 9));
      }
      ctx.globalAlpha = dim ? 0.16 : 1;
      const path = pathOf(shape, r);
      ctx.lineJoin = "round";
      ctx.lineWidth = 3;
      ctx.strokeStyle = ink.ground;
      ctx.stroke(path); // a rim in the colour of the ground parts nodes from the edges under them
      ctx.fillStyle = classColor(entities[id].type);
      ctx.fill(path, "evenodd");
      ctx.restore();
    },
    nodeDimensions: { width: 2 * r, height: 2 * r },
  };
}

const nodeData = new vis.DataSet(page.network.nodes.map((node) => ({
  id: node.id, x: node.x, y: node.y, size: node.size, shape: "custom", ctxRenderer: paint })));
const edgeData = new vis.DataSet(page.network.edges.map((edge) => ({
  id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes, smooth: edge.smooth, width: edge.width })));
const network = new vis.Network(find("graph"), { nodes: nodeData, edges: edgeData }, page.network.options);

function edgeLook(f) {
  const chosen = f === state.fact || f === state.hoverFact;
  const close = chosen || (state.node !== null && (facts[f].s === state.node || facts[f].o === state.node));
  const dim = near.size > 0 && !close && state.fact === null ? 0.06 : near.size > 0 && !close ? 0.08 : null;
  const color = relationColor(facts[f].p);
  const opacity = dim !== null ? dim : close ? 0.95 : facts[f].p === "mentions" ? 0.22 : facts.length > 900 ? 0.3 : 0.46;
  return { color: { color, highlight: color, hover: color, opacity, inherit: false }, width: close ? 2.4 : edgeOf.get(f).width };
}

/** Brings the picture in line with the state. */
function refresh() {
  computeShown();
  near.clear();
  const centre = state.node !== null ? state.node : state.fact === null && state.hover !== null ? state.hover : null;
  if (centre !== null) {
    near.add(centre);
    for (const f of around[centre]) if (shownFacts.has(f)) near.add(opposite(facts[f], centre));
  } else if (state.fact !== null) {
    near.add(facts[state.fact].s).add(facts[state.fact].o);
  }
  nodeData.update(page.network.nodes.map(({ id }) => ({ id, hidden: !shownNodes.has(id) })));
  edgeData.update(page.network.edges.map(({ id }) => ({ id, hidden: !shownFacts.has(id), ...edgeLook(id) })));
}

/** Redraws what a passing pointer changes, without touching what is hidden. */
function glance(before, after) {
  const touched = new Set([before, after].filter((f) => f !== null));
  edgeData.update([...touched].map((id) => ({ id, ...edgeLook(id) })));
  network.redraw();
}

// ---- Labels: the important ones first, none over another, more as one zooms in
const family = getComputedStyle(document.documentElement).getPropertyValue("--sans");
const widths = new Map();
const shownLabels = new Set();
network.on("afterDrawing", (ctx) => {
  const scale = network.getScale(), taken = [];
  const px = Math.min(16, Math.max(11.5, 12.5 * scale)), height = px * 1.28;
  const view = network.canvas.frame.canvas, wide = view.clientWidth, high = view.clientHeight;
  const centre = network.getViewPosition();
  const screen = (x, y) => [(x - centre.x) * scale + wide / 2, (y - centre.y) * scale + high / 2];
  const free = (box) => taken.every((t) => box[0] >= t[2] || box[2] <= t[0] || box[1] >= t[3] || box[3] <= t[1]);
  const measure = (text, weight) => {
    const key = `${weight} ${text}`;
    if (!widths.has(key)) { ctx.font = `${weight} 100px ${family}`; widths.set(key, ctx.measureText(text).width / 100); }
    return widths.get(key) * px;
  };
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  shownLabels.clear();
  const drawLines = (lines, x, y, weight, color, alpha, force) => {
    const w = Math.max(...lines.map((line) => measure(line, weight))), [sx, sy] = screen(x, y);
    const box = [sx - w / 2 - 3, sy - 1, sx + w / 2 + 3, sy + lines.length * height];
    if (box[2] < 0 || box[0] > wide || box[3] < 0 || box[1] > high || !(force || free(box))) return false;
    taken.push(box);
    ctx.font = `${weight} ${px / scale}px ${family}`;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = ink.ground;
    ctx.lineWidth = 3.6 / scale;
    ctx.fillStyle = color;
    lines.forEach((line, k) => {
      ctx.strokeText(line, x, y + (k * height) / scale);
      ctx.fillText(line, x, y + (k * height) / scale);
    });
    return true;
  };
  const nodeLabel = (id, force) => {
    const { x, y } = network.body.nodes[id], strong = id === state.node || id === state.hover;
    const lines = strong ? [entities[id].label] : labels.get(id);
    const dim = near.size > 0 && !near.has(id);
    const weight = strong ? 650 : given.get(id).size >= 17 ? 600 : 450;
    if (drawLines(lines, x, y + given.get(id).size * 1.12 + 4 / scale, weight, ink.ink, dim ? 0.22 : 1, force)) shownLabels.add(id);
  };
  const first = [state.node, state.hover].filter((id) => id !== null && shownNodes.has(id));
  first.forEach((id) => nodeLabel(id, true));
  const loud = new Set([state.fact, state.hoverFact].filter((f) => f !== null && shownFacts.has(f)));
  if (state.node !== null && near.size < 40) around[state.node].forEach((f) => shownFacts.has(f) && loud.add(f));
  const order = near.size ? [...near].sort((a, b) => given.get(b).size - given.get(a).size) : [];
  for (const id of order) if (shownNodes.has(id) && !first.includes(id)) nodeLabel(id, false);
  for (const f of loud) {
    const edge = network.body.edges[f], at = edge && edge.edgeType && edge.edgeType.getPoint ? edge.edgeType.getPoint(0.5) : null;
    if (at) drawLines([relations[facts[f].p].label[page.at]], at.x, at.y - (px * 0.5) / scale, 450, relationColor(facts[f].p), 1,
      f === state.fact || f === state.hoverFact);
  }
  if (!near.size || state.fact !== null || near.size) for (const id of byImportance) {
    if (shownNodes.has(id) && !first.includes(id) && !near.has(id)) nodeLabel(id, false);
  }
  ctx.restore();
});

// ---- The camera
const narrow = () => matchMedia("(max-width: 760px)").matches;
const moving = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;
/** How far the card pushes the middle of the free space. */
function shift() {
  if (find("card").hidden) return { x: 0, y: 0 };
  return narrow() ? { x: 0, y: -find("card").offsetHeight / 2 } : { x: -find("card").offsetWidth / 2, y: 0 };
}
function fit(animated = true) {
  const shown = [...shownNodes];
  if (!shown.length) return;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of shown) {
    const { x, y, size } = given.get(id), half = 66;
    box[0] = Math.min(box[0], x - half); box[1] = Math.min(box[1], y - size - 12);
    box[2] = Math.max(box[2], x + half); box[3] = Math.max(box[3], y + size + 44);
  }
  const view = find("graph"), { x, y } = shift();
  const scale = Math.min((view.clientWidth + 2 * x - 24) / (box[2] - box[0]), (view.clientHeight + 2 * y - 40) / (box[3] - box[1]), 1.35);
  network.moveTo({ position: { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, scale: Math.max(scale, 0.02), offset: { x, y },
    animation: animated && moving() ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
}
function approach(ids) {
  const at = ids.map((id) => given.get(id)), { x, y } = shift();
  network.moveTo({
    position: { x: at.reduce((sum, n) => sum + n.x, 0) / at.length, y: at.reduce((sum, n) => sum + n.y, 0) / at.length },
    scale: Math.max(network.getScale(), 0.85), offset: { x, y },
    animation: moving() ? { duration: 300, easingFunction: "easeInOutQuad" } : false });
}

function applyTheme() {
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "ink"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
}
