// Blink: the two pictures take turns in one place. It never starts by itself, and where motion is unwelcome it takes
// one turn a second at most.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const CALM_SECONDS = 1;

export class Blink {
  constructor(pane, controls) {
    this.window = pane.querySelector("[data-window]");
    this.which = pane.querySelector("[data-which]");
    this.run = controls.querySelector("[data-blink-run]");
    this.seconds = controls.querySelector("[data-blink-seconds]");
    this.said = controls.querySelector("[data-blink-said]");
    this.on = false;
    this.timer = null;
    this.run.addEventListener("click", () => this.toggle());
    controls.querySelector("[data-blink-swap]").addEventListener("click", () => this.swap());
    this.seconds.addEventListener("input", () => {
      this.said.textContent = `${this.pause.toFixed(1)} s`;
      if (this.timer) this.start();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
  }

  get pause() {
    return Math.max(Number(this.seconds.value), calm.matches ? CALM_SECONDS : 0);
  }

  turn(on) {
    this.on = on;
    this.stop();
    this.which.hidden = !on;
    this.show(true);
  }

  show(later) {
    this.later = later;
    this.window.style.visibility = this.on && !later ? "hidden" : "";
    this.which.textContent = later ? "Later" : "Earlier";
  }

  // By hand: the blinking ends, so that what is looked at stays.
  swap() {
    this.stop();
    this.show(!this.later);
  }

  toggle() {
    if (this.timer) this.stop();
    else this.start();
  }

  start() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.show(!this.later), this.pause * 1000);
    this.say();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.say();
  }

  say() {
    this.run.textContent = this.timer ? "Pause" : "Start blinking";
    this.run.setAttribute("aria-pressed", String(Boolean(this.timer)));
  }
}
