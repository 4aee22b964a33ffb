// A form is sent once: its buttons rest until the answer is there. Before it leaves, it gets the site's present token, because
// somebody may have signed in again in another window since this page was opened.

const SLOW = 400;
const busy = document.getElementById("busy");
const waiting = new Map(); // htmx request -> timer

const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
// behind TLS it has the name that no other host can give a cookie
export const csrfToken = () => cookie("__Host-csrftoken") ?? cookie("csrftoken");

const buttons = (form) => [...form.elements].filter((control) => control.matches("button:not([type=button]), input[type=submit]"));

function rest(form) {
  form.setAttribute("aria-busy", "true");
  for (const button of buttons(form)) {
    if (button.disabled) continue;
    button.disabled = true;
    button.dataset.rests = "";
  }
}

export function wake(form) {
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("[data-rests]")) {
    button.disabled = false;
    delete button.dataset.rests;
  }
}

const wakeAll = () => document.querySelectorAll("form[aria-busy]").forEach(wake);

document.addEventListener(
  "submit",
  (event) => {
    const token = event.target.querySelector("[name=csrfmiddlewaretoken]");
    const now = csrfToken();
    if (token && now) token.value = now;
    // a second press before the buttons rest
    if (event.target.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "downloads" in form.dataset) return;
  setTimeout(() => rest(form)); // the pressed button's own value is in the form by then
});

window.addEventListener("pageshow", wakeAll); // "back" shows the page as it was left

// htmx prevents the browser's own sending, so its forms come here
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const { elt, xhr, requestConfig } = detail;
  const { triggeringEvent } = requestConfig;
  if (elt.matches("form") && triggeringEvent?.type === "submit") rest(elt);
  // what a page asks for by itself shows no progress
  if (triggeringEvent) waiting.set(xhr, setTimeout(() => (busy.hidden = false), SLOW));
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const now = csrfToken();
  if (now && detail.verb !== "get") detail.parameters.csrfmiddlewaretoken = now;
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches("form[aria-busy]")) wake(detail.elt);
  clearTimeout(waiting.get(detail.xhr));
  waiting.delete(detail.xhr);
  if (!waiting.size) busy.hidden = true;
});
