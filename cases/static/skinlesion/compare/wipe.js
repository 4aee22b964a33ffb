// The slider: the later picture is cut off left of a line that the hand or the range moves.

const NUDGE = 2; // percent

export class Wipe {
  constructor(pane, range) {
    this.window = pane.querySelector("[data-window]");
    this.frame = pane.querySelector("[data-frame]");
    this.divider = pane.querySelector("[data-divider]");
    this.range = range;
    range.addEventListener("input", () => this.show());
    // the frame below would take the same finger for moving the picture
    this.divider.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      this.divider.setPointerCapture(event.pointerId);
    });
    this.divider.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      if (!this.divider.hasPointerCapture(event.pointerId)) return;
      const { left, width } = this.frame.getBoundingClientRect();
      this.to((100 * (event.clientX - left)) / width);
    });
  }

  to(percent) {
    this.range.value = percent;
    this.show();
  }

  nudge(direction) {
    this.to(Number(this.range.value) + direction * NUDGE);
  }

  show() {
    this.window.style.clipPath = `inset(0 0 0 ${this.range.value}%)`;
    this.divider.style.left = `${this.range.value}%`;
  }

  turn(on) {
    this.divider.hidden = !on;
    if (on) this.show();
    else this.window.style.clipPath = "";
  }
}
