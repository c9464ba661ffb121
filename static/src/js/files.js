// A file chooser that shows what was chosen, lets one take a file away, and tells how far the sending is.
// Markup: components/files.html. Without script the plain file input does the same work.

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function refuse(input, files) {
  const { maxBytes, maxCount } = input.dataset;
  return files.map((file, index) => {
    if (maxCount && index >= Number(maxCount)) return input.dataset.tooMany;
    if (maxBytes && file.size > Number(maxBytes)) return input.dataset.tooBig;
    return file.size === 0 ? input.dataset.empty : "";
  });
}

function keep(input, files) {
  const box = new DataTransfer();
  files.forEach((file) => box.items.add(file));
  input.files = box.files;
}

function draw(input) {
  const list = input.closest("[data-drop]").querySelector("[data-file-list]");
  const row = input.closest("[data-drop]").querySelector("template");
  const files = [...input.files];
  const reasons = refuse(input, files);
  list.replaceChildren(
    ...files.map((file, index) => {
      const item = row.content.cloneNode(true);
      item.querySelector("[data-name]").textContent = file.name;
      item.querySelector("[data-note]").textContent = [size(file.size), reasons[index]].filter(Boolean).join(" · ");
      if (reasons[index]) item.querySelector(".thumb").classList.add("thumb--bad");
      const button = item.querySelector("button");
      button.append(Object.assign(document.createElement("span"), { className: "sr", textContent: ` ${file.name}` }));
      button.addEventListener("click", () => {
        keep(input, files.filter((other) => other !== file));
        draw(input);
        input.focus();
      });
      return item;
    }),
  );
}

function add(input, more) {
  keep(input, [...(input.kept ?? []), ...more]);
  input.kept = [...input.files];
  draw(input);
}

// Sends the form with a visible share; the answer is either another page or this one with its errors.
function send(form, submitter, line) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable) return;
    line.hidden = false;
    line.querySelector("[data-share]").textContent = `${Math.round((100 * loaded) / total)}%`;
    line.querySelector(".pl-f").setAttribute("width", `${(100 * loaded) / total}%`);
  });
  request.addEventListener("error", () => form.submit());
  request.addEventListener("load", () => arrive(request, form));
  request.send(new FormData(form, submitter));
}

function arrive(request, form) {
  const here = new URL(form.action).pathname === new URL(request.responseURL).pathname;
  if (!here) return location.assign(request.responseURL);
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = answer.querySelector("main");
  if (!main) return form.submit();
  document.title = answer.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.dispatchEvent(new CustomEvent("page:redrawn"));
}

export function start(root = document) {
  for (const input of root.querySelectorAll("input[type=file][data-files]")) {
    const zone = input.closest("[data-drop]");
    input.addEventListener("change", () => {
      const fresh = [...input.files];
      add(input, fresh.filter((file) => !(input.kept ?? []).includes(file)));
    });
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      add(input, [...event.dataTransfer.files]);
    });
    input.form.addEventListener("submit", (event) => {
      if (!input.files.length || event.defaultPrevented) return;
      event.preventDefault();
      send(input.form, event.submitter, zone.querySelector("[data-sending]"));
    });
  }
}
