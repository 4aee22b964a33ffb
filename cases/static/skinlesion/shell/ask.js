// The one question before something that cannot be taken back. On the page it is a <details data-ask>: what it means, and a
// form that does it, which works without script; here the same words are asked in a dialog.

import { say } from "./toasts.js";

const dialog = document.getElementById("ask");
const head = dialog?.querySelector("h2");
const text = dialog?.querySelector("[data-ask-text]");
const yes = dialog?.querySelector("[data-ask-yes]");

// Whether the person agreed.
export function ask({ heading, words, agree }) {
  head.textContent = heading;
  text.textContent = words;
  yes.textContent = agree;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const textOf = (details, part) => details.querySelector(part).textContent.trim();

// A page that follows its pictures replaces parts of itself: the same question with the same words, as it stands there now.
function asItIsNow(details, words) {
  const { action } = details.querySelector("form");
  const all = [...document.querySelectorAll("details[data-ask]")];
  return all.find((other) => textOf(other, "p") === words && other.querySelector("form").action === action);
}

async function askInstead(details) {
  const words = textOf(details, "p");
  const agreed = await ask({ heading: textOf(details, "summary"), words, agree: textOf(details, "form button") });
  if (!agreed) return;
  const now = details.isConnected ? details : asItIsNow(details, words);
  const form = now?.querySelector("form");
  if (form) form.requestSubmit(form.querySelector("button"));
  else say("This has changed meanwhile, and nothing was done. Please look again.", { error: true });
}

document.addEventListener("click", (event) => {
  const details = event.target.closest?.("summary")?.parentElement;
  if (!details?.matches("details[data-ask]")) return;
  event.preventDefault();
  askInstead(details);
});
