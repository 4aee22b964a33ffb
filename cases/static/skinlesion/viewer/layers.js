// What lies over a picture: outline, filled mask, explanation. Each can be switched and made stronger or weaker; what
// was chosen last holds for the pictures that are opened later in this tab.

const MEMORY = "skinlesion.layers";

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY)) ?? {};
  } catch {
    return {}; // storage is switched off or was written by something else
  }
}

function remember(layer, choice) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify({ ...remembered(), [layer]: choice }));
  } catch {
    // then it holds for this page only
  }
}

function controls(viewer, layer) {
  return {
    toggle: viewer.querySelector(`[data-layer-switch="${layer}"]`),
    slider: viewer.querySelector(`[data-layer-strength="${layer}"]`),
    shown: viewer.querySelector(`[data-layer="${layer}"]`),
  };
}

function show(viewer, layer) {
  const { toggle, slider, shown } = controls(viewer, layer);
  if (!shown || !toggle) return;
  shown.style.opacity = slider.value / 100;
  if (!toggle.checked) return;
  // masks are fetched when they are looked at
  for (const image of shown.querySelectorAll("[data-href]")) {
    image.setAttribute("href", image.dataset.href);
    image.removeAttribute("data-href");
  }
}

function keep(viewer, layer) {
  const { toggle, slider } = controls(viewer, layer);
  remember(layer, { on: toggle.checked, strength: slider.value });
  show(viewer, layer);
}

// Bring a viewer's layers to what was chosen last.
export function applyLayers(viewer) {
  const memory = remembered();
  for (const toggle of viewer.querySelectorAll("[data-layer-switch]")) {
    const layer = toggle.dataset.layerSwitch;
    if (memory[layer]) {
      toggle.checked = memory[layer].on;
      controls(viewer, layer).slider.value = memory[layer].strength;
    }
    show(viewer, layer);
  }
}

// Switch a layer on or off, by key.
export function turnLayer(viewer, layer) {
  const { toggle } = controls(viewer, layer);
  if (!toggle) return;
  toggle.checked = !toggle.checked;
  keep(viewer, layer);
}

document.addEventListener("change", (event) => {
  const toggle = event.target.closest?.("[data-layer-switch]");
  if (toggle) keep(toggle.closest("[data-viewer]"), toggle.dataset.layerSwitch);
});

document.addEventListener("input", (event) => {
  const slider = event.target.closest?.("[data-layer-strength]");
  if (!slider) return;
  const viewer = slider.closest("[data-viewer]");
  controls(viewer, slider.dataset.layerStrength).toggle.checked = true;
  keep(viewer, slider.dataset.layerStrength);
});
