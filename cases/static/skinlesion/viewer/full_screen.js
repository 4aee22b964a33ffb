// A viewer over the whole window, in a dialog: Escape or the same button leads back to the page.

let dialog = null;
let place = null; // where the viewer stood

function back() {
  const viewer = dialog.querySelector("[data-viewer]");
  if (!viewer) return;
  place.replaceWith(viewer);
  place = null;
  viewer.querySelector("[data-view=full]").focus();
}

function make() {
  dialog = document.createElement("dialog");
  dialog.className = "viewer-dialog";
  dialog.addEventListener("close", back);
  document.body.append(dialog);
}

export function toggleFullScreen(viewer, frame) {
  if (viewer.closest("dialog")) {
    dialog.close();
    return;
  }
  if (!dialog) make();
  place = document.createElement("div");
  place.className = "viewer-place";
  place.style.height = `${viewer.offsetHeight}px`; // the page behind stays as it is
  viewer.replaceWith(place);
  dialog.setAttribute("aria-label", frame.getAttribute("aria-label"));
  dialog.append(viewer);
  dialog.showModal();
  frame.focus();
}
