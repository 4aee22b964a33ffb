// The worklist from the keyboard: j and k move from case to case, Enter opens (it is a link), / searches, ? shows the keys.

const keys = document.getElementById("keys");
const search = document.querySelector("#filters [name=q]");
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable]";

document.querySelector("[data-keys-hint]").hidden = false;

function move(step) {
  const rows = [...document.querySelectorAll("#results .rows__link")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  rows[next].focus({ focusVisible: true });
  rows[next].closest("tr").scrollIntoView({ block: "nearest" });
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => search.select(),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
  if (event.target.closest?.(typing)) {
    if (event.key === "Escape" && event.target === search) search.blur();
    return;
  }
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
});

// the numbers of the tabs come after the list; while the same list is fetched anew, the ones it had stay
let numbers = new Map();
let numbersOf = location.search;

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (numbersOf !== location.search) numbers = new Map();
  numbersOf = location.search;
  for (const count of document.querySelectorAll("#results .tabs__count")) numbers.set(count.id, count.textContent);
});

function keepNumbers() {
  if (numbersOf !== location.search) return;
  for (const [id, number] of numbers) {
    const count = document.getElementById(id);
    if (count?.textContent === "…") count.textContent = number;
  }
}

// a request that failed is made again; nothing else would bring the numbers back
for (const failed of ["htmx:sendError", "htmx:responseError"])
  document.addEventListener(failed, ({ target }) => {
    if (target.matches?.(".tabs--worklist")) setTimeout(() => target.isConnected && htmx.trigger(target, "numbers-again"), 5000);
  });

// on a narrow screen the tabs are a strip: the current one is in sight
function showTab() {
  const strip = document.querySelector("#results .tabs");
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - strip.offsetLeft - 16;
}

showTab();
document.addEventListener("htmx:afterSettle", (event) => event.target.closest?.("#results") && showTab());
document.addEventListener("htmx:afterSwap", (event) => event.target.id === "results" && keepNumbers());

// nobody looks: nothing is asked
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.matches("#queue, #results")) event.preventDefault();
});
