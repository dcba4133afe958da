// Other ways to arrange the same entities: the tree of agencies and the tree of regions.

const ROW = 34, LEVEL = 250;

/** Positions of a forest, growing to the right; each entity hangs under the first of its superiors. */
function treeSpots(predicate) {
  const children = new Map(), parent = new Map(), members = inTree(predicate);
  const root = (node) => { while (parent.has(node)) node = parent.get(node); return node; };
  facts.forEach((fact) => {
    if (fact.p !== predicate || parent.has(fact.s) || root(fact.o) === fact.s || fact.s === fact.o) return;
    parent.set(fact.s, fact.o);
    if (!children.has(fact.o)) children.set(fact.o, []);
    children.get(fact.o).push(fact.s);
  });
  const size = new Map();
  const count = (node) => {
    const total = 1 + (children.get(node) || []).reduce((sum, child) => sum + count(child), 0);
    size.set(node, total);
    return total;
  };
  const roots = [...members].filter((node) => !parent.has(node));
  roots.forEach(count);
  const order = (a, b) => size.get(b) - size.get(a) || (entities[a].id < entities[b].id ? -1 : 1);
  const at = [];
  let row = 0;
  const lay = (node, level) => {
    const below = (children.get(node) || []).sort(order), first = row;
    below.forEach((child) => lay(child, level + 1));
    const y = below.length ? (first + row - 1) / 2 : row++;
    at.push([node, level * LEVEL, y * ROW]);
  };
  const columns = Math.max(1, Math.min(4, Math.round(Math.sqrt(members.size / 24)))), tall = [...members].length / columns;
  let left = 0, deepest = 0;
  for (const tree of roots.sort(order)) {
    const before = at.length;
    if (row > tall * 0.8) { row = 0; left += (deepest + 1) * LEVEL; deepest = 0; }
    lay(tree, 0);
    for (const spot of at.slice(before)) { deepest = Math.max(deepest, spot[1] / LEVEL); spot[1] += left; }
    row += 0.7;
  }
  return at;
}
let arranged = "net";
/** Moves everything where the chosen layout wants it; whether anything moved. */
function arrange() {
  if (arranged === state.layout) return false;
  arranged = state.layout;
  const at = TREES[state.layout] ? treeSpots(TREES[state.layout]) : spots.map(({ netX, netY }, i) => [i, netX, netY]);
  for (const [id, x, y] of at) Object.assign(spots[id], { x, y });
  picture.place(at);
  return true;
}
