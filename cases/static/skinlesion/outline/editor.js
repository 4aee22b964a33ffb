// The outline editor: drag points, click a side to add one, remove, undo; by mouse, finger or keyboard. What it makes
// stands in the text field of the form, which works without this module too.

import { applyLayers } from "../viewer/layers.js";
import { PanZoom } from "../viewer/pan_zoom.js";
import { showScaleBar } from "../viewer/scale_bar.js";
import { Drawing } from "./drawing.js";
import { areaOf, crossesItself, format, nearestOnEdge, nearestPoint, parse } from "./geometry.js";
import { Past } from "./past.js";

const FEWEST = 3;
const MOST = 400;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const editor = document.querySelector("[data-editor]");
const form = document.querySelector("[data-outline-form]");
const field = form.querySelector("[name=points]");
const status = editor.querySelector("[data-editor-status]");
const frame = editor.querySelector("[data-frame]");
const [width, height] = [Number(editor.dataset.width), Number(editor.dataset.height)];
const scale = Number(editor.dataset.mmPerPixel) || null;
const machine = parse(editor.dataset.machine) ?? [];
const start = parse(field.value) ?? machine;
const past = new Past(start);
const drawing = new Drawing(editor.querySelector("[data-drawing]"));
let points = start; // while a point is dragged it runs ahead of the past
let dragged = null;
let saving = false;
let lastChosen = -1; // its button takes the focus away from it

frame.style.aspectRatio = `${width} / ${height}`;
editor.classList.add("viewer--live");
for (const hidden of editor.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
const view = new PanZoom(frame, frame.querySelector("[data-content]"), {
  ratio: width / height,
  drag: (event) => !event.target.closest("[data-handle], [data-sides], button"),
});

const inside = ([x, y]) => [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
const under = (event) => {
  const [x, y] = view.placeAt(event.clientX, event.clientY);
  return inside([x * width, y * height]);
};
const button = (name) => editor.querySelector(`[data-edit="${name}"]`);
const chosen = () => Number(document.activeElement?.dataset?.handle ?? -1);

function say(broken) {
  const area = areaOf(points);
  const size = scale ? `${(area * scale ** 2).toFixed(1)} mm²` : `${Math.round(area).toLocaleString("en")} px`;
  status.textContent = broken ? "The outline crosses itself: move its points apart." : `${points.length} points, ${size}`;
  status.classList.toggle("is-broken", broken);
}

function show() {
  const broken = crossesItself(points);
  drawing.show(points, broken);
  say(broken);
  button("undo").disabled = !past.canUndo;
  button("redo").disabled = !past.canRedo;
  button("remove").disabled = points.length <= FEWEST;
  field.value = format(points);
}

function change(next) {
  if (format(next) === format(past.now)) return;
  past.add(next);
  points = next;
  show();
}

function travel(step) {
  past[step]();
  points = past.now;
  show();
}

function remove(index) {
  if (points.length <= FEWEST || index < 0) return;
  change(points.filter((_, at) => at !== index));
  drawing.handle(Math.min(index, points.length - 1)).focus();
}

function add(after, place) {
  if (points.length >= MOST) return;
  change(points.toSpliced(after + 1, 0, place));
  drawing.handle(after + 1).focus();
}

const between = (index) => {
  const [[ax, ay], [bx, by]] = [points[index], points[(index + 1) % points.length]];
  return [(ax + bx) / 2, (ay + by) / 2];
};

const acts = {
  undo: () => travel("undo"),
  redo: () => travel("redo"),
  remove: () => remove(lastChosen),
  reset: () => change(machine),
  in: () => view.zoom(1.5),
  out: () => view.zoom(1 / 1.5),
  fit: () => view.fit(),
};
editor.addEventListener("click", (event) => acts[event.target.closest("[data-edit]")?.dataset.edit]?.());
editor.addEventListener("focusin", () => {
  if (chosen() >= 0) lastChosen = chosen();
});

frame.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.target.closest("[data-handle], [data-sides]")) return;
  // where points lie close together, the nearest is meant, not the one drawn last
  const here = under(event);
  const { index, distance } = nearestPoint(points, here);
  if (distance <= drawing.reach) drawing.handle(index).focus();
  else {
    const { after, place } = nearestOnEdge(points, here);
    add(after, place);
  }
  dragged = { index: chosen(), id: event.pointerId };
  frame.setPointerCapture(event.pointerId);
  event.preventDefault();
});
frame.addEventListener("pointermove", (event) => {
  if (event.pointerId !== dragged?.id) return;
  points = points.with(dragged.index, under(event));
  show();
});
for (const name of ["pointerup", "pointercancel"]) {
  frame.addEventListener(name, (event) => {
    if (event.pointerId !== dragged?.id) return;
    dragged = null;
    change(points);
  });
}

editor.addEventListener("keydown", (event) => {
  const index = chosen();
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z") travel(event.shiftKey ? "redo" : "undo");
  else if (command && event.key.toLowerCase() === "y") travel("redo");
  else if (index < 0) {
    view.key(event);
    return;
  } else if (event.key in ARROWS) {
    const step = event.shiftKey ? 10 : 1;
    const [right, down] = ARROWS[event.key];
    const [x, y] = points[index];
    change(points.with(index, inside([x + right * step, y + down * step])));
  } else if (event.key === "Delete" || event.key === "Backspace") remove(index);
  else if (event.key === "Insert" || event.key.toLowerCase() === "n") add(index, between(index));
  else if (!view.key(event)) return;
  event.preventDefault();
});

function rescale() {
  if (!view.box.width) return; // not laid out yet
  drawing.scale(width / view.box.width);
  showScaleBar(editor, view);
}
view.addEventListener("change", rescale);
new ResizeObserver(rescale).observe(frame);
field.addEventListener("change", () => {
  const typed = parse(field.value);
  if (typed?.length >= FEWEST) change(typed.map(inside));
});
document.addEventListener("submit", () => (saving = true));
window.addEventListener("beforeunload", (event) => {
  if (!saving && past.canUndo) event.preventDefault();
});

applyLayers(editor);
rescale();
show();
