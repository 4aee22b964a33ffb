// Messages at the edge of the page. Errors stay until they are closed; others go after eight seconds, but not while somebody
// points at them, is inside them with the keyboard, or looks at another window. F8 leads to the latest, Escape closes it.

const STAY = 8000;
const region = document.getElementById("toasts");
const made = document.getElementById("toast-made");
let before = null; // where the focus was when F8 led here

function close(toast) {
  const inside = toast.contains(document.activeElement);
  toast.remove();
  if (inside && before?.isConnected) before.focus();
}

function count(toast) {
  let left = STAY;
  let since = 0;
  let timer = 0;
  const rests = () => document.hidden || toast.matches(":hover, :focus-within");
  const go = () => {
    if (timer || rests()) return;
    since = Date.now();
    timer = setTimeout(() => close(toast), left);
  };
  const rest = () => {
    if (!timer || !rests()) return;
    clearTimeout(timer);
    timer = 0;
    left = Math.max(2000, left - (Date.now() - since));
  };
  const look = () => {
    if (toast.isConnected) (rests() ? rest : go)();
    else document.removeEventListener("visibilitychange", look);
  };
  toast.addEventListener("mouseenter", rest);
  toast.addEventListener("focusin", rest);
  toast.addEventListener("mouseleave", go);
  toast.addEventListener("focusout", () => setTimeout(go)); // the focus has arrived elsewhere by then
  document.addEventListener("visibilitychange", look);
  go();
}

function begin(toast) {
  toast.dataset.begun = "";
  toast.querySelector("[data-toast-close]").hidden = false;
  if (!toast.matches(".toast--error")) count(toast);
}

const beginNew = () => region.querySelectorAll("[data-toast]:not([data-begun])").forEach(begin);

// words: a sentence; act: what else it offers, { words, run }
export function say(words, { act, error = false } = {}) {
  const toast = made.content.firstElementChild.cloneNode(true);
  toast.classList.add(error ? "toast--error" : "toast--success");
  toast.querySelector("[data-toast-words]").textContent = words;
  const button = toast.querySelector("[data-toast-act]");
  if (act) {
    button.textContent = act.words;
    button.addEventListener("click", () => {
      act.run();
      close(toast);
    });
  } else button.remove();
  region.append(toast);
  begin(toast);
  return toast;
}

document.addEventListener("click", (event) => {
  const toast = event.target.closest?.("[data-toast-close]")?.closest("[data-toast]");
  if (toast) close(toast);
});

document.addEventListener("keydown", (event) => {
  const inside = event.target.closest?.("[data-toast]");
  if (event.key === "Escape" && inside) close(inside);
  if (event.key !== "F8" || document.querySelector("dialog[open]")) return;
  const latest = [...region.querySelectorAll("[data-toast]")].at(-1);
  if (!latest) return;
  if (!inside) before = document.activeElement;
  latest.querySelector("button").focus();
  event.preventDefault();
});

if (region) {
  // a reader of screens speaks what is put into the region, not what stood there from the start
  requestAnimationFrame(() => {
    region.append(...region.querySelectorAll("[data-toast]:not([data-begun])"));
    beginNew();
  });
  document.addEventListener("htmx:load", beginNew);
}
