// Questions to the graph in SPARQL, answered in the page: named queries, one's own, and what comes back.

const asking = { query: null, values: {}, text: null, busy: false, result: null, error: "", took: 0, size: 0, own: false };
const MOST = 5000; // rows that are taken over from the thread

// ---- The thread
let thread = null, calls = new Map(), next = 0;
const bytesOf = (id) => Uint8Array.from(atob(find(id).textContent), (c) => c.charCodeAt(0)).buffer;
function call(message, moved = []) {
  next += 1;
  thread.postMessage({ id: next, ...message }, moved);
  return new Promise((keep, fail) => calls.set(next, { keep, fail }));
}
async function opened() {
  if (thread) return;
  const code = `${find("engine").textContent}\n${find("worker").textContent}`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  thread = new Worker(url);
  thread.onmessage = ({ data: { id, answer, error } }) => {
    const { keep, fail } = calls.get(id) || {};
    calls.delete(id);
    if (error !== undefined) fail(new Error(error));
    else if (keep) keep(answer);
  };
  thread.onerror = (event) => { for (const { fail } of calls.values()) fail(new Error(event.message || word("unanswered"))); calls.clear(); };
  try {
    if (typeof DecompressionStream === "undefined") throw new Error(word("old"));
    const wasm = bytesOf("wasm"), triples = bytesOf("triples");
    asking.size = (await call({ kind: "open", wasm, triples }, [wasm, triples])).size;
  } catch (error) {
    stop();
    throw error;
  }
}
function stop() {
  if (thread) thread.terminate();
  thread = null;
  for (const { fail } of calls.values()) fail(new Error(word("stopped")));
  calls.clear();
}
const prefixes = () => Object.entries({ ...page.panel.prefixes, id: page.panel.base }).map(([name, space]) => `PREFIX ${name}: <${space}>`).join(" ");
/** Asks; the answer is {variables, rows, total} or {boolean}. */
async function ask(text) {
  await opened();
  return call({ kind: "ask", text: `${prefixes()} ${text}`, limit: MOST });
}
const literal = (text) => JSON.stringify(text);
/** A named query with its `$parameters` as string literals, so that nothing in them can act; `STRLANG($name, "zh")` is one with its language. */
const PLACE = /STRLANG\(\$(\w+), "(\w+)"\)|\$(\w+)/g;
const filled = (query, values) =>
  query.text.replace(PLACE, (whole, tagged, language, plain) => {
    const name = tagged ?? plain;
    return name in values ? literal(values[name]) + (language ? `@${language}` : "") : whole;
  });

// ---- Terms
/** The entity that a term of an answer means: by its address, or by a name that only one has. */
const namesakes = new Map();
entities.forEach((entity, i) => [entity.label, ...entity.aliases].forEach((name) => namesakes.set(name, namesakes.has(name) && namesakes.get(name) !== i ? -1 : i)));
function entityOf(term) {
  if (!term) return undefined;
  if (term.type === "uri") {
    if (!term.value.startsWith(page.panel.base)) return undefined;
    const id = term.value.slice(page.panel.base.length);
    if (byId.has(id)) return byId.get(id);
    try { return byId.get(decodeURIComponent(id)); } catch { return undefined; }
  }
  const i = namesakes.get(term.value);
  return i >= 0 ? i : undefined;
}
function shortened(term) {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "uri") return term.value;
  for (const [name, space] of Object.entries({ ...page.panel.prefixes, id: page.panel.base })) {
    if (term.value.startsWith(space)) return `${name}:${term.value.slice(space.length)}`;
  }
  return term.value;
}

// ---- The panel
async function runQuery() {
  const { query } = asking;
  Object.assign(asking, { busy: true, error: "", result: null });
  renderAsk();
  const start = performance.now();
  try {
    const text = asking.own || !query ? asking.text || "" : filled(query, asking.values);
    asking.result = await ask(text);
  } catch (error) {
    asking.error = error.message;
  }
  Object.assign(asking, { busy: false, took: performance.now() - start });
  renderAsk();
}
function chooseQuery(query) {
  Object.assign(asking, { query, own: query === null, result: null, error: "", values: {} });
  if (query) for (const { name, default: usual } of query.parameters) asking.values[name] = usual === null ? "" : usual;
  if (query === null && asking.text === null) asking.text = page.panel.sample;
  renderAsk();
  if (query && !query.parameters.length) runQuery();
}
const kinds = { region: ["Region"], agency: ["Agency"], title: ["Article"], page: ["Article"] };
function parameterField({ name, comment }) {
  const field = el("input", { type: "text", id: `param-${name}`, value: asking.values[name], spellcheck: false, autocomplete: "off", role: "combobox",
    "aria-expanded": "false", "aria-controls": `param-${name}-list`, placeholder: comment });
  const list = el("ul", { id: `param-${name}-list`, role: "listbox", className: "proposals", hidden: true });
  const keep = () => { asking.values[name] = field.value; };
  field.addEventListener("input", keep);
  if (/^(region|agency|entity|subject|object|name|person|initiative|event)$/.test(name)) {
    combobox(field, list, { propose: (text) => lookUp(text, (i) => !kinds[name] || kinds[name].includes(entities[i].type)).slice(0, 12),
      take: (node) => { field.value = entities[node].label; keep(); }, free: true });
  }
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing && list.hidden) runQuery(); });
  return el("div", { className: "param" }, el("label", { htmlFor: field.id, title: comment }, name), field, list);
}
function answerTable() {
  const { result } = asking;
  if (asking.error) return [el("p", { className: "failed", role: "alert" }, asking.error)];
  if (!result) return [];
  if (result.boolean !== undefined) return [el("p", { className: "verdict" }, word(result.boolean ? "yes" : "no"))];
  if (!result.rows.length) return [el("p", { className: "more" }, word("norows"))];
  const heads = result.variables.map((name) => el("th", { scope: "col" }, el("button", { type: "button", disabled: true }, name)));
  const cell = (term) => {
    const node = entityOf(term);
    return node === undefined ? shortened(term) : el("button", { type: "button", className: "link", onclick: (event) => { event.stopPropagation(); select(node); } },
      icon(entities[node].type, 12), term.type === "uri" ? entities[node].label : term.value);
  };
  const rows = result.rows.slice(0, 500).map((binding) => {
    const found = result.variables.map((name) => entityOf(binding[name])).find((node) => node !== undefined);
    return row(result.variables.map((name) => cell(binding[name])), () => { if (found !== undefined) select(found); }, false);
  });
  return [el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows))];
}
function renderAsk() {
  if (drawer !== "ask") return;
  const { query, result } = asking, box = find("drawer");
  const old = box.querySelector(".queries"), down = old ? [old.scrollTop, old.scrollLeft] : [0, 0];
  const choice = (item, text) => el("button", { type: "button", className: "query", "aria-pressed": String(asking.own ? item === null : item === query && item !== null),
    onclick: () => chooseQuery(item) }, text);
  const list = el("div", { className: "queries" }, choice(null, word("own")), ...page.panel.queries.map((item) => choice(item, item.title[lang] || item.name)));
  const run = el("button", { type: "button", className: "pill strong", id: "run", disabled: asking.busy || (!query && !asking.own), onclick: runQuery }, word("run"));
  const buttons = [run];
  if (asking.busy) buttons.push(el("button", { type: "button", className: "pill", onclick: () => stop() }, word("stop")));
  if (result && result.rows && result.rows.length) {
    buttons.push(el("button", { type: "button", className: "pill", id: "answer-csv", onclick: () => offer(new Blob([toCsv(result.variables,
      result.rows.map((binding) => result.variables.map((name) => shortened(binding[name]))))], { type: "text/csv;charset=utf-8" }), `${page.title}.csv`) }, "CSV"));
  }
  const said = asking.busy ? word(thread ? "asking" : "starting") : result && result.rows
    ? word(result.total > 500 ? "rows-cut" : "rows", { n: result.total.toLocaleString("en"), s: (asking.took / 1000).toFixed(2) }) : "";
  const parts = [];
  if (asking.own) {
    parts.push(el("textarea", { id: "sparql", rows: 5, spellcheck: false, "aria-label": "SPARQL", value: asking.text, oninput: (event) => { asking.text = event.target.value; },
      onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) runQuery(); } }));
  } else if (query) {
    parts.push(el("div", { className: "params" }, ...query.parameters.map(parameterField)));
    parts.push(el("details", { className: "source" }, el("summary", {}, "SPARQL"), el("pre", {}, query.text.replace(/^(#.*\n)+/, "")),
      el("button", { type: "button", className: "plain", onclick: () => { asking.text = filled(query, asking.values).replace(/^(#.*\n)+/, ""); chooseQuery(null); } }, word("edit"))));
  } else parts.push(el("p", { className: "more" }, word("choose")));
  const focused = document.activeElement ? document.activeElement.id : "";
  box.replaceChildren(drawerBar([el("b", {}, query && !asking.own ? query.title[lang] || query.name : word(asking.own ? "own" : "ask"))], []),
    el("div", { className: "asking" }, list, el("div", { className: "answers sheet" }, ...parts,
      el("div", { className: "runs" }, ...buttons, el("span", { role: "status" }, said)), ...answerTable())));
  Object.assign(box.querySelector(".queries"), { scrollTop: down[0], scrollLeft: down[1] });
  if (focused && find(focused) && box.contains(find(focused))) find(focused).focus();
}
