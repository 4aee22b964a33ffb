// What somebody typed and did not send yet, kept in this tab (sessionStorage) for the person who typed it, and given back on the
// same page: after the session ended, after an error, after a reload. Never passwords, files, hidden fields or tokens.

const PREFIX = "skinlesion.kept:";
const OLDEST = 24 * 3600 * 1000;

export const userId = document.querySelector("meta[name=session-user]")?.content ?? "";
const here = `${PREFIX}${userId}:${location.pathname}`;

let forgotten = false;

const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
const read = (key) => JSON.parse(sessionStorage.getItem(key));

const kinds = "input:not([type]), input[type=text], input[type=search], input[type=email], input[type=tel], input[type=number], input[type=date], input[type=datetime-local], input[type=radio], input[type=checkbox], select, textarea";
const forms = () => [...document.querySelectorAll("form[method=post]")].filter((form) => !form.querySelector("[type=password]") && !("keepNothing" in form.dataset));
const nameOf = (form) => {
  const same = forms().filter((other) => other.action === form.action);
  return `${new URL(form.action).pathname} ${same.indexOf(form)}`;
};
const ticks = (control) => control.type === "radio" || control.type === "checkbox";
const controls = (form) => [...form.elements].filter((control) => control.name && control.matches(kinds));

function changed(control) {
  if (ticks(control)) return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") {
    const standard = [...control.options].findLast((option) => option.defaultSelected) ?? control.options[0];
    return control.value !== (standard?.value ?? "");
  }
  return control.value !== control.defaultValue;
}

const held = (form) =>
  controls(form)
    .filter(changed)
    .map((control) => (ticks(control) ? [control.name, control.value, control.checked] : [control.name, control.value]));

// Keeps every form of the page as it is now.
export function keep() {
  if (!userId || forgotten) return;
  const kept = {};
  for (const form of forms()) {
    const values = held(form);
    if (values.length && !form.dataset.sent) kept[nameOf(form)] = values;
  }
  const sent = read(here)?.sent ?? {};
  if (Object.keys(kept).length || Object.keys(sent).length) sessionStorage.setItem(here, JSON.stringify({ at: Date.now(), kept, sent }));
  else sessionStorage.removeItem(here);
}

export const hasUnsent = () => forms().some((form) => held(form).length);

// On the way out: leaving the page keeps nothing either, until somebody types again.
export function forgetAll() {
  forgotten = true;
  for (const key of keys()) sessionStorage.removeItem(key);
}

// Nobody said yet whether a sent form arrived: the next page does. Here: it did not.
export function notStored() {
  for (const key of keys()) {
    const { at, kept, sent } = read(key);
    sessionStorage.setItem(key, JSON.stringify({ at, kept: { ...kept, ...sent }, sent: {} }));
  }
}

function stored() {
  for (const key of keys()) {
    const { at, kept } = read(key);
    const old = Date.now() - at > OLDEST;
    // another person's words are nobody else's
    if (old || !Object.keys(kept).length || !key.startsWith(`${PREFIX}${userId}:`)) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ at, kept, sent: {} }));
  }
}

const value = (control) => (ticks(control) ? control.checked : control.value);
function put(control, to) {
  if (ticks(control)) control.checked = to;
  else control.value = to;
}

// The values of before, for those fields that changed.
function giveBack(kept) {
  const before = new Map();
  for (const form of forms()) {
    for (const [name, text, ticked] of kept[nameOf(form)] ?? []) {
      const control = controls(form).find((one) => one.name === name && (!ticks(one) || one.value === text));
      const to = control && ticks(control) ? ticked : text;
      if (!control || value(control) === to) continue;
      before.set(control, value(control));
      put(control, to);
      control.closest("details")?.setAttribute("open", "");
    }
  }
  return before;
}

const tell = (controls) => {
  for (const control of controls) for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
};

function restore(say) {
  const before = giveBack(read(here)?.kept ?? {});
  if (!before.size) return;
  const discard = () => {
    for (const [control, old] of before) put(control, old);
    tell(before.keys());
    keep();
  };
  const shown = () => {
    tell(before.keys()); // what listens on the page listens by now
    say("What you typed is back.", { act: { words: "Discard", run: discard } });
  };
  if (document.readyState === "complete") shown();
  else window.addEventListener("load", shown, { once: true });
}

export function start(say) {
  const [visit] = performance.getEntriesByType("navigation");
  if (!userId || visit?.type === "back_forward") notStored();
  else stored();
  if (!userId) return;
  restore(say);
  let timer = 0;
  const soon = () => {
    forgotten = false;
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  };
  for (const name of ["input", "change"]) document.addEventListener(name, soon);
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post" || !event.target.isConnected) return;
    keep();
    const all = read(here);
    const name = nameOf(event.target);
    if (!all?.kept[name]) return;
    const { [name]: sent, ...kept } = all.kept;
    event.target.dataset.sent = "1";
    sessionStorage.setItem(here, JSON.stringify({ at: Date.now(), kept, sent: { [name]: sent } }));
  });
  window.addEventListener("pageshow", () => forms().forEach((form) => delete form.dataset.sent));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful || !detail.elt.matches("form[method=post]")) return;
    // the site has them now: from here on they are the standard
    for (const control of controls(detail.elt)) settle(control);
    keep();
  });
  window.addEventListener("pagehide", keep);
}

function settle(control) {
  if (ticks(control)) control.defaultChecked = control.checked;
  else if (control.tagName === "SELECT") for (const option of control.options) option.defaultSelected = option.selected;
  else control.defaultValue = control.value;
}
