"use strict";
// Answers of the endpoint as a table or a chart; triples as a table of three columns.

kg.shorten = (iri) => {
  let best = ["", ""];
  for (const [name, space] of Object.entries(kg.words?.prefixes ?? {})) {
    if (iri.startsWith(space) && space.length > best[1].length) best = [name, space];
  }
  return best[1] ? `${best[0]}:${decoded(iri.slice(best[1].length))}` : decoded(iri);
};

const decoded = (text) => {
  try { return decodeURIComponent(text); } catch { return text; }
};

const cell = (term) => {
  if (!term) return kg.element("td");
  if (term.type === "uri") {
    const inside = kg.base && term.value.startsWith(kg.base);
    const safe = inside || /^https?:\/\//.test(term.value);
    const link = safe ? kg.element("a", { href: inside ? kg.page({ iri: term.value }) : term.value, rel: "noreferrer" }, kg.shorten(term.value)) : term.value;
    return kg.element("td", {}, link);
  }
  if (term.type === "triple") return kg.element("td", {}, JSON.stringify(term.value));
  return kg.element("td", { className: number(term) === null ? "" : "number", title: term["xml:lang"] ?? term.datatype ?? "" }, term.value);
};

const number = (term) =>
  term?.datatype && /#(integer|decimal|double|float|nonNegativeInteger)$/.test(term.datatype) ? Number(term.value) : null;

/** A table of at most `most` rows. */
kg.table = (head, rows, most = 2000) => {
  const body = rows.slice(0, most).map((row) => kg.element("tr", {}, ...head.map((name) => cell(row[name]))));
  const table = kg.element("table", {},
    kg.element("thead", {}, kg.element("tr", {}, ...head.map((name) => kg.element("th", { scope: "col" }, name)))),
    kg.element("tbody", {}, ...body));
  const box = kg.element("div", { className: "scroll" }, table);
  if (rows.length > most) box.append(kg.element("p", { className: "more" }, `显示前 ${most} 行，共 ${rows.length.toLocaleString()} 行；下载可得全部。`));
  return box;
};

/** The columns a chart can be made of: one of labels, one of numbers; null if there are none. */
kg.chartable = (head, rows) => {
  const value = head.find((name) => rows.length && rows.every((row) => number(row[name]) !== null));
  const label = head.find((name) => name !== value && rows.every((row) => row[name]?.type === "literal"))
    ?? head.find((name) => name !== value);
  return value && label ? { label, value } : null;
};

/** Horizontal bars, the first forty rows. */
kg.chart = (rows, { label, value }) => {
  const shown = rows.slice(0, 40);
  const most = Math.max(...shown.map((row) => Math.abs(number(row[value]))), 1e-9);
  const space = "http://www.w3.org/2000/svg";
  const draw = (name, attributes, text = "") => {
    const made = document.createElementNS(space, name);
    for (const [key, said] of Object.entries(attributes)) made.setAttribute(key, said);
    made.textContent = text;
    return made;
  };
  const chart = draw("svg", { viewBox: `0 0 900 ${shown.length * 26 + 10}`, class: "chart", role: "img" });
  shown.forEach((row, at) => {
    const name = row[label]?.type === "uri" ? kg.shorten(row[label].value) : row[label]?.value ?? "";
    const clipped = name.length > 22 ? `${name.slice(0, 21)}…` : name;
    const width = (Math.abs(number(row[value])) / most) * 480;
    chart.append(draw("text", { x: 300, y: at * 26 + 22, "text-anchor": "end" }, clipped),
      draw("rect", { x: 310, y: at * 26 + 8, width, height: 18 }),
      draw("text", { x: 316 + width, y: at * 26 + 22 }, row[value].value));
  });
  return chart;
};

/** N-Triples as rows of subject, predicate and object. */
kg.triples = (text) => text.split("\n").filter(Boolean).map((line) => {
  const [, subject, predicate, object] = /^(\S+) (\S+) (.*) \.$/.exec(line) ?? [];
  const term = (said = "") => {
    if (said.startsWith("<")) return { type: "uri", value: said.slice(1, -1) };
    const literal = /^("(?:[^"\\]|\\.)*")(?:@(\S+)|\^\^<(.*)>)?$/.exec(said);
    if (!literal) return { type: "bnode", value: said };
    let value = literal[1].slice(1, -1);
    try { value = JSON.parse(literal[1].replace(/\\U([0-9A-Fa-f]{8})/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))); } catch { /* as it stands */ }
    return { type: "literal", value, "xml:lang": literal[2], datatype: literal[3] };
  };
  return { subject: term(subject), predicate: term(predicate), object: term(object) };
});
