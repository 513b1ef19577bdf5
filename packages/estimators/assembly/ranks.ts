// Numbers as their places in order, and balls as ranges of places: whether a point or a box is inside is then asked of whole numbers.
import { ballOf, begin } from './bisect';
import { sort } from './sort';

/** Lanes of a leaf of ranks, filled up. */
export const WIDE: i32 = 8;
/** Rank of an empty slot: in no range. */
const NONE: i32 = i32.MAX_VALUE;

/**
 * Ranks of the points in one column, and first and last rank in the ball of each; [leaves, dim, 8] each, here of column d. Equal values
 * share the first of their places.
 */
export function rankColumn(
  d: i32,
  dim: i32,
  leaves: i32,
  lanes: i32,
  n: i32,
  points: usize,
  ids: usize,
  radius: usize,
  ranks: usize,
  lows: usize,
  highs: usize,
  scratch: usize,
): void {
  const values = scratch;
  const sorted = values + (<usize>n << 3);
  const keys = sorted + (<usize>n << 3);
  const rows = keys + (<usize>n << 3);
  const spare = rows + (<usize>n << 2);
  const slots = spare + (<usize>n << 2);
  const counts = slots + (<usize>n << 2);
  let held: usize = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const wide = ranks + (<usize>((leaf * dim + d) * WIDE) << 2);
    v128.store(wide, i32x4.splat(NONE));
    v128.store(wide, i32x4.splat(NONE), 16);
    for (let lane = 0; lane < lanes; lane++) {
      if (load<i32>(ids + (<usize>(leaf * lanes + lane) << 2)) < 0) continue;
      store<f64>(values + (held << 3), load<f64>(points + (<usize>((leaf * dim + d) * lanes + lane) << 3)));
      store<i32>(slots + (held << 2), leaf * WIDE + lane);
      held++;
    }
  }
  sort(n, values, sorted, rows, keys, spare, counts);
  begin();
  let rank = 0;
  for (let place = 0; place < n; place++) {
    const value = load<f64>(sorted + (<usize>place << 3));
    if (value != load<f64>(sorted + (<usize>rank << 3))) rank = place;
    const slot = load<i32>(slots + (<usize>load<i32>(rows + (<usize>place << 2)) << 2));
    const leaf = slot / WIDE;
    const lane = slot % WIDE;
    const at = <usize>((leaf * dim + d) * WIDE + lane) << 2;
    store<i32>(ranks + at, rank);
    const r = load<f64>(radius + (<usize>(leaf * lanes + lane) << 3));
    if (!(r > 0)) continue;
    const ball = ballOf(sorted, n, place, r);
    store<i32>(lows + at, <i32>ball);
    store<i32>(highs + at, <i32>(ball >> 32));
  }
}

/** Lowest and highest rank below every node; [2 leaves − 1, dim, 2]. */
export function rankBoxes(dim: i32, leaves: i32, lanes: i32, ids: usize, ranks: usize, boxes: usize): void {
  const first = leaves - 1;
  for (let node = 2 * leaves - 2; node >= 0; node--) {
    for (let d = 0; d < dim; d++) {
      const at = boxes + (<usize>(node * dim + d) << 3);
      let low = NONE;
      let high = -1;
      if (node >= first) {
        const leaf = node - first;
        for (let lane = 0; lane < lanes; lane++) {
          if (load<i32>(ids + (<usize>(leaf * lanes + lane) << 2)) < 0) continue;
          const rank = load<i32>(ranks + (<usize>((leaf * dim + d) * WIDE + lane) << 2));
          low = min(low, rank);
          high = max(high, rank);
        }
      } else {
        const left = boxes + (<usize>((2 * node + 1) * dim + d) << 3);
        const right = left + (<usize>dim << 3);
        low = min(load<i32>(left), load<i32>(right));
        high = max(load<i32>(left, 4), load<i32>(right, 4));
      }
      store<i32>(at, low);
      store<i32>(at, high, 4);
    }
  }
}
