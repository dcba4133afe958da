// The side that answers: Oxigraph in a thread of its own, so that a long query stops nothing and can be stopped.

const unpack = async (bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
let store = null;

async function open({ wasm, triples }) {
  await oxigraph.start({ module_or_path: await unpack(wasm) });
  store = new oxigraph.Store();
  store.load(await unpack(triples), { format: "application/n-triples", no_transaction: true });
  return { size: store.size };
}
function ask({ text, limit }) {
  let answer;
  try {
    answer = JSON.parse(store.query(text, { results_format: "application/sparql-results+json" }));
  } catch (error) {
    // What builds triples has no such form.
    if (!/graph|format|solution/i.test(String(error))) throw error;
    const quads = store.query(text);
    if (!Array.isArray(quads)) throw error;
    const term = (t) => ({ type: t.termType === "NamedNode" ? "uri" : t.termType === "Literal" ? "literal" : "bnode", value: t.value });
    answer = { head: { vars: ["subject", "predicate", "object"] }, results: { bindings: quads.map((q) => ({
      subject: term(q.subject), predicate: term(q.predicate), object: term(q.object) })) } };
  }
  if (typeof answer.boolean === "boolean") return { boolean: answer.boolean };
  const rows = answer.results.bindings;
  return { variables: answer.head.vars, rows: rows.slice(0, limit), total: rows.length };
}
onmessage = async ({ data }) => {
  try {
    postMessage({ id: data.id, answer: data.kind === "open" ? await open(data) : ask(data) });
  } catch (error) {
    postMessage({ id: data.id, error: String((error && error.message) || error) });
  }
};
