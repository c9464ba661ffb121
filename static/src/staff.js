// The staff face. Every page works without this file; it makes work faster.
import "./staff.css";
import htmx from "htmx.org";
import "./js/once.js";
import "./js/dates.js";
import * as beside from "./js/beside.js";
import * as draft from "./js/draft.js";
import * as files from "./js/files.js";
import * as keys from "./js/keys.js";
import * as palette from "./js/palette.js";
import * as small from "./js/small.js";

for (const part of [draft, files, keys, palette, small, beside]) part.start();
document.addEventListener("page:redrawn", () => {
  for (const part of [draft, files, small]) part.start();
  htmx.process(document.body);
});

// A session that ended in the meantime: show the sign-in page, not a piece of it.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL, location).pathname.startsWith("/accounts/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
