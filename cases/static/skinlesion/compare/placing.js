// Where the two pictures lie in their common drawing: the point that is the origin, the scale, the turn.

const RATIO = 4 / 3; // as in cases/over_time/alignment.py

export class Placing {
  constructor(drawings) {
    this.drawings = drawings;
    this.places = drawings.map((drawing) => drawing.querySelector("[data-place]"));
    this.centred = false;
    this.size = "width";
    this.turn = 0; // degrees, of the second picture
  }

  // Lay the pictures and choose the part of the drawing that shows both whole.
  lay() {
    for (const [index, place] of this.places.entries()) {
      const point = this.centred ? place.dataset.centroid : place.dataset.middle;
      const [x, y] = point.split(" ").map(Number);
      const turn = index === 1 ? this.turn : 0;
      place.setAttribute("transform", `rotate(${turn}) scale(${place.dataset[this.size]}) translate(${-x} ${-y})`);
    }
  }

  frame() {
    const boxes = this.drawings.map((drawing) => drawing.getBBox());
    const left = Math.min(...boxes.map((box) => box.x));
    const top = Math.min(...boxes.map((box) => box.y));
    const across = Math.max(...boxes.map((box) => box.x + box.width)) - left;
    const down = Math.max(...boxes.map((box) => box.y + box.height)) - top;
    const width = Math.max(across, down * RATIO);
    const height = width / RATIO;
    const view = [left + (across - width) / 2, top + (down - height) / 2, width, height];
    for (const drawing of this.drawings) drawing.setAttribute("viewBox", view.join(" "));
  }
}
