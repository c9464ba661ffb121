// One click, one submission: a form that is on its way can't be sent again. Back (the page cache) frees it.
const WAIT = 15000;

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-waits]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.waits;
  }
}

// In the capture phase, so that nothing else sends what is on its way.
function guard(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.waits = "yes";
  }
  setTimeout(() => free(form), WAIT);
}

document.addEventListener("submit", guard, { capture: true });
document.addEventListener("htmx:afterRequest", (event) => event.target.closest("form") && free(event.target.closest("form")));

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(free);
});
