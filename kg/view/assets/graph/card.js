// The card of a node or an edge, the trail behind it and the address that restores it.

const pairOf = (table, key) => table[key] || key;

function link(node, withIcon = true) {
  const entity = entities[node];
  return el("button", { type: "button", className: "link", title: classLabel(entity.type), onclick: () => select(node) },
    withIcon ? icon(entity.type, 12) : null, entity.label);
}

/** The sentence with the names of both ends marked where they occur. */
function quote(text, fact) {
  const block = el("blockquote", {});
  const marks = [];
  for (const end of [fact.s, fact.o]) {
    const { label, aliases, anaphora, type } = entities[end];
    const forms = [label, ...aliases, ...anaphora].filter(Boolean).sort((a, b) => b.length - a.length);
    for (const form of forms) {
      let at = -1;
      do {
        at = text.indexOf(form, at + 1);
      } while (at >= 0 && marks.some((m) => at < m.stop && m.start < at + form.length));
      if (at >= 0) { marks.push({ start: at, stop: at + form.length, type }); break; }
    }
  }
  marks.sort((a, b) => a.start - b.start);
  let done = 0;
  for (const { start, stop, type } of marks) {
    const mark = el("mark", {}, text.slice(start, stop));
    mark.style.setProperty("--mark", `${classColor(type)}40`);
    block.append(text.slice(done, start), mark);
    done = stop;
  }
  block.append(text.slice(done));
  return block;
}

function evidence(fact, item, full) {
  const [source, line, text, rule, sure] = item;
  const where = `${page.strings[source]}:${line}`;
  const caption = full
    ? `${where} · ${word("rule")} ${page.strings[rule]} · ${word("sure")} ${sure.toFixed(2)}` : where;
  return el("figure", {}, quote(page.strings[text], fact), el("figcaption", {}, caption));
}
function evidences(fact, full) {
  const all = fact.e.map((item) => evidence(fact, item, full));
  if (!all.length) return [el("p", { className: "more" }, word("unquoted"))];
  if (full || all.length < 2) return all;
  return [all[0], el("details", {}, el("summary", {}, `+${all.length - 1}`), ...all.slice(1))];
}

function attributeList(entity) {
  const rows = [];
  const units = Object.fromEntries(entity.attributes);
  for (const [name, value] of entity.attributes) {
    if (name === "unit" && units.value) continue;
    const shown = name === "value" && units.unit ? `${value} ${units.unit}` : pairOf(page.values, value);
    rows.push(el("dt", {}, pairOf(page.attributes, name)), el("dd", {}, shown));
  }
  if (entity.aliases.length) rows.push(el("dt", {}, word("aliases")), el("dd", {}, entity.aliases.join("、")));
  if (entity.anaphora.length) rows.push(el("dt", {}, word("anaphora")), el("dd", {}, entity.anaphora.join("、")));
  return rows.length ? el("dl", {}, ...rows) : null;
}

function bar() {
  const nav = el("nav", { "aria-label": word("back") });
  if (state.trail.length) {
    nav.append(el("button", { type: "button", className: "plain", id: "back", title: word("back"), onclick: goBack }, "←"));
    for (const node of state.trail.slice(-2)) {
      nav.append(el("button", { type: "button", className: "plain", onclick: () => select(node) }, entities[node].label));
    }
  }
  return el("div", { className: "bar" }, nav,
    el("button", { type: "button", className: "plain close", title: word("close"), "aria-label": word("close"), onclick: clear }, "×"));
}

function heading(type) {
  const { label } = classStyle(type);
  return el("p", { className: "class" }, icon(type), label[0] || type, el("i", {}, label[1]));
}

function steps(node) {
  const depth = state.focus && state.focus.node === node ? state.focus.depth : 0;
  const button = (n) => el("button", { type: "button", className: "pill", "aria-pressed": String(depth === n),
    onclick: () => focusOn(node, depth === n ? 0 : n) }, String(n));
  const only = { Region: "region", Article: "article" }[entities[node].type];
  return el("div", { className: "steps", role: "group" }, word("focus"), button(1), button(2), button(3), word("depth"),
    only && state[only] !== node ? el("button", { type: "button", className: "pill only", onclick: () => filterAndFit({ [only]: node }) }, word(`only-${only}`)) : null);
}

function nodeCard(node) {
  const entity = entities[node], groups = new Map(), articles = [], parts = [];
  for (const f of around[node]) {
    const fact = facts[f];
    if (fact.p === "mentions" && fact.o === node && entity.type !== "Article") { articles.push(fact); continue; }
    const key = `${fact.p} ${fact.s === node ? 0 : 1}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(f);
  }
  parts.push(bar(), el("h2", {}, entity.label), heading(entity.type), attributeList(entity), steps(node));
  const order = Object.keys(relations);
  const sorted = [...groups].sort(([a], [b]) => order.indexOf(a.split(" ")[0]) - order.indexOf(b.split(" ")[0]) || (a < b ? -1 : 1));
  for (const [key, members] of sorted) {
    const [predicate, back] = key.split(" ");
    parts.push(el("h3", {}, back === "1" ? `← ${relationLabel(predicate, true)}` : `${relationLabel(predicate)} →`));
    if (predicate === "mentions") {
      parts.push(el("div", { className: "chips" }, ...members.map((f) => link(opposite(facts[f], node)))));
      continue;
    }
    for (const f of members.slice(0, 40)) parts.push(factItem(f, node));
    if (members.length > 40) parts.push(el("details", {}, el("summary", {}, `+${members.length - 40}`), ...members.slice(40).map((f) => factItem(f, node))));
  }
  if (!groups.size) parts.push(el("h3", {}, word("facts")), el("p", { className: "more" }, word("isolated")));
  if (articles.length) {
    parts.push(el("h3", {}, word("mentioned")));
    for (const fact of articles) parts.push(articleItem(fact));
  }
  return parts;
}

function factItem(f, node) {
  const fact = facts[f];
  return el("section", { className: "fact" }, el("div", { className: "head" }, link(opposite(fact, node)),
    fact.r.length ? el("em", {}, fact.r.join("、")) : null,
    el("button", { type: "button", className: "why", title: word("evidence"), onclick: () => selectFact(f) },
      `${word("evidence")} ${fact.e.length}`)), ...evidences(fact, false));
}

function articleItem(fact) {
  const first = fact.e[0];
  return el("section", { className: "fact" }, el("div", { className: "head" }, link(fact.s),
    el("em", { className: "why" }, word("times", { n: fact.e.length }))),
  first ? el("figcaption", {}, `${page.strings[first[0]]}:${first[1]}`) : null);
}

function factCard(f) {
  const fact = facts[f];
  return [bar(), el("div", { className: "pair" }, link(fact.s),
    el("em", {}, stroke(fact.p), `${relationLabel(fact.p)} ↓`, fact.r.length ? fact.r.join("、") : null), link(fact.o)),
  el("p", { className: "class" }, `${word("sure")} ${fact.c.toFixed(2)}`),
  el("h3", {}, `${word("evidence")} ${fact.e.length}`), ...evidences(fact, true).map((item) => el("div", { className: "fact" }, item))];
}

const DOUBLE = 350; // milliseconds
function renderCard() {
  const card = find("card"), open = state.node !== null || state.fact !== null;
  // The second click of a double click is meant for what the card has just come to cover.
  if (open && card.hidden) {
    card.style.pointerEvents = "none";
    setTimeout(() => { card.style.pointerEvents = ""; }, DOUBLE);
  }
  card.hidden = !open;
  card.replaceChildren(...(state.node !== null ? nodeCard(state.node) : open ? factCard(state.fact) : []).filter(Boolean));
  card.scrollTop = 0;
  const focusBar = find("focus-bar");
  focusBar.hidden = !state.focus;
  if (state.focus) {
    focusBar.replaceChildren(el("span", {}, `${entities[state.focus.node].label} · ${state.focus.depth} ${word("depth")}`),
      el("button", { type: "button", className: "pill", onclick: () => focusOn(state.focus.node, 0) }, word("whole")));
  }
}
