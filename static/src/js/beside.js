// A list with the chosen record beside it. The list bears data-beside="#region" and data-beside-at, the address of a
// record's piece with 0 for its number; a link of it bears data-beside-of, that number. It opens beside where the screen
// is wide; elsewhere, with a modifier key and without this script the link opens its own page.
import htmx from "htmx.org";
import * as draft from "./draft.js";

const WIDE = matchMedia("(min-width: 80rem)");
const NAME = "case";
let asked = 0;

const list = () => document.querySelector("[data-beside]");
const region = () => document.querySelector(list().dataset.beside);
const linkTo = (number) => document.querySelector(`[data-beside-of="${CSS.escape(number)}"]`);

function point(number) {
  for (const link of document.querySelectorAll("[data-beside-of]")) {
    if (link.dataset.besideOf === number) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function note(number) {
  const address = new URL(location);
  if (number) address.searchParams.set(NAME, number);
  else address.searchParams.delete(NAME);
  if (address.href !== location.href) history.pushState(null, "", address);
}

async function show(number, page) {
  const turn = ++asked;
  const answer = await fetch(list().dataset.besideAt.replace("/0/", `/${encodeURIComponent(number)}/`), {
    headers: { "HX-Request": "true" },
  });
  if (turn !== asked) return false;
  if (!answer.ok || answer.redirected) {
    // Not to be shown here any more, or the session is over: its own page says so.
    if (page) location.assign(page);
    return false;
  }
  const place = region();
  place.innerHTML = await answer.text();
  place.hidden = false;
  point(number);
  htmx.process(place);
  draft.start();
  return true;
}

function hide() {
  asked += 1;
  const place = region();
  place.hidden = true;
  place.replaceChildren();
  point("");
}

function leave() {
  const number = document.querySelector("[data-beside-of][aria-current]")?.dataset.besideOf;
  hide();
  note("");
  if (number) linkTo(number)?.focus();
}

document.addEventListener("click", async (event) => {
  if (!list()) return;
  if (event.target.closest("[data-beside-close]")) return leave();
  const link = event.target.closest("a[data-beside-of]");
  if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!(await show(link.dataset.besideOf, link.href))) return;
  note(link.dataset.besideOf);
  region().querySelector("[data-beside-title]")?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && list() && event.target.closest(list().dataset.beside)) leave();
});

// What is sent from beside the list comes back to the list as it stands.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("[data-beside-query]");
  if (field) field.value = location.search;
});

function follow() {
  if (!list()) return;
  const number = new URL(location).searchParams.get(NAME);
  if (number && WIDE.matches) show(number, "");
  else if (!region().hidden) hide();
}

window.addEventListener("popstate", follow);
export const start = follow;
