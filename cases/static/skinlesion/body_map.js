// A click or the arrow keys put the lesion's point on the body map and its numbers into the form.

const form = document.querySelector("[data-body-map-form]");
const maps = [...form.querySelectorAll("svg[data-pick]")];
const view = form.elements.body_view;
const x = form.elements.body_x;
const y = form.elements.body_y;
const said = form.querySelector("[data-point-said]");
const fields = form.querySelector("[data-point-fields]");
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function between0and1(value) {
  return Math.min(1, Math.max(0, value));
}

function showMarker() {
  for (const map of maps) {
    const marker = map.querySelector("[data-marker]");
    const here = map.dataset.pick === view.value && x.value !== "" && y.value !== "";
    marker.toggleAttribute("hidden", !here);
    if (!here) continue;
    const { width, height } = map.viewBox.baseVal;
    marker.setAttribute("transform", `translate(${x.value * width} ${y.value * height})`);
  }
}

function put(map, left, top) {
  view.value = map.dataset.pick;
  x.value = between0and1(left).toFixed(3);
  y.value = between0and1(top).toFixed(3);
  said.textContent = `Point on the ${map.dataset.pick}, ${Math.round(x.value * 100)}% from the left, ${Math.round(y.value * 100)}% from the top`;
  showMarker();
}

function clear() {
  view.value = "";
  x.value = "";
  y.value = "";
  said.textContent = "The point is removed";
  showMarker();
}

for (const map of maps) {
  map.setAttribute("tabindex", "0");
  map.setAttribute("role", "application");
  map.setAttribute("aria-label", `Body map, ${map.dataset.pick}. Arrow keys move the point, Delete removes it.`);
  map.addEventListener("click", (event) => {
    if (event.target === map) return; // beside the body
    const box = map.getBoundingClientRect();
    put(map, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  map.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") clear();
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 0.05 : 0.01;
    const here = view.value === map.dataset.pick && x.value !== "";
    put(map, (here ? Number(x.value) : 0.5) + step[0] * size, (here ? Number(y.value) : 0.3) + step[1] * size);
  });
}

for (const field of [view, x, y]) field.addEventListener("input", showMarker);
for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
form.querySelector("[data-point-clear]").addEventListener("click", clear);
fields.open = Boolean(fields.querySelector(".field--error"));
showMarker();
