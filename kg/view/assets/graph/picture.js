// The picture: where everything stands, its labels, the camera. What draws it is in vis.js, or large.js for many nodes.

/** Per entity x, y and size; the layouts move them. */
const spots = page.network.nodes ? [] : page.network.at.map(([x, y, size]) => ({ x, y, size, netX: x, netY: y }));
if (page.network.nodes) {
  for (const { id, x, y, size } of page.network.nodes) spots[id] = { x, y, size, netX: x, netY: y };
}
/** So many relations make a name bold: those of the thirty best connected, and never fewer than ten. */
const MANY = Math.max(10, weight[byImportance[Math.min(30, entities.length - 1)]] || 0);
const near = new Set(); // what stays bright while something is selected
function computeNear() {
  near.clear();
  if (state.node !== null && shownNodes.has(state.node)) {
    near.add(state.node);
    for (const f of around[state.node]) if (shownFacts.has(f)) near.add(opposite(facts[f], state.node));
  } else if (state.fact !== null) {
    near.add(facts[state.fact].s).add(facts[state.fact].o);
  }
}
/** Far away, nodes shrink less than the distances between them: they stay visible. */
function swell() {
  const scale = picture ? picture.scale() : 1;
  if (state.layout !== "net") return 1;
  return scale < 1 ? Math.min(page.network.nodes ? 2.4 : 3.4, Math.pow(scale, -0.55)) : 1;
}
const radius = (id) => (state.layout === "net" ? spots[id].size * swell() : 7);

// ---- Labels: the important ones first, none over another, more as one zooms in
const sheet = find("labels");
const family = getComputedStyle(document.documentElement).getPropertyValue("--sans");
const widths = new Map();
const shownLabels = new Set();
function measure(ctx, text, heavy) {
  const key = `${heavy} ${text}`;
  if (!widths.has(key)) {
    ctx.font = `${heavy} 100px ${family}`;
    widths.set(key, ctx.measureText(text).width / 100);
  }
  return widths.get(key);
}
/** A name as the canvas can write it: signs that turn the direction of writing would turn what stands around them. */
const writable = (text) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ");
/** A label in at most two lines of ten characters. */
const wrapped = new Map();
function linesOf(id) {
  if (!wrapped.has(id)) {
    const node = page.network.nodes ? page.network.nodes[id] : null;
    const text = [...writable(entities[id].label)];
    const half = Math.min(11, Math.ceil(text.length / 2));
    wrapped.set(id, node && node.id === id ? String(node.label).split("\n").map(writable) : text.length <= 11 ? [text.join("")]
      : [text.slice(0, half).join(""), text.length > 2 * half ? `${text.slice(half, 2 * half - 1).join("")}…` : text.slice(half).join("")]);
  }
  return wrapped.get(id);
}

function shortName(id, most) {
  const name = [...writable(entities[id].label)];
  return name.length > most ? `${name.slice(0, most - 1).join("")}…` : name.join("");
}
/** What of the screen is taken, in squares of 4 pixels: 1 by a node, 2 by a label. */
let squares = new Uint8Array(0);
function occupancy(wide, high) {
  const across = Math.ceil(wide / 4) + 1, down = Math.ceil(high / 4) + 1;
  if (squares.length !== across * down) squares = new Uint8Array(across * down);
  else squares.fill(0);
  const clip = ([l, t, r, b]) => [Math.max(0, Math.floor(l / 4)), Math.max(0, Math.floor(t / 4)), Math.min(across - 1, Math.floor(r / 4)), Math.min(down - 1, Math.floor(b / 4))];
  return {
    take(box, mark) {
      const [l, t, r, b] = clip(box);
      for (let y = t; y <= b; y++) for (let x = l; x <= r; x++) squares[y * across + x] |= mark;
    },
    free(box, marks) {
      const [l, t, r, b] = clip(box);
      for (let y = t; y <= b; y++) for (let x = l; x <= r; x++) if (squares[y * across + x] & marks) return false;
      return true;
    },
  };
}

function drawLabels() {
  if (!picture) return;
  const { scale, left, top, wide, high } = picture.frame(), ratio = devicePixelRatio || 1;
  if (sheet.width !== Math.round(wide * ratio) || sheet.height !== Math.round(high * ratio)) {
    sheet.width = Math.round(wide * ratio);
    sheet.height = Math.round(high * ratio);
  }
  const ctx = sheet.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, wide, high);
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  shownLabels.clear();
  const grown = swell(), tree = state.layout !== "net";
  if (tree) drawTree(ctx, { scale, left, top });
  // Far away there is more air around a label: names are for finding one's way there, not for reading them all.
  const air = tree ? 0 : scale < 0.5 ? 5 : scale < 0.8 ? 4 : 1;
  const room = occupancy(wide, high);
  if (shownNodes.size < 3000) {
    for (const id of shownNodes) {
      if (!picture.stands(id)) continue;
      const x = spots[id].x * scale + left, y = spots[id].y * scale + top, r = radius(id) * scale * 0.8;
      room.take([x - r, y - r, x + r, y + r], 1);
    }
  }
  /** Writes lines where there is room: `sides` are the places to try around the point, `gap` its distance. */
  const put = (lines, x, y, look) => {
    const { px, heavy, color, alpha, force, gap = 0, sides = [0], over = 3, middle = false, bare = false } = look, clear = middle ? 0 : air, height = px * 1.28, tall = lines.length * height;
    const w = Math.max(...lines.map((line) => measure(ctx, line, heavy))) * px;
    let from = 0, above = 0, side = 0, found = false;
    for (side of sides) {
      from = side === 0 || side === 3 ? x - w / 2 : side === 1 ? x + gap + 5 : x - gap - 5 - w;
      above = middle ? y - tall / 2 : side === 0 ? y + gap + 4 : side === 3 ? y - gap - 4 - tall : y - tall / 2;
      const box = [side === 1 ? from : from - 2 - clear, side === 0 ? above : above - clear / 2, side === 2 ? from + w : from + w + 2 + clear, above + tall - 2 + (side === 3 ? 0 : clear / 2)];
      if (box[2] < 0 || box[0] > wide || box[3] < 0 || box[1] > high) continue;
      if (!force && !room.free(box, over)) continue;
      room.take(box, 2);
      found = true;
      break;
    }
    if (!found) return false;
    ctx.font = `${heavy} ${px}px ${family}`;
    ctx.textAlign = side === 1 ? "left" : side === 2 ? "right" : "center";
    const at = side === 1 ? from : side === 2 ? from + w : x;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = ink.ground;
    ctx.lineWidth = 3.6;
    ctx.fillStyle = color;
    lines.forEach((line, k) => {
      if (!bare) ctx.strokeText(line, at, above + k * height);
      ctx.fillText(line, at, above + k * height);
    });
    return true;
  };
  picture.extraLabels(put, { scale, left, top }, room);
  const nodeLabel = (id, force) => {
    const { x, y, size } = spots[id], strong = id === state.node || id === state.hover;
    const sx = x * scale + left, sy = y * scale + top, gap = (tree ? 7 : size * grown * 1.1) * scale;
    if (sx < -90 || sx > wide + 90 || sy < -50 || sy > high + 30) return false;
    const dim = near.size > 0 && !near.has(id), big = weight[id] >= MANY;
    const look = { px: strong ? 14 : big ? 13 : scale < 0.5 ? 12 : Math.min(14, Math.max(12, 13 * scale)), heavy: strong || big ? 600 : 400,
      color: strong || big || scale > 0.8 || near.has(id) ? ink.ink : ink.soft, alpha: dim ? 0.2 : 1, force, gap,
      sides: tree ? [1] : [0, 1, 2, 3], over: tree || big || strong ? 2 : 3 };
    const lines = strong || tree ? [shortName(id, strong ? 60 : 30)] : linesOf(id);
    // What matters finds a free place if there is one, and may else lie over nodes.
    const done = (look.over === 2 && put(lines, sx, sy, { ...look, over: 3, force: false })) || put(lines, sx, sy, look);
    if (done) shownLabels.add(id);
    return done;
  };
  const edgeLabel = (f, force) => {
    const at = tree ? null : picture.middle(f);
    if (at) put([relationLabel(facts[f].p)], at.x * scale + left, at.y * scale + top, { px: 12.5, heavy: 400, color: relationColor(facts[f].p), alpha: 1,
      middle: true, over: 2, force });
  };
  const first = [state.node, state.hover].filter((id) => id !== null && shownNodes.has(id) && picture.stands(id));
  first.forEach((id) => nodeLabel(id, true));
  const pointed = [...new Set([state.fact, state.hoverFact])].filter((f) => f !== null && shownFacts.has(f));
  pointed.forEach((f) => edgeLabel(f, true));
  for (const id of [...near].sort((a, b) => weight[b] - weight[a])) if (shownNodes.has(id) && !first.includes(id) && picture.stands(id)) nodeLabel(id, false);
  if (state.node !== null && near.size < 40) around[state.node].forEach((f) => shownFacts.has(f) && !pointed.includes(f) && edgeLabel(f, false));
  let placed = 0, tried = 0;
  for (const id of byImportance) {
    if (placed > 160 || tried > 2500) break;
    if (!shownNodes.has(id) || first.includes(id) || near.has(id) || !picture.stands(id)) continue;
    if (scale < 0.5 && !tree && weight[id] < 2 && shownNodes.size > 60) continue;
    const { x, y } = spots[id], sx = x * scale + left, sy = y * scale + top;
    if (sx < -90 || sx > wide + 90 || sy < -50 || sy > high + 30) continue;
    tried++;
    if (nodeLabel(id, false)) placed++;
  }
}

// ---- The camera
/** How far the card pushes the middle of the free space. */
function shift() {
  if (find("card").hidden) return { x: 0, y: 0 };
  return narrow() ? { x: 0, y: -find("card").offsetHeight / 2 } : { x: -find("card").offsetWidth / 2, y: 0 };
}
function frameOf(ids) {
  const box = [Infinity, Infinity, -Infinity, -Infinity], tree = state.layout !== "net";
  for (const id of ids) {
    const { x, y, size } = spots[id];
    box[0] = Math.min(box[0], x - (tree ? 30 : 66)); box[1] = Math.min(box[1], y - size - 12);
    box[2] = Math.max(box[2], x + (tree ? 210 : 66)); box[3] = Math.max(box[3], y + size + (tree ? 12 : 44));
  }
  return box;
}
function fit(animated = true, ids = [...shownNodes].filter((id) => picture.stands(id))) {
  const box = ids.length ? frameOf(ids) : null;
  const all = picture.extent(box);
  if (!all) return;
  const view = find("graph"), { x, y } = shift();
  const across = (view.clientWidth + 2 * x - 24) / (all[2] - all[0]), down = (view.clientHeight + 2 * y - 76) / (all[3] - all[1]);
  // A tall tree is read from its top: the width is what must fit.
  const tall = state.layout !== "net" && across > down;
  const scale = tall ? Math.max(down, Math.min(across, 0.75)) : Math.min(across, down, 1.35);
  const middle = tall ? Math.min((all[1] + all[3]) / 2, all[1] + (view.clientHeight / 2 - 66) / scale) : (all[1] + all[3]) / 2;
  picture.moveTo({ x: (all[0] + all[2]) / 2, y: middle, scale: Math.max(scale, 0.002), offset: { x, y: y + (tall ? 0 : 20) }, duration: animated && moving() ? 350 : 0 });
}
function approach(ids) {
  const at = ids.map((id) => spots[id]), { x, y } = shift();
  picture.moveTo({
    x: at.reduce((sum, n) => sum + n.x, 0) / at.length, y: at.reduce((sum, n) => sum + n.y, 0) / at.length,
    scale: Math.max(picture.scale(), 0.85), offset: { x, y }, duration: moving() ? 300 : 0 });
}
function zoomBy(factor) {
  const { scale, left, top, wide, high } = picture.frame();
  picture.moveTo({ x: (wide / 2 - left) / scale, y: (high / 2 - top) / scale, scale: scale * factor, offset: { x: 0, y: 0 }, duration: moving() ? 160 : 0 });
}
function panBy(dx, dy) {
  const { scale, left, top, wide, high } = picture.frame();
  picture.moveTo({ x: (wide / 2 - left + dx) / scale, y: (high / 2 - top + dy) / scale, scale, offset: { x: 0, y: 0 }, duration: 0 });
}

/** What a click on the picture does. */
function clicked(node, fact) {
  toggleLegend(false);
  if (node !== null) select(node, { move: narrow() });
  else if (fact !== null) selectFact(fact, { move: narrow() });
  else if (state.node !== null || state.fact !== null) clear();
}
function savePicture() {
  const [below] = picture.canvases(), copy = el("canvas", { width: below.width, height: below.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = ink.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  for (const canvas of [...picture.canvases(), sheet]) ctx.drawImage(canvas, 0, 0, copy.width, copy.height);
  copy.toBlob((blob) => offer(blob, `${page.title}.png`));
}
/** Gives the reader a file. */
function offer(blob, name) {
  const anchor = el("a", { href: URL.createObjectURL(blob), download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}
let picture = null;
