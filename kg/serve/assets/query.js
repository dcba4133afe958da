"use strict";
// The editor of queries: CodeMirror with our vocabulary, the named queries as examples, results, downloads.

{
  const form = document.querySelector("#query form");
  const state = document.querySelector("#state");
  const box = document.querySelector("#result");
  const editor = CodeMirror.fromTextArea(form.elements.query, {
    mode: "application/sparql-query", lineNumbers: true, matchBrackets: true, autoCloseBrackets: true, viewportMargin: 50,
    extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-Space": (now) => complete(now), Tab: false },
  });
  const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "VALUES", "GROUP BY", "ORDER BY", "HAVING",
    "LIMIT", "OFFSET", "CONSTRUCT", "DESCRIBE", "ASK", "COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT", "CONTAINS", "STRSTARTS", "REGEX",
    "STR", "LANG", "NOT EXISTS", "EXISTS", "PREFIX"];
  editor.setValue("SELECT ?name (COUNT(?event) AS ?events) WHERE {\n  ?agency a kg:Agency ; skos:prefLabel ?name ; kg:organizes ?event .\n}\nGROUP BY ?name\nORDER BY DESC(?events) ?name\nLIMIT 20\n");

  // --------------------------------------------------------------------------------------------------- completion

  const terms = () => {
    const words = kg.words ?? { classes: [], relations: [], attributes: [], prefixes: {} };
    return [...words.classes, ...words.relations, ...words.attributes]
      .map((one) => ({ text: one.name.includes(":") ? one.name : `kg:${one.name}`, displayText: `kg:${one.name}  ${one.zh}`, zh: one.zh }))
      .concat(["skos:prefLabel", "skos:altLabel", "dcterms:title", "dcterms:source", "dcterms:date", "rdf:type"].map((text) => ({ text })))
      .concat(Object.keys(words.prefixes).map((name) => ({ text: `${name}:` })));
  };
  const complete = (now) => CodeMirror.showHint(now, () => {
    const at = now.getCursor();
    const line = now.getLine(at.line).slice(0, at.ch);
    const word = /[?$]?[\w:\u4e00-\u9fff-]*$/.exec(line)[0];
    const from = CodeMirror.Pos(at.line, at.ch - word.length);
    const wanted = word.toLowerCase();
    let list;
    if (/^[?$]/.test(word)) {
      list = [...new Set(now.getValue().match(/[?$]\w+/g) ?? [])].filter((one) => one !== word && one.startsWith(word)).map((text) => ({ text }));
    } else {
      list = [...terms(), ...KEYWORDS.map((text) => ({ text }))].filter((one) =>
        one.text.toLowerCase().includes(wanted) || one.zh?.includes(word));
    }
    return { list, from, to: at };
  }, { completeSingle: false });
  editor.on("inputRead", (now, change) => {
    if (!now.state.completionActive && /[\w:?$]/.test(change.text[0])) complete(now);
  });

  // ------------------------------------------------------------------------------------------------------- running

  let running;
  let last;
  let mark;
  const run = async () => {
    running?.abort();
    running = new AbortController();
    const query = editor.getValue();
    mark?.clear();
    history.replaceState(null, "", `#query?${new URLSearchParams({ query })}`);
    state.textContent = "运行中…";
    box.replaceChildren();
    for (const part of form.querySelectorAll(".downloads, .views")) part.hidden = true;
    const began = performance.now();
    try {
      const answer = await fetch("/sparql", {
        method: "POST", body: query, signal: running.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9" },
      });
      const media = answer.headers.get("Content-Type") ?? "";
      if (!answer.ok) throw problem(await answer.json());
      if (media.startsWith("application/sparql-results+json")) {
        const said = await answer.json();
        last = said.boolean === undefined ? { head: said.head.vars, rows: said.results.bindings } : { boolean: said.boolean };
      } else {
        last = { head: ["subject", "predicate", "object"], rows: kg.triples(await answer.text()), triples: true };
      }
      show();
      const count = last.rows ? `${last.rows.length.toLocaleString()} 行，` : "";
      state.textContent = `${count}${Math.round(performance.now() - began)} 毫秒`;
      downloads(query);
    } catch (error) {
      if (error.name === "AbortError") return;
      state.textContent = "";
      box.replaceChildren(kg.problem(error));
    }
  };
  const problem = (said) => {
    const place = /line (\d+), column (\d+)/.exec(said.detail ?? "");
    if (place) {
      const from = CodeMirror.Pos(place[1] - 1, place[2] - 1);
      mark = editor.markText(from, CodeMirror.Pos(place[1] - 1, Number(place[2]) + 1), { className: "wrong" });
    }
    return new Error([said.title, said.detail].filter(Boolean).join("\n"));
  };
  const show = () => {
    if (last.boolean !== undefined) return box.replaceChildren(kg.element("p", {}, last.boolean ? "true 是" : "false 否"));
    const columns = kg.chartable(last.head, last.rows);
    const drawable = kg.drawable(last.head, last.rows);
    form.querySelector(".views").hidden = !columns && !drawable;
    for (const [name, can] of [["chart", columns], ["graph", drawable]]) {
      form.elements.shown.querySelector(`[value=${name}]`).disabled = !can;
      if (!can && form.elements.shown.value === name) form.elements.shown.value = "table";
    }
    if (drawable && form.elements.shown.value === "graph") box.replaceChildren(kg.drawing(last.rows));
    else if (columns && form.elements.shown.value === "chart") box.replaceChildren(kg.chart(last.rows, columns));
    else box.replaceChildren(kg.table(last.head, last.rows));
  };
  const downloads = (query) => {
    const list = form.querySelector(".downloads");
    const forms = last.triples ? { csv: "turtle", tsv: "jsonld", json: "ntriples", xml: "rdfxml" } : null;
    list.hidden = last.boolean !== undefined;
    for (const link of list.querySelectorAll("a")) {
      const form = forms ? forms[link.dataset.form] : link.dataset.form;
      link.textContent = form;
      link.href = `/sparql?${new URLSearchParams({ query, format: form })}`;
      link.download = `kg.${form}`;
    }
  };
  form.elements.shown.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });

  // ------------------------------------------------------------------------------------------------------ examples

  document.addEventListener("kg:ready", async () => {
    try {
      const queries = await kg.read("/api/queries");
      form.elements.named.append(...queries.map((one, at) => kg.element("option", { value: at }, one.title_zh || one.title)));
      form.elements.named.addEventListener("change", () => {
        const chosen = queries[form.elements.named.value];
        if (!chosen) return;
        let text = chosen.text;
        for (const parameter of chosen.parameters) {
          const value = parameter.default ?? prompt(parameter.comment) ?? "";
          // As `put_in` does it: a literal with its language is looked up, the result of STRLANG is not.
          const place = new RegExp(`STRLANG\\(\\$${parameter.name}, "(\\w+)"\\)|\\$${parameter.name}\\b`, "g");
          text = text.replaceAll(place, (_, language) => JSON.stringify(value) + (language ? `@${language}` : ""));
        }
        editor.setValue(text);
        run();
      });
    } catch (error) {
      box.replaceChildren(kg.problem(error));
    }
  });
  document.addEventListener("kg:show", ({ detail }) => {
    if (detail.chosen !== "query") return;
    const query = detail.values.get("query");
    if (query && query !== editor.getValue()) { editor.setValue(query); run(); }
    editor.refresh();
  });
}
