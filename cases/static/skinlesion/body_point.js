// Points and regions of a body map (templates/parts/body_map.html); points are 0..1 from the left and the top edge.

export function pointAt(map, event) {
  const box = map.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}

export function regionsOf(map) {
  return [...map.querySelectorAll("[data-site]")];
}

// The topmost region there, or undefined beside the body.
export function regionAt(map, left, top) {
  const { width, height } = map.viewBox.baseVal;
  const point = new DOMPoint(left * width, top * height);
  const onSkin = map.querySelector(".body-map__skin").isPointInFill(point);
  return regionsOf(map)
    .reverse()
    .find((region) => (onSkin || !region.closest("[clip-path]")) && region.querySelector("path").isPointInFill(point));
}

// The next region in the direction of an arrow key: near, and more ahead than aside.
export function regionBeside(region, key) {
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const place = (one) => [Number(one.dataset.left) * 200, Number(one.dataset.top) * 440];
  const [fromX, fromY] = place(region);
  let best = null;
  let least = Infinity;
  for (const other of regionsOf(region.ownerSVGElement)) {
    const [x, y] = place(other);
    const ahead = (x - fromX) * across + (y - fromY) * down;
    const aside = Math.abs((x - fromX) * down) + Math.abs((y - fromY) * across);
    if (ahead < 3 || aside > 2.5 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
  }
  return best;
}
