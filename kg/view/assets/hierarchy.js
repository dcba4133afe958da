// The trees: find a name, open and close, show what is known of one.
const $ = (id) => document.getElementById(id);
const panels = ["agencies", "regions"];
const shown = () => $(panels.find((name) => !$(name).hidden));
const lines = [...document.querySelectorAll(".tree [data-thing]")];
const opened = new Map([...document.querySelectorAll(".tree details")].map((one) => [one, one.open]));

function choose(name) {
  for (const other of panels) {
    $(other).hidden = other !== name;
    $(`tab-${other}`).setAttribute("aria-selected", String(other === name));
  }
  find();
}

/** Only what is called like the text, with everything above it. */
function find() {
  const text = $("find").value.trim().toLowerCase();
  let any = false;
  document.querySelectorAll(".tree li").forEach((line) => line.classList.toggle("off", Boolean(text)));
  for (const line of lines) {
    const [, label, aliases] = DATA.things[Number(line.dataset.thing)];
    const place = text ? label.toLowerCase().indexOf(text) : -1;
    if (place >= 0) line.replaceChildren(label.slice(0, place), make("mark", {}, label.slice(place, place + text.length)), label.slice(place + text.length));
    else line.textContent = label;
    if (!text || !(place >= 0 || aliases.some((alias) => alias.toLowerCase().includes(text)))) continue;
    if (shown().contains(line)) any = true;
    for (let above = line.closest("li"); above; above = above.parentElement.closest("li")) {
      above.classList.remove("off");
      if (above !== line.closest("li")) above.firstElementChild.open = true;
    }
  }
  if (!text) opened.forEach((open, one) => { one.open = open; });
  $("blank").hidden = !text || any;
}

const setAll = (open) => shown().querySelectorAll("details").forEach((one) => {
  one.open = open || (one.parentElement.className === "group" && !open);
  opened.set(one, one.open);
});
panels.forEach((name) => $(`tab-${name}`).addEventListener("click", () => choose(name)));
$("find").addEventListener("input", find);
$("expand").addEventListener("click", () => setAll(true));
$("collapse").addEventListener("click", () => setAll(false));
document.addEventListener("click", (event) => {
  const line = event.target.closest(".tree [data-thing]");
  if (!line) return;
  event.preventDefault(); // or the branch would open and close as well
  document.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
  thingCard(Number(line.dataset.thing), line);
  line.classList.add("chosen");
});
if (!$("agencies").querySelector(".tree") && $("regions").querySelector(".tree")) choose("regions");
