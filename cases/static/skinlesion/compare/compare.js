// The compare page: two drawings that zoom and move together, in three ways of looking at them.

import { PanZoom } from "../viewer/pan_zoom.js";
import { Blink } from "./blink.js";
import { Placing } from "./placing.js";
import { Wipe } from "./wipe.js";

const MODES = ["side", "wipe", "blink"];
const STEP = 1.35;

function start(stage) {
  const find = (what) => stage.querySelector(`[data-${what}]`);
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  const panes = [...stage.querySelectorAll("[data-pane]")];
  const drawings = panes.map((pane) => pane.querySelector("[data-drawing]"));
  const [centre, size, turn, outlines] = ["centre", "size", "turn", "outlines"].map(find);
  const placing = new Placing(drawings);
  const wipe = new Wipe(panes[1], find("wipe"));
  const blink = new Blink(panes[1], stage);

  const views = panes.map((pane, index) => {
    // the wheel turns the page until the picture has the focus
    const frame = pane.querySelector("[data-frame]");
    return new PanZoom(frame, drawings[index], { ratio: 4 / 3, wheel: () => frame.contains(document.activeElement) });
  });
  for (const view of views) {
    view.addEventListener("change", (event) => {
      for (const other of views) if (other !== view) other.show(event.detail, { quiet: true });
    });
  }

  function lay({ whole = true } = {}) {
    placing.centred = centre.checked;
    placing.size = size.value;
    placing.turn = Number(turn.value);
    placing.lay();
    find("turn-said").textContent = `${turn.value}°`;
    find("diameter-note").hidden = size.value !== "diameter";
    if (!whole) return;
    placing.frame();
    views[1].fit();
  }

  function setMode(mode) {
    stage.dataset.mode = mode;
    stage.querySelector(`[name=mode][value=${mode}]`).checked = true;
    for (const part of stage.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== mode;
    wipe.turn(mode === "wipe");
    blink.turn(mode === "blink");
  }

  function showOutlines() {
    stage.classList.toggle("stage-card--bare", !outlines.checked);
  }

  function setTurn(degrees) {
    turn.value = degrees;
    lay({ whole: false });
  }

  function flip(box, then) {
    if (box.disabled) return;
    box.checked = !box.checked;
    then();
  }

  const keys = {
    " ": () => stage.dataset.mode === "blink" && blink.toggle(),
    x: () => stage.dataset.mode === "blink" && blink.swap(),
    ",": () => wipe.nudge(-1),
    ".": () => wipe.nudge(1),
    "[": () => setTurn(Number(turn.value) - 1),
    "]": () => setTurn(Number(turn.value) + 1),
    o: () => flip(outlines, showOutlines),
    a: () => flip(centre, lay),
    ...Object.fromEntries(MODES.map((mode, index) => [String(index + 1), () => setMode(mode)])),
  };

  for (const { frame } of views) frame.addEventListener("pointerdown", () => frame.focus({ preventScroll: true }));
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // other controls keep their keys; the three ways have no use for ours
    if (event.target.closest("select, button, summary, a, input:not([type=radio])")) return;
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
      return;
    }
    views.find((view) => view.frame === event.target)?.key(event);
  });
  for (const radio of stage.querySelectorAll("[name=mode]")) {
    radio.addEventListener("change", () => setMode(radio.value));
  }
  centre.addEventListener("change", lay);
  size.addEventListener("change", lay);
  turn.addEventListener("input", () => lay({ whole: false }));
  outlines.addEventListener("change", showOutlines);
  for (const button of stage.querySelectorAll("[data-zoom]")) {
    const { zoom } = button.dataset;
    button.addEventListener("click", () => (zoom === "fit" ? views[1].fit() : views[1].zoom(zoom === "in" ? STEP : 1 / STEP)));
  }
  find("reset").addEventListener("click", () => {
    centre.checked = centre.defaultChecked;
    size.selectedIndex = 0;
    turn.value = 0;
    lay();
  });
  for (const pane of panes) {
    const picture = pane.querySelector("image");
    // a promise, because the event may have come before this script
    picture.decode().then(
      () => pane.classList.add("pane--loaded"),
      () => (pane.querySelector("[data-broken]").hidden = false),
    );
  }
  setMode("side");
  lay();
}

for (const stage of document.querySelectorAll("[data-compare]")) start(stage);
