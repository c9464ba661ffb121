// The public face. Every page works without this file.
import "./portal.css";
import "./js/once.js";
import "./js/dates.js";
import * as draft from "./js/draft.js";
import * as files from "./js/files.js";
import * as small from "./js/small.js";

draft.start();
files.start();
small.start();
document.addEventListener("page:redrawn", () => {
  draft.start();
  files.start();
  small.start();
});

// HTMX comes only to pages that use it.
if (document.querySelector("[hx-get],[hx-post]")) import("htmx.org");
