// A picture in a frame that can be enlarged and moved. Knows nothing of the page it is on.
//
//   const view = new PanZoom(frame, content, { ratio: 4 / 3 });
//   view.addEventListener("change", (event) => other.show(event.detail, { quiet: true }));  // linked
//
// `frame` clips (position: relative; overflow: hidden) and has a size of its own; `content` lies in it
// (position: absolute; left: 0; top: 0) and is given width, height and place. Whatever is in `content` at 100% follows.
//
// The state is { scale, x, y }: scale 1 shows the whole picture, 2 twice as large; x and y (0..1) are the place of the
// picture in the middle of the frame. So the same state shows the same place in frames of any size.
// "change" fires after every change that was not `quiet`, with the new state as `detail`.

const STEP = 1.35;
const ARROW = 0.1; // of the frame
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const between = (low, value, high) => Math.min(Math.max(value, low), high);

export class PanZoom extends EventTarget {
  // wheel(event): whether this turn of the wheel zooms; otherwise the page scrolls
  // drag(event): whether a pointer that goes down here may move the picture
  constructor(frame, content, { ratio, most = 16, wheel = () => true, drag = () => true } = {}) {
    super();
    Object.assign(this, { frame, content, ratio, most, wheel, drag });
    this.state = { scale: 1, x: 0.5, y: 0.5 };
    this.pointers = new Map();
    this.ending = new AbortController();
    const { signal } = this.ending;
    frame.addEventListener("wheel", (event) => this.onWheel(event), { passive: false, signal });
    frame.addEventListener("pointerdown", (event) => this.onDown(event), { signal });
    frame.addEventListener("pointermove", (event) => this.onMove(event), { signal });
    for (const name of ["pointerup", "pointercancel"]) {
      frame.addEventListener(name, (event) => this.onUp(event), { signal });
    }
    frame.addEventListener("dblclick", (event) => this.onDoubleClick(event), { signal });
    this.observer = new ResizeObserver(() => this.show(this.state, { quiet: true }));
    this.observer.observe(frame);
    this.show(this.state, { quiet: true });
  }

  // Size of the whole picture in the frame, in CSS pixels.
  get fitted() {
    const width = Math.min(this.frame.clientWidth, this.frame.clientHeight * this.ratio);
    return { width, height: width / this.ratio };
  }

  // The picture as it is shown now: left, top, width and height in CSS pixels of the frame.
  get box() {
    const { scale, x, y } = this.state;
    const width = this.fitted.width * scale;
    const height = this.fitted.height * scale;
    const left = this.frame.clientWidth / 2 - x * width;
    return { left, top: this.frame.clientHeight / 2 - y * height, width, height };
  }

  // The place of the picture (0..1, 0..1; outside it less or more) under a point of the window.
  placeAt(clientX, clientY) {
    const frame = this.frame.getBoundingClientRect();
    const { left, top, width, height } = this.box;
    return [
      (clientX - frame.left - this.frame.clientLeft - left) / width,
      (clientY - frame.top - this.frame.clientTop - top) / height,
    ];
  }

  show({ scale, x, y }, { quiet = false } = {}) {
    const { width, height } = this.fitted;
    if (!width || !height) return; // not on the page now: closed or hidden
    const kept = between(1, scale, this.most);
    const inside = (value, frame, shown) =>
      shown <= frame ? 0.5 : between(frame / 2 / shown, value, 1 - frame / 2 / shown);
    this.state = {
      scale: kept,
      x: inside(x, this.frame.clientWidth, width * kept),
      y: inside(y, this.frame.clientHeight, height * kept),
    };
    const { box } = this;
    this.content.style.width = `${box.width}px`;
    this.content.style.height = `${box.height}px`;
    this.content.style.transform = `translate(${box.left}px, ${box.top}px)`;
    // one finger scrolls the page until the picture is enlarged; two fingers always pinch
    this.frame.style.touchAction = kept > 1 ? "none" : "pan-y";
    this.frame.classList.toggle("is-zoomed", kept > 1);
    if (!quiet) this.dispatchEvent(new CustomEvent("change", { detail: { ...this.state } }));
  }

  fit() {
    this.show({ scale: 1, x: 0.5, y: 0.5 });
  }

  // Enlarge `by` times; what lies under the point of the window stays under it.
  zoom(by, clientX, clientY) {
    const frame = this.frame.getBoundingClientRect();
    const fromX = clientX ?? frame.left + frame.width / 2;
    const fromY = clientY ?? frame.top + frame.height / 2;
    const [x, y] = this.placeAt(fromX, fromY);
    const scale = between(1, this.state.scale * by, this.most);
    const stays = this.state.scale / scale;
    this.show({ scale, x: x - (x - this.state.x) * stays, y: y - (y - this.state.y) * stays });
  }

  // Move by CSS pixels: the picture follows the hand.
  move(right, down) {
    const { width, height } = this.box;
    const { scale, x, y } = this.state;
    this.show({ scale, x: x - right / width, y: y - down / height });
  }

  // Arrows move, + and - zoom, 0 fits. True when the key was one of these.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key in ARROWS) {
      if (this.state.scale === 1) return false; // nothing to move: the page scrolls
      const [right, down] = ARROWS[event.key];
      this.move(-right * ARROW * this.frame.clientWidth, -down * ARROW * this.frame.clientHeight);
    } else if (event.key === "+" || event.key === "=") this.zoom(STEP);
    else if (event.key === "-") this.zoom(1 / STEP);
    else if (event.key === "0") this.fit();
    else return false;
    event.preventDefault();
    return true;
  }

  stop() {
    this.ending.abort();
    this.observer.disconnect();
  }

  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey && !this.wheel(event)) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
    this.zoom(Math.exp(-between(-300, pixels, 300) * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY);
  }

  onDown(event) {
    if ((event.pointerType === "mouse" && event.button !== 0) || !this.drag(event)) return;
    this.pointers.set(event.pointerId, event);
    // not one finger on the whole picture: it scrolls the page
    const moves = event.pointerType === "mouse" || this.pointers.size > 1 || this.state.scale > 1;
    if (moves) this.frame.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const others = [...this.pointers.values()].filter((pointer) => pointer.pointerId !== event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (others.length === 0) {
      this.move(event.clientX - before.clientX, event.clientY - before.clientY);
      return;
    }
    const [other] = others;
    const apart = (pointer) => Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY);
    const middle = (pointer) => [(pointer.clientX + other.clientX) / 2, (pointer.clientY + other.clientY) / 2];
    const [fromX, fromY] = middle(before);
    const [toX, toY] = middle(event);
    this.move(toX - fromX, toY - fromY);
    this.zoom(apart(event) / Math.max(apart(before), 1), toX, toY);
  }

  onUp(event) {
    this.pointers.delete(event.pointerId);
  }

  onDoubleClick(event) {
    if (!this.drag(event)) return;
    if (this.state.scale > 1) this.fit();
    else this.zoom(2.5, event.clientX, event.clientY);
  }
}
