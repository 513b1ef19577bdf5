import { type RandomStream, SzilardError } from '@szilard/core';
import { type Digits, SIDE } from './digits.ts';
import { type Point, strokes } from './strokes.ts';

/** Straight pieces between two points of a stroke. */
const PIECES = 6;
/** Pixels that a digit is high before it is scaled. */
const HEIGHT = 20;

/** Digit i comes from the stream's child i alone: more digits leave the first ones as they are. */
export function drawDigits(count: number, rng: RandomStream): Digits {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new SzilardError('parameter', `[digits] count: expected a whole number of at least 1, got ${count}.`);
  const [images, labels] = [new Float32Array(count * SIDE * SIDE), new Uint8Array(count)];
  for (let i = 0; i < count; i++) {
    const own = rng.fork(i);
    labels[i] = Math.floor(10 * own.uniform());
    drawDigit(labels[i], own, images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
  }
  return { source: `drawn by the program, ${count} digits`, n: count, images, labels };
}

/** A digit from the pen of the program: every number of it comes from `rng`. Writes [784] grey values in 0..1. */
function drawDigit(label: number, rng: RandomStream, image: Float32Array): void {
  const around = (centre: number, width: number) => centre + width * rng.normal();
  const [wide, high, turn, slant] = [HEIGHT * around(0.9, 0.08), HEIGHT * around(1, 0.06), around(0, 0.1), around(0.12, 0.15)];
  const [right, down, pen] = [around(0, 0.9), around(0, 0.9), 0.9 + 0.9 * rng.uniform()];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const place = ([px, py]: Point): Point => {
    const [u, v] = [px - 0.5, py - 0.5];
    const [x, y] = [wide * u - slant * high * v, high * v];
    return [SIDE / 2 + right + cos * x - sin * y, SIDE / 2 + down + sin * x + cos * y];
  };
  image.fill(0);
  for (const stroke of strokes[label]) {
    const shaken = stroke.map(([x, y]): Point => [around(x, 0.02), around(y, 0.02)]);
    const way = smooth(shaken).map(place);
    for (let i = 1; i < way.length; i++) ink(image, way[i - 1], way[i], pen);
  }
}

/** A curve through all points, tangents from their neighbours [Catmull1974]. */
function smooth(points: readonly Point[]): Point[] {
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))];
  const way: Point[] = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const along = (k: 0 | 1) =>
        from[k] +
        0.5 *
          t *
          (to[k] -
            before[k] +
            t * (2 * before[k] - 5 * from[k] + 4 * to[k] - after[k] + t * (3 * (from[k] - to[k]) + after[k] - before[k])));
      way.push([along(0), along(1)]);
    }
  }
  return way;
}

/** A straight piece with round ends of radius `pen`; its edge fades over one pixel. */
function ink(image: Float32Array, [ax, ay]: Point, [bx, by]: Point, pen: number): void {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const reach = pen + 0.5;
  const [left, right] = [Math.max(0, Math.floor(Math.min(ax, bx) - reach)), Math.min(SIDE - 1, Math.ceil(Math.max(ax, bx) + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(ay, by) - reach)), Math.min(SIDE - 1, Math.ceil(Math.max(ay, by) + reach))];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [x, y] = [column + 0.5 - ax, row + 0.5 - ay];
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / square));
      const shade = Math.min(1, reach - Math.hypot(x - along * dx, y - along * dy));
      if (shade > image[row * SIDE + column]) image[row * SIDE + column] = shade;
    }
  }
}
