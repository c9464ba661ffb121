// Keys of a list and of a page. A list bears data-keys, its rows data-row; any link or button may bear data-key="n".
// With data-then="#id" the cursor goes there afterwards; a card that is open stays open. A button of a row may bear data-row-key="1": the key works on the marked row.
// They are off where a person turned them off in the "?" sheet, and silent while someone types.
const OFF = "keys:off";
const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-keys] :is([data-row], .qr)")];

let marked = "";

function mark(row) {
  marked = row.id;
  for (const other of rows()) other.classList.toggle("qr--on", other === row);
  row.querySelector("a")?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("qr--on"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next) mark(next);
}

const current = () => document.querySelector("[data-keys] .qr--on");

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current()?.querySelector("a")?.click(),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  "?": () => document.querySelector("#key-sheet")?.showModal(),
};

// Arrows scroll the page, unless the cursor stands on a row.
const isElsewhere = (event) => event.key.startsWith("Arrow") && !event.target.closest("[data-keys] :is([data-row], .qr)");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || localStorage.getItem(OFF)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = CSS.escape(event.key.toLowerCase());
  const named = current()?.querySelector(`[data-row-key="${key}"]`) ?? document.querySelector(`[data-key="${key}"]`);
  const press = () => {
    if (!named.matches("details[open] > summary")) named.click();
    if (named.dataset.then) document.querySelector(named.dataset.then)?.focus();
  };
  const act = named ? press : ACTS[event.key];
  if (!act || isElsewhere(event)) return;
  event.preventDefault();
  act();
});

// A row that was drawn anew stays the marked one.
document.addEventListener("htmx:afterSettle", () => {
  const row = marked && document.getElementById(marked);
  if (row && !current()) mark(row);
});

export function start() {
  const box = document.querySelector("#key-sheet [data-keys-on]");
  if (!box) return;
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
}
