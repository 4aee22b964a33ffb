// The viewer of a picture on a page: buttons, keys, layers, scale bar and full screen around a PanZoom.
// Without this module the picture, its outline and its explanation are there, at one size.

import { toggleFullScreen } from "./full_screen.js";
import { applyLayers, turnLayer } from "./layers.js";
import { PanZoom } from "./pan_zoom.js";
import { showScaleBar } from "./scale_bar.js";

const STEP = 1.5;
const LAYER_KEYS = { o: "outline", m: "mask", e: "explanation" };
const views = new WeakMap();

function help() {
  document.getElementById("viewer-help")?.showModal();
}

// The small picture underneath is shown while the large one is on its way; one that does not come is said.
function watch(viewer) {
  const picture = viewer.querySelector(".viewer__picture");
  const failed = viewer.querySelector("[data-failed]");
  picture.addEventListener("error", () => (failed.hidden = false));
  picture.addEventListener("load", () => (failed.hidden = true));
  return () => {
    failed.hidden = true;
    picture.src = picture.getAttribute("src");
  };
}

function start(viewer) {
  if (views.has(viewer)) return;
  const frame = viewer.querySelector("[data-frame]");
  const { width, height } = viewer.dataset;
  frame.style.aspectRatio = `${width} / ${height}`;
  frame.tabIndex = 0;
  frame.setAttribute("aria-description", "Plus and minus enlarge and reduce, arrows move, question mark lists all keys");
  viewer.classList.add("viewer--live");
  const view = new PanZoom(frame, frame.querySelector("[data-content]"), {
    ratio: width / height,
    // on a page the wheel scrolls, until the picture was chosen by a click or by the keyboard
    wheel: () => frame.contains(document.activeElement) || Boolean(viewer.closest("dialog")),
    drag: (event) => !event.target.closest("button"),
  });
  views.set(viewer, view);
  const bar = () => showScaleBar(viewer, view);
  view.addEventListener("change", bar);
  new ResizeObserver(bar).observe(frame);

  const acts = {
    in: () => view.zoom(STEP),
    out: () => view.zoom(1 / STEP),
    fit: () => view.fit(),
    full: () => toggleFullScreen(viewer, frame),
    again: watch(viewer),
    help,
  };
  viewer.addEventListener("click", (event) => acts[event.target.closest("[data-view]")?.dataset.view]?.());
  frame.addEventListener("keydown", (event) => {
    if (view.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "f") acts.full();
    else if (key === "?") help();
    else if (key in LAYER_KEYS) turnLayer(viewer, LAYER_KEYS[key]);
    else return;
    event.preventDefault();
  });
}

function prepare(root) {
  for (const viewer of root.querySelectorAll("[data-viewer]")) start(viewer);
  const around = root.closest?.("[data-viewer]");
  for (const viewer of around ? [around] : root.querySelectorAll("[data-viewer]")) {
    for (const hidden of viewer.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
    applyLayers(viewer);
  }
}

prepare(document.body);
// a result has come: its layers are new
for (const name of ["htmx:load", "htmx:oobAfterSwap"]) {
  document.addEventListener(name, (event) => prepare(event.detail.elt ?? event.detail.target ?? event.target));
}
