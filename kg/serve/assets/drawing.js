"use strict";
// Triples as a drawing: nodes pushed apart and pulled along their edges, the same picture for the same triples.

{
  const MOST = 150;
  const WIDTH = 1000, HEIGHT = 640;
  const space = "http://www.w3.org/2000/svg";

  const draw = (name, attributes = {}, text = "") => {
    const made = document.createElementNS(space, name);
    for (const [key, said] of Object.entries(attributes)) made.setAttribute(key, said);
    made.textContent = text;
    return made;
  };

  /** Whether rows can be drawn: triples of which some join two things. */
  kg.drawable = (head, rows) => head.join(" ") === "subject predicate object" && rows.some((row) => row.object?.type === "uri");

  /** The drawing of the first edges; a click on a node opens its page. */
  kg.drawing = (rows) => {
    const links = rows.filter((row) => row.subject.type === "uri" && row.object.type === "uri");
    const nodes = new Map();
    const edges = [];
    for (const row of links) {
      for (const one of [row.subject.value, row.object.value]) {
        if (!nodes.has(one) && nodes.size < MOST) nodes.set(one, { iri: one });
      }
      const [from, to] = [nodes.get(row.subject.value), nodes.get(row.object.value)];
      if (from && to && from !== to) edges.push({ from, to, name: kg.shorten(row.predicate.value) });
    }
    const all = [...nodes.values()];
    place(all, edges);
    const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "drawing", role: "img" });
    for (const { from, to, name } of edges) {
      picture.append(draw("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y }));
      if (edges.length <= 25) picture.append(draw("text", { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, class: "edge" }, name));
    }
    for (const node of all) {
      const label = kg.shorten(node.iri).split(/[:/]/).at(-1);
      const link = draw("a", { href: kg.base && node.iri.startsWith(kg.base) ? kg.page({ iri: node.iri }) : "#query" });
      link.append(draw("circle", { cx: node.x, cy: node.y, r: 7 }),
        draw("text", { x: node.x, y: node.y + 20 }, label.length > 14 ? `…${label.slice(-13)}` : label));
      picture.append(link);
    }
    const box = kg.element("div", {}, picture);
    if (links.length > edges.length) box.append(kg.element("p", { className: "more" }, `画出 ${nodes.size} 个节点、${edges.length} 条边，共 ${links.length} 条。`));
    return box;
  };

  const place = (nodes, edges) => {
    nodes.forEach((node, at) => {
      const turn = at * 2.39996;  // the golden angle: no two in a line
      const far = 12 * Math.sqrt(at + 1);
      node.x = WIDTH / 2 + 2 * far * Math.cos(turn);
      node.y = HEIGHT / 2 + far * Math.sin(turn);
    });
    const room = 0.6 * Math.sqrt((WIDTH * HEIGHT) / (nodes.length + 1));
    for (let heat = 60; heat > 0.5; heat *= 0.97) {
      for (const node of nodes) [node.dx, node.dy] = [(WIDTH / 2 - node.x) * 0.3, (HEIGHT / 2 - node.y) * 0.3];
      for (let i = 0; i < nodes.length; i++) {
        for (let j = i + 1; j < nodes.length; j++) pull(nodes[i], nodes[j], (far) => -(room * room) / far);
      }
      for (const { from, to } of edges) pull(from, to, (far) => (far * far) / (2 * room));
      for (const node of nodes) {
        const length = Math.hypot(node.dx, node.dy) || 1;
        node.x += (node.dx / length) * Math.min(length, heat);
        node.y += (node.dy / length) * Math.min(length, heat);
      }
    }
    fit(nodes, "x", 90, WIDTH - 90);
    fit(nodes, "y", 20, HEIGHT - 40);
  };

  const fit = (nodes, axis, low, high) => {
    const least = Math.min(...nodes.map((node) => node[axis])), most = Math.max(...nodes.map((node) => node[axis]));
    for (const node of nodes) node[axis] = most - least < 1 ? (low + high) / 2 : low + ((node[axis] - least) / (most - least)) * (high - low);
  };

  const pull = (one, other, force) => {
    const [x, y] = [other.x - one.x, other.y - one.y];
    const far = Math.max(1, Math.hypot(x, y));
    const by = force(far) / far;
    one.dx += x * by; one.dy += y * by;
    other.dx -= x * by; other.dy -= y * by;
  };
}
