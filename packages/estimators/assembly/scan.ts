// The points of one leaf beside one point.
import { larger, twoPoints } from './lanes';

/** Measures of all points of a leaf from `query` into `out`, those nearer than `r` as bits. */
// @ts-ignore: decorator
@inline
function ofLeaf(query: usize, base: usize, lanes: usize, dim: i32, last: usize, r: f64, out: usize): i32 {
  const stride = lanes << 3;
  const limit = f64x2.splat(r);
  if (last != 0) {
    let bits = 0;
    for (let lane: usize = 0; lane < lanes; lane += 2) {
      const two = twoPoints(query, base + (lane << 3), stride, 0, dim, last);
      v128.store(out + (lane << 3), two);
      bits |= i64x2.bitmask(f64x2.lt(two, limit)) << <i32>lane;
    }
    return bits;
  }
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (const end = query + (<usize>dim << 3); query < end; query += 8, base += stride) {
    const q = v128.load64_splat(query);
    a = larger(a, f64x2.abs(f64x2.sub(v128.load(base), q)));
    if (lanes > 2) b = larger(b, f64x2.abs(f64x2.sub(v128.load(base, 16), q)));
    if (lanes > 4) c = larger(c, f64x2.abs(f64x2.sub(v128.load(base, 32), q)));
    if (lanes > 6) d = larger(d, f64x2.abs(f64x2.sub(v128.load(base, 48), q)));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
  const bits =
    i64x2.bitmask(f64x2.lt(a, limit)) |
    (i64x2.bitmask(f64x2.lt(b, limit)) << 2) |
    (i64x2.bitmask(f64x2.lt(c, limit)) << 4) |
    (i64x2.bitmask(f64x2.lt(d, limit)) << 6);
  return bits & ((1 << <i32>lanes) - 1);
}

/** Up to so many neighbours are put in order without a branch. */
const FEW: i32 = 8;

/** Put a measure in its place among the k best, after its equals. Two places at a time, from the last: those below move up or do not. */
// @ts-ignore: decorator
@inline
function insert(k: i32, measure: f64, slot: i32, best: usize, who: usize): void {
  const own = f64x2.splat(measure);
  const whose = i64x2.splat(slot);
  let at = <usize>((k - 1) & ~1) << 3;
  let here = v128.load(best + at);
  let names = v128.load(who + at);
  for (;;) {
    // Loads as wide as the stores before, and shuffles: a load across two stores would wait for both.
    const before = v128.load(best + at - 16);
    const below = i64x2.shuffle(before, here, 1, 2);
    const beside = v128.load(who + at - 16);
    const mine = v128.bitselect(whose, names, f64x2.lt(own, here));
    v128.store(who + at, v128.bitselect(i64x2.shuffle(beside, names, 1, 2), mine, f64x2.lt(own, below)));
    v128.store(best + at, f64x2.pmin(here, f64x2.pmax(below, own)));
    if (at == 0) return;
    at -= 16;
    here = before;
    names = beside;
  }
}

/** The same, place by place. */
// @ts-ignore: decorator
@inline
function shift(k: i32, measure: f64, slot: i32, best: usize, who: usize): void {
  let at = <usize>(k - 1) << 3;
  for (; at > 0; at -= 8) {
    const before = load<f64>(best + at - 8);
    if (!(before > measure)) break;
    store<f64>(best + at, before);
    store<i64>(who + at, load<i64>(who + at - 8));
  }
  store<f64>(best + at, measure);
  store<i64>(who + at, slot);
}

/** Offer the points of a leaf to the k best; the k-th best measure. */
export function scan(leaf: i32, worst: f64, dim: i32, lanes: i32, points: usize, ids: usize, k: i32, last: usize, query: usize, best: usize, who: usize, shutFrom: i32, shutTo: i32, out: usize): f64 {
  const slot = leaf * lanes;
  const lowest = best + (<usize>(k - 1) << 3);
  let bits = ofLeaf(query, points + (<usize>(slot * dim) << 3), lanes, dim, last, worst, out);
  for (; bits != 0; bits &= bits - 1) {
    const lane = ctz(bits);
    const measure = load<f64>(out + (<usize>lane << 3));
    const id = load<i32>(ids + (<usize>(slot + lane) << 2));
    if (measure >= worst || (id >= shutFrom && id <= shutTo)) continue;
    if (k <= FEW) insert(k, measure, slot + lane, best, who);
    else shift(k, measure, slot + lane, best, who);
    worst = load<f64>(lowest);
  }
  return worst;
}
