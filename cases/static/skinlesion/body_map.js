// A click or the arrow keys put the lesion's point on the body map, its numbers and its site into the form; choosing a
// site from the list shows it on the map.

import { pointAt, regionAt, regionsOf } from "./body_point.js";

const form = document.querySelector("[data-body-map-form]");
const maps = [...form.querySelectorAll("svg[data-pick]")];
const { body_view: view, body_x: x, body_y: y, body_site: site } = form.elements;
const pointSaid = form.querySelector("[data-point-said]");
const siteSaid = form.querySelector("[data-site-said]");
const fields = form.querySelector("[data-point-fields]");
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const between0and1 = (value) => Math.min(1, Math.max(0, value));
const chosenMap = () => maps.find((map) => map.dataset.pick === view.value && x.value !== "" && y.value !== "");
const underPoint = () => chosenMap() && regionAt(chosenMap(), Number(x.value), Number(y.value));
const optionOf = (code) => [...site.options].find((option) => option.value === code);

// the same site, or the whole that it is a part of: the first of its group in the list
function covers(chosen, code) {
  const option = optionOf(code);
  return chosen === code || option?.parentElement.firstElementChild.value === chosen;
}

function show() {
  const here = chosenMap();
  for (const map of maps) {
    const marker = map.querySelector("[data-marker]");
    marker.toggleAttribute("hidden", map !== here);
    for (const region of regionsOf(map)) {
      region.classList.toggle("body-map__region--chosen", site.value !== "" && covers(site.value, region.dataset.site));
    }
    if (map !== here) continue;
    const { width, height } = map.viewBox.baseVal;
    marker.setAttribute("transform", `translate(${x.value * width} ${y.value * height})`);
  }
  const region = underPoint();
  pointSaid.textContent = here ? `Point: ${region ? region.dataset.name.toLowerCase() : "beside the body"}, ${view.value}` : "No point yet";
  const apart = region && site.value && !covers(site.value, region.dataset.site);
  siteSaid.textContent = apart ? `The point is not there but on: ${region.dataset.name.toLowerCase()}.` : "";
}

function put(map, left, top) {
  view.value = map.dataset.pick;
  x.value = between0and1(left).toFixed(3);
  y.value = between0and1(top).toFixed(3);
  const region = underPoint();
  if (region) site.value = region.dataset.site;
  show();
}

function clear() {
  view.value = "";
  x.value = "";
  y.value = "";
  show();
}

// A site that is drawn once gets the point in its middle; of two sides only a person knows the right one.
function followSite() {
  const drawn = maps.flatMap((map) => regionsOf(map).filter((region) => region.dataset.site === site.value));
  const region = underPoint();
  if (drawn.length === 1 && !(region && covers(site.value, region.dataset.site))) {
    const [only] = drawn;
    const map = only.ownerSVGElement;
    view.value = map.dataset.pick;
    x.value = only.dataset.left;
    y.value = only.dataset.top;
  }
  show();
  if (drawn.length > 1 && !chosenMap()) siteSaid.textContent = "Coloured on the map; click where the lesion is.";
  if (drawn.length === 0 && site.value && !chosenMap()) siteSaid.textContent = "Not drawn on the map; it needs no point.";
}

for (const map of maps) {
  map.setAttribute("tabindex", "0");
  map.setAttribute("role", "application");
  map.setAttribute("aria-label", `Body map, ${map.dataset.pick}. Arrow keys move the point, Delete removes it.`);
  for (const region of regionsOf(map)) region.setAttribute("tabindex", "-1");
  map.addEventListener("click", (event) => {
    event.preventDefault();
    if (event.target === map) return; // beside the body
    put(map, ...pointAt(map, event));
    map.focus({ preventScroll: true });
  });
  map.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") clear();
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 0.05 : 0.01;
    const here = chosenMap() === map;
    put(map, (here ? Number(x.value) : 0.5) + step[0] * size, (here ? Number(y.value) : 0.3) + step[1] * size);
  });
}

site.addEventListener("change", followSite);
for (const field of [view, x, y]) field.addEventListener("input", show);
for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
form.querySelector("[data-point-clear]").addEventListener("click", clear);
fields.open = Boolean(fields.querySelector(".field--error"));
show();
