// Other ways to arrange the same entities: the tree of agencies and the tree of regions.

const ROW = 30, INDENT = 30, LETTER = 14;

/** Superiors in the tree that is drawn; empty in the network. */
const hangsFrom = new Map();

/** Positions of a forest, an entity a line, indented under its superior: the first of them, where it has several. */
function treeSpots(predicate) {
  const children = new Map(), members = inTree(predicate);
  const root = (node) => { while (hangsFrom.has(node)) node = hangsFrom.get(node); return node; };
  hangsFrom.clear();
  facts.forEach((fact) => {
    if (fact.p !== predicate || hangsFrom.has(fact.s) || root(fact.o) === fact.s || fact.s === fact.o) return;
    hangsFrom.set(fact.s, fact.o);
    if (!children.has(fact.o)) children.set(fact.o, []);
    children.get(fact.o).push(fact.s);
  });
  const size = new Map();
  const count = (node) => {
    const total = 1 + (children.get(node) || []).reduce((sum, child) => sum + count(child), 0);
    size.set(node, total);
    return total;
  };
  const roots = [...members].filter((node) => !hangsFrom.has(node));
  roots.forEach(count);
  const order = (a, b) => size.get(b) - size.get(a) || (entities[a].id < entities[b].id ? -1 : 1);
  const view = find("graph"), columns = Math.max(1, Math.min(12, Math.round(Math.sqrt((members.size * ROW * view.clientWidth) / (300 * Math.max(1, view.clientHeight))))));
  const at = [], tall = Math.ceil((members.size + roots.length * 0.6) / columns);
  let row = 0, left = 0, wide = 0;
  const lay = (node, level) => {
    at.push([node, left + level * INDENT, row * ROW]);
    wide = Math.max(wide, level * INDENT + Math.min(30, entities[node].label.length) * LETTER + 70);
    row += 1;
    (children.get(node) || []).sort(order).forEach((child) => lay(child, level + 1));
  };
  for (const tree of roots.sort(order)) {
    if (row && row + size.get(tree) > tall * 1.08) { left += wide; row = 0; wide = 0; }
    lay(tree, 0);
    row += 0.6;
  }
  return at;
}
/** The lines of the tree: down from the superior, then across. */
function drawTree(ctx, { scale, left, top }) {
  ctx.lineWidth = 1.3;
  for (const [node, above] of hangsFrom) {
    if (!shownNodes.has(node) || !shownNodes.has(above)) continue;
    const x = spots[above].x * scale + left, y = spots[above].y * scale + top, right = spots[node].x * scale + left, low = spots[node].y * scale + top;
    const bend = Math.min(7, (low - y) / 2, (right - x) / 2), bright = !near.size || (near.has(node) && near.has(above));
    ctx.globalAlpha = bright ? 0.6 : 0.15;
    ctx.strokeStyle = relationColor(TREES[state.layout]);
    ctx.beginPath();
    ctx.moveTo(x, y + radius(above) * scale + 2);
    ctx.lineTo(x, low - bend);
    ctx.quadraticCurveTo(x, low, x + bend, low);
    ctx.lineTo(right - radius(node) * scale - 2, low);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}
let arranged = "net";
/** Moves everything where the chosen layout wants it; whether anything moved. */
function arrange() {
  if (arranged === state.layout) return false;
  arranged = state.layout;
  hangsFrom.clear();
  const at = TREES[state.layout] ? treeSpots(TREES[state.layout]) : spots.map(({ netX, netY }, i) => [i, netX, netY]);
  for (const [id, x, y] of at) Object.assign(spots[id], { x, y });
  picture.place(at);
  return true;
}
