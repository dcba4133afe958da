// Finding things by name: any part of it, an alias, or its pinyin (whole syllables, their beginnings or initials).

const fold = (text) => text.normalize("NFKC").toLowerCase();
const index = entities.map((entity, i) => ({ i, forms: [entity.label, ...entity.aliases].map((form) => [fold(form), form]) }));

/** Whether `typed` from position `t` spells `form` from position `f` on; each character may have several readings. */
function spells(typed, t, form, f) {
  if (t >= typed.length) return true;
  if (f >= form.length) return false;
  const readings = page.pinyin[form[f]];
  if (!readings) return form[f] === typed[t] && spells(typed, t + 1, form, f + 1);
  for (const syllable of readings) {
    let same = 0;
    while (same < syllable.length && t + same < typed.length && syllable[same] === typed[t + same]) same++;
    for (const n of same === syllable.length ? [same, 1] : same && t + same === typed.length ? [same, 1] : same ? [1] : []) {
      if (spells(typed, t + n, form, f + 1)) return true;
    }
  }
  return false;
}
/** How well a form answers: 0 the same … 4 pinyin inside; null where it does not. */
function likeness(wanted, latin, folded) {
  const at = folded.indexOf(wanted);
  if (at >= 0) return folded === wanted ? 0 : at === 0 ? 1 : 2;
  if (!latin) return null;
  const typed = wanted.replace(/['’\s]/g, "");
  for (let f = 0; f < folded.length; f++) if (page.pinyin[folded[f]] && spells(typed, 0, folded, f)) return f ? 4 : 3;
  return null;
}
function lookUp(text, accept = () => true) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const latin = /^[a-zü'’\s]+$/.test(wanted), scored = [];
  for (const { i, forms } of index) {
    if (!accept(i)) continue;
    let best = null;
    for (const [folded, form] of forms) {
      const score = likeness(wanted, latin, folded);
      if (score !== null && (!best || score < best.score)) best = { i, score, form };
    }
    if (best) scored.push(best);
  }
  return scored.sort((a, b) => a.score - b.score || bylined[a.i] - bylined[b.i] || weight[b.i] - weight[a.i] || a.i - b.i).slice(0, 30);
}

/** A field with a list of proposals under it, worked by mouse or keys. */
function combobox(field, list, { propose, take, free }) {
  let hits = [], chosen = 0;
  const item = ({ i, form }, k) => el("li", {
    id: `${list.id}-${k}`, role: "option", "aria-selected": String(k === chosen), onpointerdown: (event) => { event.preventDefault(); choose(k); } },
  icon(entities[i].type, 13), el("span", {}, form), el("small", {}, form === entities[i].label ? classLabel(entities[i].type) : entities[i].label));
  function render(open = document.activeElement === field && (hits.length > 0 || (!free && field.value.trim() !== ""))) {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (hits.length && open) field.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
    if (!open) return;
    list.replaceChildren(...(hits.length ? hits.map(item) : [el("li", { className: "none" }, word("nothing"))]));
    const current = list.querySelector('[aria-selected="true"]');
    if (current) current.scrollIntoView({ block: "nearest" });
  }
  function choose(k) {
    if (!hits[k]) return;
    const node = hits[k].i;
    hits = [];
    if (!free) field.value = "";
    render(false);
    if (!free) field.blur();
    take(node);
  }
  const update = () => { hits = propose(field.value); chosen = 0; render(); };
  field.addEventListener("input", update);
  field.addEventListener("focus", update);
  field.addEventListener("blur", () => render(false));
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) { chosen = (chosen + step + hits.length) % hits.length; render(); event.preventDefault(); }
    if (event.key === "Enter" && !event.isComposing && !list.hidden) {
      choose(chosen);
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      hits = [];
      if (!free) field.value = "";
      render(false);
      if (!free) field.blur();
    }
  });
}
