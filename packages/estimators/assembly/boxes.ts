// Two or four boxes at a time. Those of siblings lie side by side: low, low, high, high for every column.
import { larger } from './lanes';

/** Which of two sibling boxes `query` is nearer to than `r`, as two bits. */
// @ts-ignore: decorator
@inline
export function twoBoxes(query: usize, box: usize, dim: i32, last: usize, r: v128): i32 {
  let worst = f64x2.splat(0);
  const end = query + (<usize>dim << 3);
  if (last == 0) {
    for (; query < end; query += 8, box += 32) {
      const q = v128.load64_splat(query);
      worst = larger(worst, larger(f64x2.sub(v128.load(box), q), f64x2.sub(q, v128.load(box, 16))));
    }
    return i64x2.bitmask(f64x2.lt(worst, r));
  }
  let sum = f64x2.splat(0);
  for (; query < end; query += 8, box += 32, last++) {
    const q = v128.load64_splat(query);
    const gap = larger(f64x2.splat(0), larger(f64x2.sub(v128.load(box), q), f64x2.sub(q, v128.load(box, 16))));
    sum = f64x2.add(sum, f64x2.mul(gap, gap));
    if (load<u8>(last)) {
      worst = larger(worst, sum);
      sum = f64x2.splat(0);
    }
  }
  return i64x2.bitmask(f64x2.lt(worst, r));
}

/** The same of the four boxes of two nodes side by side. */
// @ts-ignore: decorator
@inline
export function fourBoxes(query: usize, box: usize, dim: i32, last: usize, r: v128): i32 {
  const next = box + (<usize>dim << 5);
  if (last != 0) return twoBoxes(query, box, dim, last, r) | (twoBoxes(query, next, dim, last, r) << 2);
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  for (const end = query + (<usize>dim << 3); query < end; query += 8, box += 32) {
    const q = v128.load64_splat(query);
    const other = box + (<usize>dim << 5);
    left = larger(left, larger(f64x2.sub(v128.load(box), q), f64x2.sub(q, v128.load(box, 16))));
    right = larger(right, larger(f64x2.sub(v128.load(other), q), f64x2.sub(q, v128.load(other, 16))));
  }
  return i64x2.bitmask(f64x2.lt(left, r)) | (i64x2.bitmask(f64x2.lt(right, r)) << 2);
}
