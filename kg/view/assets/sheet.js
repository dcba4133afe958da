// What all pictures share: the data, the theme, and the card that tells what a thing is and which sentences say so.
"use strict";
const DATA = JSON.parse(document.getElementById("data").textContent);
const WORDS = DATA.words;
const card = document.getElementById("card");
let cameFrom = null;

/** An element with properties and children; text is only ever set as text. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The type of an event as a small seal with its sign. */
function seal(type) {
  const look = DATA.events[type] || DATA.events.other;
  return make("span", { class: `seal ${look.hue}`, "aria-hidden": "true" }, look.mark);
}

const about = new Map();
DATA.facts.forEach((fact, number) => {
  for (const end of new Set([fact[0], fact[2]])) {
    if (!about.has(end)) about.set(end, []);
    about.get(end).push(number);
  }
});

/** A sentence with the names in it marked. */
function quote(text, names) {
  const block = make("blockquote");
  const known = [...new Set(names)].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  let at = 0;
  while (at < text.length) {
    let first = -1, found = "";
    for (const name of known) {
      const place = text.indexOf(name, at);
      if (place >= 0 && (first < 0 || place < first)) [first, found] = [place, name];
    }
    if (first < 0) break;
    block.append(text.slice(at, first), make("mark", {}, found));
    at = first + found.length;
  }
  block.append(text.slice(at));
  return block;
}

/** Show the card with this content; `from` gets the focus back when it is closed. */
function openCard(from, ...content) {
  if (from) cameFrom = from;
  card.replaceChildren(
    make("button", { class: "close", type: "button", title: WORDS.close, "aria-label": WORDS.close, onclick: closeCard }, "×"),
    ...content.filter(Boolean),
  );
  const opening = card.hidden;
  card.hidden = false;
  card.scrollTop = 0;
  card.focus({ preventScroll: true });
  if (opening && innerWidth > 760) dispatchEvent(new Event("resize"));
}

function closeCard() {
  if (card.hidden) return;
  card.hidden = true;
  if (innerWidth > 760) dispatchEvent(new Event("resize"));
  if (cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  document.querySelectorAll(".chosen").forEach((element) => element.classList.remove("chosen"));
}

/** The figures with sentences that facts rest on, and the numbers by which they are cited. */
function proofsOf(facts, names) {
  const order = [], left = facts.reduce((sum, number) => sum + DATA.facts[number][5], 0);
  for (const number of facts) for (const proof of DATA.facts[number][4]) if (!order.includes(proof)) order.push(proof);
  const figures = order.map((number, place) => {
    const [words, file, line, sure, headline] = DATA.proofs[number];
    const where = `${DATA.strings[file]}:${line}`;
    return make("figure", {}, make("span", {}, String(place + 1)), make("div", {},
      quote(DATA.strings[words] || WORDS.unquoted, names),
      make("figcaption", {}, DATA.strings[headline] ? `${DATA.strings[headline]} · ` : "", make("span", { class: "where" }, where),
        ` · ${WORDS.confidence} ${sure.toFixed(2)}`)));
  });
  if (left) figures.push(make("p", { class: "more" }, fill(WORDS.more, { n: left })));
  return [figures, (number) => DATA.facts[number][4].map((proof) => order.indexOf(proof) + 1).join(",")];
}

/** All that is known of a thing: attributes, relations, sentences. `extra` comes below its name. */
function thingCard(number, from, ...extra) {
  const [type, label, aliases, attributes, known] = DATA.things[number];
  const facts = about.get(number) || [];
  const groups = new Map();
  for (const one of facts) {
    const [subject, predicate, object] = DATA.facts[one];
    const key = DATA.relations[predicate][subject === number ? 0 : 1];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push([one, subject === number ? object : subject]);
  }
  const [figures, cite] = proofsOf(facts, [label, ...aliases, ...facts.map((f) => DATA.things[DATA.facts[f][0] === number ? DATA.facts[f][2] : DATA.facts[f][0]][1])]);
  const lists = [...groups].flatMap(([name, ends]) => [
    make("h3", {}, name),
    make("ul", {}, ...ends.map(([one, other]) => {
      const [kind, called, , , full] = DATA.things[other];
      const title = DATA.classes[kind] || kind;
      const roles = DATA.facts[one][3].join("、");
      return make("li", {}, full ? make("button", { class: "link", type: "button", title, onclick: () => thingCard(other) }, called)
        : make("span", { title }, called), make("sup", {}, cite(one)), roles ? make("small", {}, roles) : null);
    })),
  ]);
  // A line about the event says its type and time already.
  const told = extra.some((part) => part && part.className === "fact") ? [] : attributes;
  openCard(from,
    make("p", { class: "class" }, DATA.classes[type] || type),
    make("h2", {}, label),
    ...extra,
    told.length || aliases.length ? make("dl", {},
      ...told.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
      ...(aliases.length ? [make("dt", {}, WORDS.aliases), make("dd", {}, aliases.join("、"))] : [])) : null,
    ...lists,
    figures.length ? make("h3", {}, WORDS.sentences) : null,
    ...figures,
    known ? null : make("p", { class: "more" }, WORDS.partial));
}

document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
  if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
    const find = document.querySelector(".find");
    if (find && find.offsetParent) { event.preventDefault(); find.focus(); }
  }
});
