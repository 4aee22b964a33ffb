// The slider under a picture sets how strongly the map of the network's attention covers it.

document.addEventListener("input", (event) => {
  const slider = event.target.closest?.("[data-map-strength]");
  if (!slider) return;
  const map = document.getElementById(slider.dataset.mapStrength);
  map.style.opacity = slider.value / 100;
  document.querySelector(`[data-map-switch="${map.id}"]`).checked = true;
});
