// What every page has: the account menu closes when you look elsewhere, messages can be closed.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  event.target.closest?.("[data-toast-close]")?.closest("[data-toast]")?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-toast-close]")) button.hidden = false;

// A refused form (422) is shown where it belongs; our error fragments say themselves where they go.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});

const unreachable = document.getElementById("unreachable");
document.addEventListener("htmx:sendError", () => (unreachable.hidden = false));
document.addEventListener("htmx:afterOnLoad", () => (unreachable.hidden = true));
document.addEventListener("htmx:load", () => {
  for (const button of document.querySelectorAll("[data-toast-close]")) button.hidden = false;
});
