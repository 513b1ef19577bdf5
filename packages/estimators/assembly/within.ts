// Twin of src/neighbours/plain-within.ts in the maximum norm, by ranks: the same questions, so the same answers.
import { give, settle } from './give';
import { word } from './lanes';
import { rankBoxes, rankColumn, WIDE } from './ranks';

/** Others within every point's own radius, a leaf of points at a time; see withinTree. */
export function within(args: usize): void {
  const dim = word(args, 0);
  const leaves = word(args, 1);
  const lanes = word(args, 2);
  const points = <usize>word(args, 3);
  const ids = <usize>word(args, 4);
  const sizes = <usize>word(args, 6);
  const radius = <usize>word(args, 9);
  const stack = <usize>word(args, 11);
  const hits = <usize>word(args, 16);
  const parts = <usize>word(args, 17);
  const n = word(args, 19);
  const ranks = <usize>word(args, 20);
  const lows = <usize>word(args, 21);
  const highs = <usize>word(args, 22);
  const boxes = <usize>word(args, 23);
  const scratch = <usize>word(args, 24);
  const first = leaves - 1;
  const row = <usize>(WIDE << 2);
  const pitch = row * <usize>dim;
  for (let d = 0; d < dim; d++) rankColumn(d, dim, leaves, lanes, n, points, ids, radius, ranks, lows, highs, scratch);
  rankBoxes(dim, leaves, lanes, ids, ranks, boxes);

  for (let leaf = 0; leaf < leaves; leaf++) {
    const own = radius + (<usize>(leaf * lanes) << 3);
    const low = lows + <usize>leaf * pitch;
    const high = highs + <usize>leaf * pitch;
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
        const there = ranks + <usize>other * pitch;
        for (let rest = mask; rest != 0; rest &= rest - 1) {
          const lane = <usize>ctz(rest);
          let left = i32x4.splat(0);
          let right = i32x4.splat(0);
          let from = low + (lane << 2);
          let to = high + (lane << 2);
          for (let at = there, end = there + pitch; at < end; at += row, from += row, to += row) {
            const least = v128.load32_splat(from);
            const most = v128.load32_splat(to);
            const a = v128.load(at);
            const b = v128.load(at, 16);
            left = v128.or(left, v128.or(i32x4.sub(a, least), i32x4.sub(most, a)));
            right = v128.or(right, v128.or(i32x4.sub(b, least), i32x4.sub(most, b)));
          }
          const bits = (i32x4.bitmask(left) | (i32x4.bitmask(right) << 4)) ^ 255;
          if (bits == 0) continue;
          const total = parts + 64 + (lane << 2);
          store<i32>(total, load<i32>(total) + popcnt(bits));
          store<i32>(hit, -1 - other);
          store<i32>(hit, (<i32>lane << 8) | bits, 4);
          hit += 8;
        }
        continue;
      }
      for (let child = 2 * node + 1; child <= 2 * node + 2; child++) {
        // All points of the leaf at a time beside one box.
        let outLeft = i32x4.splat(0);
        let outRight = i32x4.splat(0);
        let farLeft = i32x4.splat(0);
        let farRight = i32x4.splat(0);
        let box = boxes + (<usize>(child * dim) << 3);
        let to = high;
        for (let from = low, end = low + pitch; from < end; from += row, to += row, box += 8) {
          const least = v128.load32_splat(box);
          const most = v128.load32_splat(box, 4);
          const l0 = v128.load(from);
          const l1 = v128.load(from, 16);
          const h0 = v128.load(to);
          const h1 = v128.load(to, 16);
          outLeft = v128.or(outLeft, v128.or(i32x4.sub(least, l0), i32x4.sub(h0, most)));
          outRight = v128.or(outRight, v128.or(i32x4.sub(least, l1), i32x4.sub(h1, most)));
          farLeft = v128.or(farLeft, v128.or(i32x4.sub(h0, least), i32x4.sub(most, l0)));
          farRight = v128.or(farRight, v128.or(i32x4.sub(h1, least), i32x4.sub(most, l1)));
        }
        const inside = mask & ~(i32x4.bitmask(outLeft) | (i32x4.bitmask(outRight) << 4));
        const open = mask & ~inside & ~(i32x4.bitmask(farLeft) | (i32x4.bitmask(farRight) << 4));
        if (inside != 0) {
          const size = load<i32>(sizes + (<usize>child << 2));
          for (let rest = inside; rest != 0; rest &= rest - 1) {
            const total = parts + 64 + (<usize>ctz(rest) << 2);
            store<i32>(total, load<i32>(total) + size);
          }
          store<i32>(hit, child);
          store<i32>(hit, inside, 4);
          hit += 8;
        }
        if (open != 0) {
          store<i32>(stack + (<usize>top << 3), child);
          store<i32>(stack + (<usize>top << 3), open, 4);
          top++;
        }
      }
    }
    for (let rest = active; rest != 0; rest &= rest - 1) {
      const lane = ctz(rest);
      settle(args, leaf, lane, dim, lanes, points, ids, 0, load<f64>(own + (<usize>lane << 3)), parts, hit);
    }
    give(args, lanes, parts, hits, hit);
  }
}
