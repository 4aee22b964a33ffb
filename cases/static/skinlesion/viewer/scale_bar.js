// A bar as long as a round number of millimetres on the picture, where the picture's scale is known.

const LONGEST = 120; // CSS pixels
const ROUND = [1, 2, 5];

function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return Math.max(...ROUND.map((step) => step * power).filter((length) => length <= most), power);
}

// viewer: has data-width and data-mm-per-pixel of the original; view: its PanZoom.
export function showScaleBar(viewer, view) {
  const bar = viewer.querySelector("[data-scale-bar]");
  const scale = Number(viewer.dataset.mmPerPixel);
  bar.hidden = !scale || !view.box.width;
  if (bar.hidden) return;
  const perMillimetre = view.box.width / (viewer.dataset.width * scale);
  const length = roundLength(LONGEST / perMillimetre);
  bar.style.width = `${length * perMillimetre}px`;
  bar.textContent = length < 0.1 ? `${+(length * 1000).toPrecision(1)} µm` : `${+length.toPrecision(1)} mm`;
}
