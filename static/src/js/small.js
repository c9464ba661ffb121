// Small courtesies: focus on errors, copy and print buttons, controls that only script can serve.

export function start(root = document) {
  for (const element of root.querySelectorAll("[data-js][hidden]")) element.hidden = false;
  root.querySelector("[data-focus]")?.focus();
}

document.addEventListener("click", async (event) => {
  const print = event.target.closest("[data-print]");
  if (print) window.print();
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const text = copy.dataset.copyText ?? document.querySelector(copy.dataset.copy).textContent.trim();
  await navigator.clipboard.writeText(text.replace(/\s+/g, ""));
  const status = document.createElement("span");
  status.className = "copied";
  status.setAttribute("role", "status");
  status.textContent = copy.dataset.copied ?? "✓";
  copy.after(status);
  setTimeout(() => status.remove(), 4000);
});

// A card that floats closes on Escape and on a click elsewhere.
const CARD = "details.pop[open], details.confirm[open]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const card of document.querySelectorAll(CARD)) {
    card.open = false;
    card.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const card of document.querySelectorAll(CARD)) if (!card.contains(event.target)) card.open = false;
});
