// What every page has: the account menu, messages, one question before what cannot be taken back, what is typed is kept, the
// session and the connection are watched.

import "./shell/ask.js";
import "./shell/sending.js";
import "./shell/connection.js";
import * as keptWords from "./shell/kept_words.js";
import * as sessionWatch from "./shell/session_watch.js";
import { say } from "./shell/toasts.js";

sessionWatch.start();
keptWords.start(say);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A refused form (422) is shown where it belongs; our error fragments say themselves where they go.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
