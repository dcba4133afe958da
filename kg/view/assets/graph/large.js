// The picture of thousands of nodes: sigma draws nodes and edges with WebGL, disks.js what is folded.

const SHAPE_NUMBERS = { dot: 0, square: 1, diamond: 2, triangle: 3, triangleDown: 4, hexagon: 5, star: 6, "+ring": 7, "+sheet": 8 };
const VERTEX = `
attribute vec4 a_id; attribute vec4 a_color; attribute vec2 a_position; attribute float a_size; attribute float a_shape;
uniform float u_sizeRatio; uniform float u_pixelRatio; uniform mat3 u_matrix;
varying vec4 v_color; varying float v_shape; varying float v_size;
const float bias = 255.0 / 254.0;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  v_size = max(a_size / u_sizeRatio * u_pixelRatio * 2.0, 2.0 * u_pixelRatio) * 1.42;
  gl_PointSize = v_size;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;
/** Distances to the outlines of shapes.js, in a square from -1.42 to 1.42, negative inside. */
const FRAGMENT = `
precision mediump float;
varying vec4 v_color; varying float v_shape; varying float v_size;
float box(vec2 p, vec2 b) { vec2 d = abs(p) - b; return max(d.x, d.y); }
float far(vec2 p) {
  if (v_size < 7.0 || v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return box(p, vec2(0.86));
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.22) * 0.7071;
  if (v_shape < 3.5) return max(abs(p.x) * 0.866 - p.y * 0.5 - 0.65, p.y - 0.65);
  if (v_shape < 4.5) return max(abs(p.x) * 0.866 + p.y * 0.5 - 0.65, -p.y - 0.65);
  if (v_shape < 5.5) { vec2 q = abs(p); return max(q.y, q.x * 0.866 + q.y * 0.5) - 0.953; }
  if (v_shape < 6.5) {
    float a = mod(atan(p.x, -p.y) + 0.6283, 1.2566) - 0.6283;
    vec2 q = length(p) * vec2(cos(a), abs(sin(a)));
    vec2 tip = vec2(1.38, 0.0), dent = 0.68 * vec2(0.809, 0.5878), n = normalize(vec2(dent.y - tip.y, tip.x - dent.x));
    return dot(q - tip, n);
  }
  if (v_shape < 7.5) return max(length(p) - 0.95, 0.42 - length(p));
  return max(box(p, vec2(0.8, 1.0)), (p.x - p.y - 1.3) * 0.7071);
}
void main(void) {
  vec2 p = (gl_PointCoord - 0.5) * 2.84;
  float edge = 2.84 / v_size, d = far(p);
  #ifdef PICKING_MODE
  gl_FragColor = length(p) < 1.3 ? v_color : vec4(0.0);
  #else
  gl_FragColor = mix(v_color, vec4(0.0), smoothstep(-edge * 0.5, edge * 0.5, d));
  #endif
}`;

function nodeProgram() {
  const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
  return class extends sigmaLibrary.NodeProgram {
    getDefinition() {
      return { VERTICES: 1, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: POINTS,
        UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix"],
        ATTRIBUTES: [{ name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true }] };
    }
    processVisibleItem(number, start, data) {
      const { array } = this;
      array[start] = data.x;
      array[start + 1] = data.y;
      array[start + 2] = data.size;
      array[start + 3] = sigmaLibrary.floatColor(data.color);
      array[start + 4] = data.shape;
      array[start + 5] = number;
    }
    setUniforms({ sizeRatio, pixelRatio, matrix }, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
      gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
    }
  };
}
/** A colour over the ground: edges are many, and blending them would make the picture a cloud. */
function over(color, share) {
  const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
  return `#${[0, 1, 2].map((k) => Math.round(part(color, k) * share + part(ink.ground, k) * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

function largePicture() {
  const graph = new sigmaLibrary.MultiDirectedGraph();
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of spots) {
    box.left = Math.min(box.left, x); box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y); box.bottom = Math.max(box.bottom, y);
  }
  let perRatio = 0; // pixels for a unit of the picture when the camera's ratio is 1
  const scaleAt = (ratio) => (perRatio || 1) / ratio;
  const swellAt = (scale) => (state.layout !== "net" || scale >= 1 ? 1 : Math.min(3.4, Math.pow(scale, -0.55)));
  const sigma = new sigmaLibrary.Sigma(graph, find("graph"), {
    renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false, zIndex: true, stagePadding: 0, allowInvalidContainer: true,
    defaultNodeType: "shape", nodeProgramClasses: { shape: nodeProgram() }, nodeHoverProgramClasses: {},
    defaultEdgeType: "fine", edgeProgramClasses: { fine: sigmaLibrary.EdgeLineProgram }, hideEdgesOnMove: false,
    defaultDrawNodeHover: () => {}, minCameraRatio: 0.0005, maxCameraRatio: 6, inertiaDuration: 180, doubleClickTimeout: 500, doubleClickZoomingRatio: 1,
    zoomToSizeRatioFunction: (ratio) => 1 / (scaleAt(ratio) * swellAt(scaleAt(ratio))),
  });
  sigma.setCustomBBox({ x: [box.left, box.right], y: [-box.bottom, -box.top] });
  const camera = sigma.getCamera();
  // What sigma has drawn last may be behind its camera: ask for the camera's view.
  const seen = (point) => sigma.graphToViewport(point, { cameraState: camera.getState() });
  const frame = () => {
    const a = seen({ x: 0, y: 0 }), b = seen({ x: 1000, y: 0 }), { width, height } = sigma.getDimensions();
    return { scale: (b.x - a.x) / 1000, left: a.x, top: a.y, wide: width, high: height };
  };
  const measureRatio = () => { perRatio = frame().scale * camera.ratio; };

  const nodeLook = (id) => {
    const dim = near.size > 0 && !near.has(id), color = classColor(entities[id].type);
    return { color: dim ? over(color, 0.18) : color, size: state.layout === "net" ? spots[id].size : 7, zIndex: dim ? 0 : near.has(id) ? 2 : 1 };
  };
  const edgeLook = (f) => {
    const close = f === state.fact || (state.node !== null && (facts[f].s === state.node || facts[f].o === state.node));
    const plain = facts[f].p === "mentions" ? 0.16 : shownFacts.size > 3000 ? 0.2 : 0.34;
    return { color: over(relationColor(facts[f].p), close ? 0.95 : near.size ? 0.1 : plain), zIndex: close ? 1 : 0 };
  };
  /** What is in the graph is what is drawn: folded communities and what the filters hide are not. */
  function fill() {
    const wanted = [...shownNodes].filter((id) => disks.stands(id)), tree = state.layout !== "net";
    graph.clear();
    for (const id of wanted) {
      graph.addNode(String(id), { x: spots[id].x, y: -spots[id].y, shape: SHAPE_NUMBERS[classStyle(entities[id].type).shape] || 0, ...nodeLook(id) });
    }
    if (tree) return;
    for (const f of shownFacts) {
      const { s, o } = facts[f];
      if (disks.stands(s) && disks.stands(o)) graph.addDirectedEdgeWithKey(String(f), String(s), String(o), edgeLook(f));
    }
  }
  let filled = "";
  function look() {
    graph.updateEachNodeAttributes((id, attributes) => Object.assign(attributes, nodeLook(Number(id))), { attributes: ["color", "size", "zIndex"] });
    graph.updateEachEdgeAttributes((f, attributes) => Object.assign(attributes, edgeLook(Number(f))), { attributes: ["color", "zIndex"] });
  }

  // ---- Pointer
  const toPicture = ({ x, y }) => { const { scale, left, top } = frame(); return { x: (x - left) / scale, y: (y - top) / scale, scale }; };
  /** The edge nearest to a point, if it is within some pixels. */
  function edgeAt(event) {
    const { x, y, scale } = toPicture(event), most = 5 / scale;
    let best = null, distance = most;
    for (const f of shownFacts) {
      const a = spots[facts[f].s], b = spots[facts[f].o];
      if (Math.min(a.x, b.x) - most > x || Math.max(a.x, b.x) + most < x || Math.min(a.y, b.y) - most > y || Math.max(a.y, b.y) + most < y) continue;
      if (!graph.hasEdge(String(f))) continue;
      const long = (b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1, t = Math.max(0, Math.min(1, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / long));
      const far = Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y));
      if (far < distance) { best = f; distance = far; }
    }
    return best;
  }
  sigma.on("clickNode", ({ node }) => clicked(Number(node), null));
  sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => { preventSigmaDefault(); focusOn(Number(node), 1); });
  sigma.on("clickStage", ({ event }) => {
    const disk = disks.at(toPicture(event));
    if (disk !== null) disks.unfold(disk);
    else clicked(null, edgeAt(event));
  });
  sigma.on("doubleClickStage", ({ preventSigmaDefault }) => preventSigmaDefault());
  sigma.on("enterNode", ({ node }) => { state.hover = Number(node); find("graph").style.cursor = "pointer"; drawLabels(); });
  sigma.on("leaveNode", () => { state.hover = null; find("graph").style.cursor = ""; drawLabels(); });
  sigma.on("afterRender", () => drawLabels());
  sigma.on("resize", () => { sigma.scheduleRefresh(); requestAnimationFrame(measureRatio); });

  sigma.refresh();
  measureRatio();
  return {
    kind: "sigma", sigma, graph,
    refresh() {
      computeNear();
      disks.count();
      const key = [...state.open].sort().join(" ") + disks.all() + state.layout + [...shownNodes].length + [...shownFacts].length + state.confidence + [...state.classes] + [...state.relations]
        + [state.region, state.article, state.from, state.to, state.articles, state.focus ? `${state.focus.node}/${state.focus.depth}` : ""];
      if (key !== filled) { filled = key; fill(); } else look();
      measureRatio();
      sigma.refresh();
      disks.bar();
    },
    redraw: () => sigma.scheduleRender(),
    scale: () => (perRatio ? frame().scale : 1),
    frame,
    moveTo({ x, y, scale, offset, duration }) {
      measureRatio();
      const target = sigma.viewportToFramedGraph(seen({ x: x - offset.x / scale, y: -(y - offset.y / scale) }));
      const goal = { x: target.x, y: target.y, ratio: Math.max(0.0005, perRatio / scale) };
      if (duration) camera.animate(goal, { duration, easing: "quadraticInOut" });
      else camera.setState(goal);
    },
    place() { filled = ""; },
    middle(f) {
      const a = spots[facts[f].s], b = spots[facts[f].o];
      return graph.hasEdge(String(f)) ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;
    },
    stands: (id) => disks.stands(id),
    extraLabels: (put, at, room) => disks.draw(put, at, room),
    extent: (inner) => disks.extent(inner),
    canvases() {
      sigma.refresh();
      return ["edges", "nodes"].map((name) => sigma.getCanvases()[name]).filter(Boolean);
    },
  };
}
