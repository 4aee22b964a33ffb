// Polygons as lists of [x, y] in pixels of the original picture. The server judges again by the same rules.

export function parse(text) {
  const points = text.trim().split(/\s+/).filter(Boolean).map((point) => point.split(",").map(Number));
  return points.every((point) => point.length === 2 && point.every(Number.isFinite)) ? points : null;
}

export const format = (points) => points.map((point) => point.map((value) => +value.toFixed(1)).join(",")).join(" ");

export function areaOf(points) {
  let twice = 0;
  points.forEach(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

const side = ([ax, ay], [bx, by], [px, py]) => Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));

function meet(a, b, c, d) {
  const overlap = (axis) =>
    Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis])) <=
    Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis]));
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0 && overlap(0) && overlap(1);
}

export function crossesItself(points) {
  const count = points.length;
  for (let first = 0; first < count; first += 1) {
    for (let second = first + 2; second < count; second += 1) {
      if (first === 0 && second === count - 1) continue; // neighbours too
      if (meet(points[first], points[first + 1], points[second], points[(second + 1) % count])) return true;
    }
  }
  return false;
}

export function nearestPoint(points, [x, y]) {
  const distances = points.map(([px, py]) => Math.hypot(x - px, y - py));
  const distance = Math.min(...distances);
  return { index: distances.indexOf(distance), distance };
}

// The place on the polygon that is nearest to a point: after which of its points, where, how far away.
export function nearestOnEdge(points, [x, y]) {
  let best = { after: 0, place: points[0], distance: Infinity };
  points.forEach(([ax, ay], after) => {
    const [bx, by] = points[(after + 1) % points.length];
    const [alongX, alongY] = [bx - ax, by - ay];
    const share = ((x - ax) * alongX + (y - ay) * alongY) / (alongX ** 2 + alongY ** 2 || 1);
    const kept = Math.min(Math.max(share, 0), 1);
    const place = [ax + kept * alongX, ay + kept * alongY];
    const distance = Math.hypot(x - place[0], y - place[1]);
    if (distance < best.distance) best = { after, place, distance };
  });
  return best;
}
