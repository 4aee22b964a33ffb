// The polygon as SVG over the picture: an area, its sides, and a handle on every point.

const SVG = "http://www.w3.org/2000/svg";
const DOT = 5; // CSS pixels
const REACH = matchMedia("(pointer: coarse)").matches ? 20 : 10; // a finger hides what it touches

function make(tag, className) {
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("class", className);
  return made;
}

export class Drawing {
  // svg: its viewBox is the picture in pixels of the original
  constructor(svg) {
    this.svg = svg;
    this.shapes = ["editor__area", "editor__edge", "editor__line", "editor__sides"].map((name) => make("polygon", name));
    this.shapes[3].dataset.sides = "";
    this.handles = make("g", "editor__handles");
    svg.append(...this.shapes, this.handles);
    this.unit = 1;
  }

  // how far from a point it can be taken, in pixels of the original
  get reach() {
    return REACH * this.unit;
  }

  // pixels of the original that one CSS pixel spans: handles keep their size on the screen
  scale(unit) {
    this.unit = unit;
    for (const handle of this.handles.children) this.size(handle);
  }

  size(handle) {
    handle.children[0].setAttribute("r", this.reach);
    handle.children[1].setAttribute("r", DOT * this.unit);
  }

  handle(index) {
    return this.handles.children[index];
  }

  show(points, broken) {
    const text = points.map((point) => point.join(",")).join(" ");
    for (const shape of this.shapes) shape.setAttribute("points", text);
    this.svg.classList.toggle("is-broken", broken);
    while (this.handles.children.length > points.length) this.handles.lastChild.remove();
    while (this.handles.children.length < points.length) this.addHandle();
    points.forEach(([x, y], index) => {
      const handle = this.handle(index);
      handle.dataset.handle = index;
      handle.setAttribute("transform", `translate(${x} ${y})`);
      handle.setAttribute("aria-label", `Point ${index + 1} of ${points.length}, ${Math.round(x)}, ${Math.round(y)}`);
    });
  }

  addHandle() {
    const handle = make("g", "editor__handle");
    handle.append(make("circle", "editor__reach"), make("circle", "editor__dot"));
    handle.setAttribute("tabindex", "0");
    handle.setAttribute("role", "button");
    this.size(handle);
    this.handles.append(handle);
  }
}
