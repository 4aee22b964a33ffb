// The network or the site is gone. It is said, the page asks until the site is back, and nothing is queued in silence: a form
// that did not arrive says "Not saved" beside its buttons and offers to try again.

import { wake } from "./sending.js";

const EVERY = 4000;
const WORDS = {
  offline: "This computer is offline. What is stored is safe; what you type stays on this page.",
  unreachable: "The site does not answer. What is stored is safe; this page goes on by itself when the site is back.",
};
const banner = document.getElementById("unreachable");
let asking = 0;

async function answers() {
  try {
    return (await fetch("/livez", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function lost() {
  banner.querySelector("[data-unreachable-words]").textContent = navigator.onLine ? WORDS.unreachable : WORDS.offline;
  banner.hidden = false;
  asking ||= setInterval(async () => navigator.onLine && (await answers()) && found(), EVERY);
}

function found() {
  banner.hidden = true;
  clearInterval(asking);
  asking = 0;
}

function notSaved(form, again) {
  wake(form);
  const said = form.querySelector("[data-not-saved]") ?? document.getElementById("not-saved-made").content.firstElementChild.cloneNode(true);
  said.querySelector("button").onclick = again;
  if (said.isConnected) return;
  const actions = form.querySelector(".form__actions, .review__actions");
  if (actions) actions.before(said);
  else form.append(said);
}

const saved = (form) => form.querySelector("[data-not-saved]")?.remove();

function failed({ elt, requestConfig }) {
  const form = elt.closest("form[method=post]");
  if (!form) return;
  const sent = requestConfig.triggeringEvent?.type === "submit"; // else it saves itself while somebody types
  notSaved(form, () => (sent ? form.requestSubmit() : htmx.trigger(form, "change")));
}

document.addEventListener("htmx:sendError", ({ detail }) => {
  lost();
  failed(detail);
});
document.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status >= 500 && failed(detail));
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  found();
  if (detail.successful && detail.elt.matches("form")) saved(detail.elt);
});

// While the site is known to be gone, a form is not given to the browser, whose error page would take its place.
document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (banner.hidden || form.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await answers()) {
      found();
      saved(form);
      form.requestSubmit(submitter);
    } else notSaved(form, () => form.requestSubmit(submitter));
  },
  true,
);

window.addEventListener("offline", lost);
window.addEventListener("online", async () => (await answers()) && found());
if (!navigator.onLine) lost();
