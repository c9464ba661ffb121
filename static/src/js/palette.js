// The command palette: Ctrl-K (or the search box of the rail) finds sections, commands of this page and records.
// Sections and commands are links that stand on the page; records come from the search page itself.
const WAIT = 180;

function entry(link, index) {
  const option = document.createElement("li");
  option.role = "option";
  option.id = `palette-${index}`;
  const title = document.createElement("b");
  title.textContent = [...link.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  option.append(title);
  const detail = link.parentElement.querySelector("small");
  if (detail) option.append(Object.assign(document.createElement("small"), { textContent: detail.textContent }));
  option.addEventListener("click", () => link.isConnected ? link.click() : location.assign(link.getAttribute("href")));
  return option;
}

const onPage = () => [...document.querySelectorAll(".rail nav a, [data-command]")];

async function onServer(words, signal) {
  const answer = await fetch(`/staff/search?q=${encodeURIComponent(words)}`, { signal });
  if (!answer.ok) return [];
  return [...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("#found a[href]")];
}

export function start() {
  const dialog = document.querySelector("#palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let pending;
  let chosen = 0;

  const point = (index) => {
    const options = [...list.children];
    chosen = options.length ? (index + options.length) % options.length : 0;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === chosen));
    input.setAttribute("aria-activedescendant", options[chosen]?.id ?? "");
    options[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const show = (links) => {
    list.replaceChildren(...links.slice(0, 24).map(entry));
    point(0);
  };
  const seek = async () => {
    pending?.abort();
    pending = new AbortController();
    const { signal } = pending;
    const words = input.value.trim().toLowerCase();
    const near = onPage().filter((link) => link.textContent.toLowerCase().includes(words));
    show(near);
    if (words.length < 2) return;
    await new Promise((done) => setTimeout(done, WAIT));
    if (signal.aborted) return;
    const far = await onServer(words, signal).catch((reason) => {
      if (reason.name === "AbortError") return null;
      throw reason;
    });
    if (far) show([...near, ...far]);
  };
  const open = (event) => {
    event.preventDefault();
    input.value = "";
    dialog.showModal();
    seek();
  };

  input.addEventListener("input", seek);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) event.preventDefault(), point(chosen + step);
    if (event.key === "Enter") event.preventDefault(), list.children[chosen]?.click();
  });
  document.querySelector("[data-palette]")?.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") open(event);
  });
}
