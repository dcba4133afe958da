// What is shown as a table: entities or relations, to sort, to choose from, and to take along as CSV.

const table = { open: false, kind: "entities", sort: null, down: false, rows: 200 };
const COLUMNS = {
  entities: [
    ["name", (i) => entities[i].label], ["class", (i) => classLabel(entities[i].type)], ["aliases", (i) => entities[i].aliases.join("、")],
    ["days", (i) => (period(i) ? [...new Set(period(i))].join(" – ") : "")], ["count", (i) => weight[i]],
    ["mentioned", (i) => around[i].filter((f) => facts[f].p === "mentions" && facts[f].o === i).length], ["id", (i) => entities[i].id],
  ],
  relations: [
    ["subject", (f) => entities[facts[f].s].label], ["relation", (f) => relationLabel(facts[f].p)], ["object", (f) => entities[facts[f].o].label],
    ["sure", (f) => facts[f].c], ["sentence", (f) => (facts[f].e.length ? page.strings[facts[f].e[0][2]] : "")],
    ["place", (f) => (facts[f].e.length ? `${page.strings[facts[f].e[0][0]]}:${facts[f].e[0][1]}` : "")],
  ],
};
function tableRows() {
  const items = table.kind === "entities" ? [...shownNodes] : [...shownFacts];
  if (table.sort === null) return table.kind === "entities" ? items.sort((a, b) => weight[b] - weight[a] || a - b) : items;
  const value = COLUMNS[table.kind][table.sort][1], turn = table.down ? -1 : 1;
  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), lang ? "en" : "zh"));
  return items.map((item) => [value(item), item]).sort((a, b) => turn * compare(a[0], b[0]) || a[1] - b[1]).map(([, item]) => item);
}
/** A cell that a spreadsheet takes for text: what starts like a formula gets an apostrophe before it. */
function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value).replace(/\r\n?/g, "\n"), safe = /^[\s\uFEFF]*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /["\n,;]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
function toCsv(head, rows) {
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
function tableCsv() {
  const columns = COLUMNS[table.kind];
  return toCsv(columns.map(([name]) => word(`column-${name}`)), tableRows().map((item) => columns.map(([, value]) => value(item))));
}
function sheetOf(heads, rows, more) {
  return el("div", { className: "sheet", tabIndex: 0 }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)), more || null);
}
function row(cells, act, current) {
  const line = el("tr", { tabIndex: 0, className: current ? "current" : "", onclick: act, onkeydown: (event) => { if (event.key === "Enter") act(); } },
    ...cells.map((cell) => el("td", { className: typeof cell === "number" ? "number" : "" }, cell instanceof Node ? cell : String(cell))));
  return line;
}
function renderTable() {
  if (!table.open) return;
  const columns = COLUMNS[table.kind].filter(([name]) => name !== "id"), items = tableRows();
  const heads = columns.map(([name], k) => el("th", { scope: "col", "aria-sort": table.sort === k ? (table.down ? "descending" : "ascending") : "none" },
    el("button", { type: "button", onclick: () => { table.down = table.sort === k && !table.down; table.sort = k; renderTable(); } },
      word(`column-${name}`), el("span", {}, table.sort === k ? (table.down ? " ↓" : " ↑") : ""))));
  const rows = items.slice(0, table.rows).map((item) => row(columns.map(([name, value]) => (name === "name"
    ? el("span", { className: "named" }, icon(entities[item].type, 12), value(item)) : name === "sure" ? value(item).toFixed(2) : value(item))),
  () => (table.kind === "entities" ? select(item) : selectFact(item)), item === (table.kind === "entities" ? state.node : state.fact)));
  const more = items.length > table.rows ? el("button", { type: "button", className: "plain", onclick: () => { table.rows += 500; renderTable(); } },
    word("more", { n: (items.length - table.rows).toLocaleString("en") })) : null;
  const tab = (kind, total) => el("button", { type: "button", role: "tab", "aria-selected": String(table.kind === kind), className: "tab",
    onclick: () => { Object.assign(table, { kind, sort: null, down: false, rows: 200 }); renderTable(); } }, `${word(`tab-${kind}`)} ${total.toLocaleString("en")}`);
  const top = drawerBar([tab("entities", shownNodes.size), tab("relations", shownFacts.size)],
    [el("button", { type: "button", className: "pill", id: "csv", onclick: () => offer(new Blob([tableCsv()], { type: "text/csv;charset=utf-8" }), `${page.title}.csv`) }, "CSV")]);
  const old = find("drawer").querySelector(".sheet"), down = old ? old.scrollTop : 0;
  find("drawer").replaceChildren(top, sheetOf(heads, rows, more));
  find("drawer").querySelector(".sheet").scrollTop = down;
}

// ---- The drawer that holds the table or the questions
function drawerBar(tabs, buttons) {
  return el("div", { className: "drawer-bar" }, el("div", { role: "tablist", className: "tabs" }, ...tabs), ...buttons,
    el("button", { type: "button", className: "plain close", title: word("close"), "aria-label": word("close"), onclick: () => openDrawer(null) }, "×"));
}
let drawer = null;
function openDrawer(name) {
  drawer = name;
  table.open = name === "table";
  find("drawer").hidden = name === null;
  find("drawer").setAttribute("aria-label", name ? word(name) : "");
  for (const other of ["table", "ask"]) if (find(other)) find(other).setAttribute("aria-expanded", String(other === name));
  if (name === "table") renderTable();
  if (name === "ask") renderAsk();
  if (name === null) find("drawer").replaceChildren();
  document.documentElement.dataset.drawer = name || "";
  picture.redraw();
}
