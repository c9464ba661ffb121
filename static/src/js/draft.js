// What people type survives a reload, a language switch, a lost session and a crash of the page.
// <form data-draft="a-key"> … <span data-draft-saved hidden>saved <time></time></span>
// Kept in this tab only (sessionStorage), never: hidden fields, passwords, files, and fields with data-secret.
const PREFIX = "draft:";
const KEPT = "input:not([type=hidden],[type=password],[type=file],[type=submit],[data-secret]), textarea, select";

const read = (key) => JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null");
const write = (key, draft) => sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
const isBox = (field) => field.type === "checkbox" || field.type === "radio";
const fieldsOf = (form) => [...form.querySelectorAll(KEPT)].filter((field) => field.name);

function valueOf(field) {
  return isBox(field) ? (field.checked ? field.value : "") : field.value;
}

function collect(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (!isBox(field)) values[field.name] = [field.value];
    else if (field.checked) (values[field.name] ??= []).push(field.value);
  }
  return values;
}

function save(form) {
  write(form.dataset.draft, { values: collect(form), sent: false });
  const note = form.querySelector("[data-draft-saved]");
  if (!note) return;
  note.hidden = false;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  note.querySelector("time").textContent = clock.format(new Date());
}

// The server's word counts: only what it left empty is filled from the draft.
function restore(form, { values }) {
  const fields = fieldsOf(form);
  const answered = new Set(fields.filter((field) => isBox(field) && field.checked).map((field) => field.name));
  for (const field of fields) {
    const kept = values[field.name];
    if (!kept) continue;
    if (!isBox(field)) field.value ||= kept[0];
    else if (!answered.has(field.name)) field.checked = kept.includes(field.value);
  }
}

// A page that says "no" (an error, the sign-in) frees drafts that were sent; any other page means they arrived.
function settle() {
  const refused = document.querySelector(".errors, [data-refused], body.entrance");
  for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const key = name.slice(PREFIX.length);
    const draft = read(key);
    if (!draft?.sent) continue;
    if (refused) write(key, { ...draft, sent: false });
    else sessionStorage.removeItem(name);
  }
}

export function start() {
  settle();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const draft = read(form.dataset.draft);
    if (draft) restore(form, draft);
    const initial = fieldsOf(form).map(valueOf).join();
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(form), 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      write(form.dataset.draft, { values: collect(form), sent: true });
    });
    window.addEventListener("pagehide", () => {
      if (!form.isConnected) return; // another piece of the page took its place, with what was kept
      const changed = fieldsOf(form).map(valueOf).join() !== initial;
      if (changed && !read(form.dataset.draft)?.sent) save(form);
    });
  }
}
