// The picture of a graph of some hundreds of nodes, on the canvas of vis-network.

function visPicture() {
  const given = new Map(page.network.nodes.map((node) => [node.id, node]));
  const lines = new Map(page.network.edges.map((edge) => [edge.id, edge]));

  function paint({ ctx, id, x, y, state: { hover } }) {
    const r = radius(id), { shape } = classStyle(entities[id].type);
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
    const color = relationColor(facts[f].p);
    const plain = facts[f].p === "mentions" ? 0.25 : (shownFacts.size > 900 ? 0.45 : 0.6) + 0.15 * tone();
    const opacity = close ? 0.95 : near.size > 0 ? 0.07 : plain;
    return { color: { color, highlight: color, hover: color, opacity, inherit: false },
      width: (close ? 2.4 : lines.get(f).width) * Math.min(3, swell()) };
  }
  let swollen = 1;
  const on = (event, act) => network.on(event, act);
  on("click", ({ nodes, edges }) => clicked(nodes.length ? nodes[0] : null, edges.length ? edges[0] : null));
  on("doubleClick", ({ nodes }) => { if (nodes.length) focusOn(nodes[0], 1); });
  on("hoverNode", ({ node }) => { state.hover = node; network.redraw(); });
  on("blurNode", () => { state.hover = null; network.redraw(); });
  on("hoverEdge", ({ edge }) => glance(edge));
  on("blurEdge", () => glance(null));
  on("afterDrawing", () => drawLabels());
  on("zoom", () => thicken());
  on("animationFinished", () => thicken());
  on("dragEnd", ({ nodes }) => nodes.forEach((id) => Object.assign(spots[id], network.getPosition(id))));
  on("dragging", ({ nodes }) => nodes.forEach((id) => Object.assign(spots[id], network.getPosition(id))));

  /** Lines keep a thickness that can be seen when everything is far away. */
  function thicken() {
    if (Math.abs(swell() - swollen) < 0.25) return;
    swollen = swell();
    edgeData.update(page.network.edges.map(({ id }) => ({ id, ...edgeLook(id) })));
  }
  /** Redraws what a passing pointer changes, without touching what is hidden. */
  function glance(fact) {
    const touched = [state.hoverFact, fact].filter((f) => f !== null);
    state.hoverFact = fact;
    edgeData.update(touched.map((id) => ({ id, ...edgeLook(id) })));
    network.redraw();
  }

  return {
    kind: "vis", network,
    refresh() {
      computeNear();
      swollen = swell();
      nodeData.update(page.network.nodes.map(({ id }) => ({ id, hidden: !shownNodes.has(id) })));
      edgeData.update(page.network.edges.map(({ id }) => ({ id, hidden: !shownFacts.has(id) || state.layout !== "net", ...edgeLook(id) })));
    },
    redraw: () => network.redraw(),
    scale: () => network.getScale(),
    /** Where the point (x, y) of the picture is on the screen: (x·scale + left, y·scale + top). */
    frame() {
      const scale = network.getScale(), centre = network.getViewPosition(), { clientWidth, clientHeight } = find("graph");
      return { scale, left: clientWidth / 2 - centre.x * scale, top: clientHeight / 2 - centre.y * scale, wide: clientWidth, high: clientHeight };
    },
    moveTo({ x, y, scale, offset, duration }) {
      network.moveTo({ position: { x, y }, scale, offset, animation: duration ? { duration, easingFunction: "easeInOutQuad" } : false });
      if (!duration) thicken();
    },
    place(at) {
      nodeData.update(at.map(([id, x, y]) => ({ id, x, y })));
    },
    middle(f) {
      const edge = network.body.edges[f];
      return edge && edge.edgeType && edge.edgeType.getPoint ? edge.edgeType.getPoint(0.5) : null;
    },
    /** Whether an entity is drawn as itself, and what else must be named or seen: only large pictures fold communities. */
    stands: () => true,
    extraLabels() {},
    extent: (box) => box,
    canvases: () => [network.canvas.frame.canvas],
  };
}
