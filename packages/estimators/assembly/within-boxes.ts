// Twin of src/neighbours/plain-within.ts, two lanes at a time; for norms in which columns are not asked apart.
import { give, settle } from './give';
import { larger, twoPoints, word } from './lanes';

/** Others within every point's own radius, a leaf of points at a time; see withinTree. */
export function withinBoxes(args: usize): void {
  const dim = word(args, 0);
  const leaves = word(args, 1);
  const lanes = word(args, 2);
  const points = <usize>word(args, 3);
  const ids = <usize>word(args, 4);
  const box = <usize>word(args, 5);
  const sizes = <usize>word(args, 6);
  const last = <usize>word(args, 7);
  const query = <usize>word(args, 8);
  const radius = <usize>word(args, 9);
  const stack = <usize>word(args, 11);
  const hits = <usize>word(args, 16);
  const parts = <usize>word(args, 17);
  const first = leaves - 1;
  const stride = <usize>lanes << 3;
  const pair = <usize>dim << 5;

  for (let leaf = 0; leaf < leaves; leaf++) {
    const base = points + <usize>leaf * stride * <usize>dim;
    const own = radius + <usize>(leaf * lanes) * 8;
    let active = 0;
    for (let lane = 0; lane < lanes; lane++) {
      store<i32>(parts + 64 + (<usize>lane << 2), 0);
      if (load<f64>(own + (<usize>lane << 3)) > 0) active |= 1 << lane;
    }
    if (active == 0) continue;
    let top = 1;
    let hit: usize = hits;
    store<i32>(stack, 0);
    store<i32>(stack, active, 4);
    while (top > 0) {
      top--;
      const node = load<i32>(stack + (<usize>top << 3));
      const mask = load<i32>(stack + (<usize>top << 3), 4);
      if (node >= first) {
        // Point by point.
        const other = node - first;
        const there = points + <usize>other * stride * <usize>dim;
        for (let rest = mask; rest != 0; rest &= rest - 1) {
          const lane = ctz(rest);
          for (let d: usize = 0; d < <usize>dim; d++) store<f64>(query + (d << 3), load<f64>(base + d * stride + (<usize>lane << 3)));
          const r = v128.load64_splat(own + (<usize>lane << 3));
          let bits = 0;
          for (let v = 0; v < lanes; v += 2)
            bits |= i64x2.bitmask(f64x2.lt(twoPoints(query, there + (<usize>v << 3), stride, 0, dim, last), r)) << v;
          if (bits == 0) continue;
          const total = parts + 64 + (<usize>lane << 2);
          store<i32>(total, load<i32>(total) + popcnt(bits));
          store<i32>(hit, -1 - other);
          store<i32>(hit, (lane << 8) | bits, 4);
          hit += 8;
        }
        continue;
      }
      for (let side = 0; side < 2; side++) {
        // Two points of the leaf at a time beside one box.
        let nears = 0;
        let ins = 0;
        for (let v = 0; v < lanes; v += 2) {
          if (((mask >> v) & 3) == 0) continue;
          let at = box + <usize>node * pair + (<usize>side << 3);
          let near = f64x2.splat(0);
          let far = f64x2.splat(0);
          let nearSum = f64x2.splat(0);
          let farSum = f64x2.splat(0);
          for (let d = 0; d < dim; d++, at += 32) {
            const q = v128.load(base + <usize>d * stride + (<usize>v << 3));
            const below = f64x2.sub(v128.load64_splat(at), q);
            const above = f64x2.sub(q, v128.load64_splat(at, 16));
            const outer = larger(f64x2.neg(below), f64x2.neg(above));
            const inner = larger(f64x2.splat(0), larger(below, above));
            if (last == 0) {
              near = larger(near, inner);
              far = larger(far, outer);
            } else {
              nearSum = f64x2.add(nearSum, f64x2.mul(inner, inner));
              farSum = f64x2.add(farSum, f64x2.mul(outer, outer));
              if (load<u8>(last + d)) {
                near = larger(near, nearSum);
                far = larger(far, farSum);
                nearSum = f64x2.splat(0);
                farSum = f64x2.splat(0);
              }
            }
          }
          const r = v128.load(own + (<usize>v << 3));
          nears |= i64x2.bitmask(f64x2.lt(near, r)) << v;
          ins |= i64x2.bitmask(f64x2.lt(far, r)) << v;
        }
        const child = 2 * node + 1 + side;
        ins &= mask;
        if (ins != 0) {
          const size = load<i32>(sizes + (<usize>child << 2));
          for (let rest = ins; rest != 0; rest &= rest - 1) {
            const total = parts + 64 + (<usize>ctz(rest) << 2);
            store<i32>(total, load<i32>(total) + size);
          }
          store<i32>(hit, child);
          store<i32>(hit, ins, 4);
          hit += 8;
        }
        const open = nears & mask & ~ins;
        if (open != 0) {
          store<i32>(stack + (<usize>top << 3), child);
          store<i32>(stack + (<usize>top << 3), open, 4);
          top++;
        }
      }
    }

    for (let rest = active; rest != 0; rest &= rest - 1) {
      const lane = ctz(rest);
      settle(args, leaf, lane, dim, lanes, points, ids, last, load<f64>(own + (<usize>lane << 3)), parts, hit);
    }
    give(args, lanes, parts, hits, hit);
  }
}
