// Shapes and strokes, the same in the legend, on cards and in the picture.

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
  const key = `${shape} ${r.toFixed(1)}`;
  if (!paths.has(key)) {
    if (paths.size > 4000) paths.clear();
    paths.set(key, new Path2D(outline(shape, r)));
  }
  return paths.get(key);
}
function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
function icon(type, size = 15) {
  return svg("svg", { width: size, height: size, viewBox: "-8 -8 16 16", "aria-hidden": "true" },
    svg("path", { d: outline(classStyle(type).shape, 5.6), fill: classColor(type), "fill-rule": "evenodd" }));
}
function stroke(predicate) {
  const { dash } = relationStyle(predicate);
  return svg("svg", { width: 22, height: 10, "aria-hidden": "true" }, svg("path", {
    d: "M1 5H21", stroke: relationColor(predicate), "stroke-width": 2.2, "stroke-dasharray": dash.join(" ") || "none" }));
}
/** The signs on the buttons, drawn in a box of 20 by 20. */
const SIGNS = {
  filter: "M3 5H17M5.5 10H14.5M8 15H12",
  table: "M3 4.5H17V15.5H3ZM3 8.5H17M8 8.5V15.5",
  ask: "M4 5L9 10L4 15M10.5 15H16.5",
  fit: "M3.5 7.5V3.5H7.5M12.5 3.5H16.5V7.5M16.5 12.5V16.5H12.5M7.5 16.5H3.5V12.5",
  image: "M10 3.5V12M6.5 8.8L10 12.3L13.5 8.8M3.5 13.5V16.5H16.5V13.5",
  theme: "M10 3.5A6.5 6.5 0 1 0 10 16.5ZM10 3.5A6.5 6.5 0 0 1 10 16.5",
  plus: "M10 4.5V15.5M4.5 10H15.5",
  minus: "M4.5 10H15.5",
  close: "M5 5L15 15M15 5L5 15",
};
function sign(name) {
  return svg("svg", { width: 20, height: 20, viewBox: "0 0 20 20", fill: "none", stroke: "currentColor",
    "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }, svg("path", { d: SIGNS[name] }));
}
