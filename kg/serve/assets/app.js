"use strict";
// The parts of the app: search and questions. Everything from the graph goes into the page as text, never as HTML.

const kg = {};

/** An element with properties and children; strings become text. */
kg.element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** JSON of an address of this server; a problem becomes an error that says it. */
kg.read = async (address, signal) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  const said = await answer.json();
  if (!answer.ok) throw new Error([said.title, said.detail].filter(Boolean).join("\n"));
  return said;
};

/** Where a thing's page is: under its own path on this server. */
kg.page = (thing) => {
  const base = kg.base || "";
  const id = thing.id ?? (base && thing.iri.startsWith(base) ? thing.iri.slice(base.length) : thing.iri);
  if (/^https?:/.test(id)) return id;
  const encoded = thing.id === undefined ? encodeURI(id).replaceAll("%25", "%") : id.split("/").map(encodeURIComponent).join("/");
  return kg.root + encoded;
};

kg.problem = (error) => kg.element("div", { className: "problem" }, error.message);

kg.show = () => {
  const [name, query] = location.hash.slice(1).split("?");
  const chosen = ["search", "ask", "query"].includes(name) ? name : "search";
  for (const part of document.querySelectorAll("main > section")) part.hidden = part.id !== chosen;
  for (const link of document.querySelectorAll("nav a")) link.classList.toggle("here", link.hash === `#${chosen}`);
  document.dispatchEvent(new CustomEvent("kg:show", { detail: { chosen, values: new URLSearchParams(query) } }));
};

// ------------------------------------------------------------------------------------------------------------ search

{
  const form = document.querySelector("#search form");
  const list = document.querySelector("#found");
  let running;
  const search = async () => {
    running?.abort();
    running = new AbortController();
    const words = form.q.value.trim();
    history.replaceState(null, "", words ? `#search?${new URLSearchParams({ q: words })}` : "#search");
    if (!words) return list.replaceChildren();
    const asked = new URLSearchParams({ q: words, limit: 50 });
    if (form.type.value) asked.append("type", form.type.value);
    try {
      const found = await kg.read(`/api/search?${asked}`, running.signal);
      list.replaceChildren(...found.map((one) => kg.element("li", {},
        kg.element("span", { className: "kind" }, kg.classes?.get(one.type) ?? one.type),
        kg.element("a", { href: kg.page(one) }, one.label),
        one.match === one.label ? "" : kg.element("span", { className: "role" }, one.match))));
      if (!found.length) list.replaceChildren(kg.element("p", {}, "没有匹配的名称。"));
    } catch (error) {
      if (error.name !== "AbortError") list.replaceChildren(kg.problem(error));
    }
  };
  let later;
  form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(search, 200); });
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  document.addEventListener("kg:show", ({ detail }) => {
    if (detail.chosen !== "search") return;
    if (detail.values.get("q") && detail.values.get("q") !== form.q.value) { form.q.value = detail.values.get("q"); search(); }
    form.q.focus();
  });
}

// --------------------------------------------------------------------------------------------------------------- ask

{
  const form = document.querySelector("#ask form");
  const box = document.querySelector("#answer");
  const quote = (one) => kg.element("blockquote", {}, one.quote, kg.element("footer", {}, `${one.source}:${one.line}`));
  const ask = async () => {
    const question = form.q.value.trim();
    if (!question) return;
    history.replaceState(null, "", `#ask?${new URLSearchParams({ q: question })}`);
    box.replaceChildren("…");
    try {
      const said = await kg.read(`/api/ask?${new URLSearchParams({ q: question })}`);
      const parts = said.several.map(([name, things]) =>
        kg.element("p", { className: "several" }, `“${name}”可以指 ${things.length} 个：${things.join("、")}`));
      if (said.understood) parts.push(...said.notes.map((note) => kg.element("p", { className: "several" }, note)));
      parts.push(kg.element("h2", {}, said.summary));
      if (!said.understood) {
        parts.push(...said.notes.map((note) => kg.element("p", {}, note)), kg.element("p", {}, "可以这样问："));
        parts.push(kg.element("ul", {}, ...said.examples.map((one) => kg.element("li", {},
          kg.element("a", { href: `#ask?${new URLSearchParams({ q: one })}` }, one)))));
      } else {
        parts.push(kg.element("ol", {}, ...said.rows.map((row) => kg.element("li", {},
          kg.element("a", { href: kg.page({ iri: row.iri }) }, row.text),
          kg.element("span", { className: "role" }, row.beside.map(([, value]) => value).join(" · ")),
          ...row.evidence.map(quote)))));
        parts.push(kg.element("details", {}, kg.element("summary", {}, "运行的 SPARQL"), kg.element("pre", {}, said.sparql),
          kg.element("a", { href: `#query?${new URLSearchParams({ query: said.sparql })}` }, "在查询中打开")));
      }
      box.replaceChildren(...parts);
    } catch (error) {
      box.replaceChildren(kg.problem(error));
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  document.addEventListener("kg:show", ({ detail }) => {
    if (detail.chosen !== "ask") return;
    const question = detail.values.get("q");
    if (question && question !== form.q.value) { form.q.value = question; ask(); }
    form.q.focus();
  });
}

// ------------------------------------------------------------------------------------------------------------- start

addEventListener("hashchange", kg.show);
addEventListener("DOMContentLoaded", async () => {
  try {
    const [words, health] = await Promise.all([kg.read("/api/vocabulary"), kg.read("/health")]);
    kg.words = words;
    kg.base = words.prefixes.id;
    kg.root = new URL(kg.base).pathname;
    kg.classes = new Map(words.classes.map((one) => [one.name, one.zh]));
    document.querySelector("#size").textContent = `${health.entities.toLocaleString()} 个实体 · ${health.triples.toLocaleString()} 条三元组`;
    document.querySelector("#search select").append(...words.classes.map((one) => kg.element("option", { value: one.name }, one.zh)));
  } catch (error) {
    document.querySelector("main").prepend(kg.problem(error));
  }
  document.dispatchEvent(new CustomEvent("kg:ready"));
  kg.show();
});
