// Measures of two points, or of two boxes, at a time.

// @ts-ignore: decorator
@inline
export function word(args: usize, i: usize): i32 {
  return load<i32>(args + (i << 2));
}

// @ts-ignore: decorator
@inline
export function larger(a: v128, b: v128): v128 {
  return f64x2.pmax(a, b);
}

/** Measures of two points of a leaf from `query`; columns `from` to `to`. `last`: ends of Euclidean blocks, or 0 for the maximum norm. */
// @ts-ignore: decorator
@inline
export function twoPoints(query: usize, points: usize, stride: usize, from: i32, to: i32, last: usize): v128 {
  let worst = f64x2.splat(0);
  if (last == 0) {
    for (let d = from; d < to; d++) {
      worst = larger(worst, f64x2.abs(f64x2.sub(v128.load(points + <usize>d * stride), v128.load64_splat(query + (<usize>d << 3)))));
    }
    return worst;
  }
  let sum = f64x2.splat(0);
  for (let d = from; d < to; d++) {
    const gap = f64x2.sub(v128.load(points + <usize>d * stride), v128.load64_splat(query + (<usize>d << 3)));
    sum = f64x2.add(sum, f64x2.mul(gap, gap));
    if (load<u8>(last + d)) {
      worst = larger(worst, sum);
      sum = f64x2.splat(0);
    }
  }
  return worst;
}

/** Measure of the point in `slot` from `query`, in columns `from` to `to`. */
// @ts-ignore: decorator
@inline
export function ofSlot(query: usize, points: usize, slot: i32, lanes: i32, dim: i32, from: i32, to: i32, last: usize): f64 {
  const even = slot & ~1;
  const stride = <usize>lanes << 3;
  const at = points + <usize>(even / lanes) * stride * <usize>dim + (<usize>(even % lanes) << 3);
  const measures = twoPoints(query, at, stride, from, to, last);
  return slot & 1 ? f64x2.extract_lane(measures, 1) : f64x2.extract_lane(measures, 0);
}
