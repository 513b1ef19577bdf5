// SIMD twin of src/neighbours/plain-nearest.ts and plain-within.ts, which are the specification: the same comparisons in the same order,
// so the same bits. Layout of trees: src/neighbours/k-d-tree.ts. `args`: 32-bit words in the order in which they are read below.
// Two lanes at a time; a leaf has `lanes` points, an even number of at most 8.

// @ts-ignore: decorator
@inline
function word(args: usize, i: usize): i32 {
  return load<i32>(args + (i << 2));
}

// @ts-ignore: decorator
@inline
function larger(a: v128, b: v128): v128 {
  return f64x2.pmax(a, b);
}

/** Measures of two points of a leaf from `query`; columns `from` to `to`. `last`: ends of Euclidean blocks, or 0 for the maximum norm. */
// @ts-ignore: decorator
@inline
function twoPoints(query: usize, points: usize, stride: usize, from: i32, to: i32, last: usize): v128 {
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

/** Measures of two sibling boxes, at their nearest, from `query`. */
// @ts-ignore: decorator
@inline
function twoBoxes(query: usize, box: usize, dim: i32, last: usize): v128 {
  let worst = f64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let d = 0; d < dim; d++, box += 32) {
    const q = v128.load64_splat(query + (<usize>d << 3));
    const gap = larger(f64x2.splat(0), larger(f64x2.sub(v128.load(box), q), f64x2.sub(q, v128.load(box, 16))));
    if (last == 0) worst = larger(worst, gap);
    else {
      sum = f64x2.add(sum, f64x2.mul(gap, gap));
      if (load<u8>(last + d)) {
        worst = larger(worst, sum);
        sum = f64x2.splat(0);
      }
    }
  }
  return worst;
}

let found: f64 = 0;

/** Offer the points of a leaf to the k best; the k-th best measure is left in `found`. */
function scan(leaf: i32, args: usize, shutFrom: i32, shutTo: i32): void {
  const dim = word(args, 0);
  const lanes = <usize>word(args, 2);
  const ids = <usize>word(args, 4) + ((<usize>leaf * lanes) << 2);
  const k = word(args, 6);
  const last = <usize>word(args, 7);
  const query = <usize>word(args, 8);
  const best = <usize>word(args, 9);
  const who = <usize>word(args, 10);
  const stride = lanes << 3;
  const base = <usize>word(args, 3) + <usize>leaf * stride * <usize>dim;
  let worst = found;
  for (let lane: usize = 0; lane < lanes; lane += 2) {
    const measures = twoPoints(query, base + (lane << 3), stride, 0, dim, last);
    let bits = i64x2.bitmask(f64x2.lt(measures, f64x2.splat(worst)));
    while (bits) {
      const side = <usize>ctz(bits);
      bits &= bits - 1;
      const measure = side ? f64x2.extract_lane(measures, 1) : f64x2.extract_lane(measures, 0);
      const id = load<i32>(ids + ((lane + side) << 2));
      if (measure >= worst || (id >= shutFrom && id <= shutTo)) continue;
      let slot = k - 1;
      for (; slot > 0; slot--) {
        const before = load<f64>(best + (<usize>(slot - 1) << 3));
        if (!(before > measure)) break;
        store<f64>(best + (<usize>slot << 3), before);
        store<i32>(who + (<usize>slot << 2), load<i32>(who + (<usize>(slot - 1) << 2)));
      }
      store<f64>(best + (<usize>slot << 3), measure);
      store<i32>(who + (<usize>slot << 2), leaf * <i32>lanes + <i32>(lane + side));
      worst = load<f64>(best + (<usize>(k - 1) << 3));
    }
  }
  found = worst;
}

/** k nearest others of every point; see kNearest. */
export function nearest(args: usize): void {
  const dim = word(args, 0);
  const leaves = word(args, 1);
  const lanes = word(args, 2);
  const points = <usize>word(args, 3);
  const ids = <usize>word(args, 4);
  const box = <usize>word(args, 5);
  const k = word(args, 6);
  const last = <usize>word(args, 7);
  const query = <usize>word(args, 8);
  const best = <usize>word(args, 9);
  const who = <usize>word(args, 10);
  const stack = <usize>word(args, 11);
  const width = word(args, 12);
  const length = word(args, 13);
  const radius = <usize>word(args, 14);
  const popularity = <usize>word(args, 15);
  const blocks = word(args, 16);
  const first = leaves - 1;
  const stride = <usize>lanes << 3;
  const pair = <usize>dim << 5;

  for (let leaf = 0; leaf < leaves; leaf++) {
    const base = points + <usize>leaf * stride * <usize>dim;
    for (let lane = 0; lane < lanes; lane++) {
      const id = load<i32>(ids + (<usize>(leaf * lanes + lane) << 2));
      if (id < 0) continue;
      const start = id - (id % length);
      const shutFrom = max(id - width, start);
      const shutTo = min(id + width, start + length - 1);
      for (let d: usize = 0; d < <usize>dim; d++) store<f64>(query + (d << 3), load<f64>(base + d * stride + (<usize>lane << 3)));
      for (let j: usize = 0; j < <usize>k; j++) store<f64>(best + (j << 3), Infinity);
      found = Infinity;
      scan(leaf, args, shutFrom, shutTo);
      for (let climb = first + leaf; climb > 0; climb = (climb - 1) >> 1) {
        const sides = twoBoxes(query, box + <usize>((climb - 1) >> 1) * pair, dim, last);
        let node = climb & 1 ? climb + 1 : climb - 1;
        let near = climb & 1 ? f64x2.extract_lane(sides, 1) : f64x2.extract_lane(sides, 0);
        let top = 0;
        while (true) {
          while (near < found && node < first) {
            const both = twoBoxes(query, box + <usize>node * pair, dim, last);
            const toLeft = f64x2.extract_lane(both, 0);
            const toRight = f64x2.extract_lane(both, 1);
            const leftFirst = toLeft <= toRight;
            const far = leftFirst ? toRight : toLeft;
            near = leftFirst ? toLeft : toRight;
            const left = 2 * node + 1;
            node = leftFirst ? left : left + 1;
            if (far < found) {
              store<f64>(stack + (<usize>top << 4), far);
              store<i32>(stack + (<usize>top << 4), leftFirst ? left + 1 : left, 8);
              top++;
            }
          }
          if (near < found) scan(node - first, args, shutFrom, shutTo);
          if (top == 0) break;
          top--;
          near = load<f64>(stack + (<usize>top << 4));
          node = load<i32>(stack + (<usize>top << 4), 8);
        }
      }
      store<f64>(radius + (<usize>id << 3), found);
      if (found == Infinity) continue;
      for (let j: usize = 0; j < <usize>k; j++) {
        const at = popularity + (<usize>load<i32>(ids + (<usize>load<i32>(who + (j << 2)) << 2)) << 2);
        store<i32>(at, load<i32>(at) + 1);
      }
      for (let b: usize = 0; b < <usize>blocks; b++) {
        const from = word(args, 17 + 3 * b);
        const to = word(args, 18 + 3 * b);
        const extents = <usize>word(args, 19 + 3 * b);
        let extent: f64 = 0;
        for (let j: usize = 0; j < <usize>k; j++) {
          const slot = load<i32>(who + (j << 2));
          const even = slot & ~1;
          const at = points + <usize>(even / lanes) * stride * <usize>dim + (<usize>(even % lanes) << 3);
          const measures = twoPoints(query, at, stride, from, to, last);
          const measure = slot & 1 ? f64x2.extract_lane(measures, 1) : f64x2.extract_lane(measures, 0);
          if (measure > extent) extent = measure;
        }
        store<f64>(extents + (<usize>id << 3), extent);
      }
    }
  }
}

/** Others within every point's own radius, a leaf of points at a time; see withinTree. */
export function within(args: usize): void {
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
  const slotOf = <usize>word(args, 10);
  const stack = <usize>word(args, 11);
  const width = word(args, 12);
  const length = word(args, 13);
  const count = <usize>word(args, 14);
  const given = <usize>word(args, 15);
  const hits = <usize>word(args, 16);
  const parts = <usize>word(args, 17);
  const nodes = 2 * leaves - 1;
  const first = leaves - 1;
  const stride = <usize>lanes << 3;
  const pair = <usize>dim << 5;
  const toSlots = given + (<usize>nodes << 3);

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
      const id = load<i32>(ids + (<usize>(leaf * lanes + lane) << 2));
      const start = id - (id % length);
      const shutTo = min(id + width, start + length - 1);
      const r = load<f64>(own + (<usize>lane << 3));
      for (let d: usize = 0; d < <usize>dim; d++) store<f64>(query + (d << 3), load<f64>(base + d * stride + (<usize>lane << 3)));
      let others = load<i32>(parts + 64 + (<usize>lane << 2));
      const kept = hit;
      for (let j = max(id - width, start); j <= shutTo; j++) {
        const slot = load<i32>(slotOf + (<usize>j << 2));
        const even = slot & ~1;
        const at = points + <usize>(even / lanes) * stride * <usize>dim + (<usize>(even % lanes) << 3);
        const measures = twoPoints(query, at, stride, 0, dim, last);
        if ((slot & 1 ? f64x2.extract_lane(measures, 1) : f64x2.extract_lane(measures, 0)) >= r) continue;
        others--;
        store<i32>(hit, slot);
        hit += 8;
      }
      store<i32>(count + (<usize>id << 2), others);
      const part = others > 0 ? 1.0 / <f64>others : 0;
      store<f64>(parts + (<usize>lane << 3), part);
      while (hit > kept) {
        hit -= 8;
        const at = toSlots + (<usize>load<i32>(hit) << 3);
        store<f64>(at, load<f64>(at) - part);
      }
    }
    for (let at: usize = hits; at < hit; at += 8) {
      const node = load<i32>(at);
      const mask = load<i32>(at, 4);
      if (node >= 0) {
        let sum: f64 = 0;
        for (let rest = mask; rest != 0; rest &= rest - 1) sum += load<f64>(parts + (<usize>ctz(rest) << 3));
        const to = given + (<usize>node << 3);
        store<f64>(to, load<f64>(to) + sum);
      } else {
        const part = load<f64>(parts + (<usize>(mask >> 8) << 3));
        for (let rest = mask & 255; rest != 0; rest &= rest - 1) {
          const to = toSlots + (<usize>((-1 - node) * lanes + ctz(rest)) << 3);
          store<f64>(to, load<f64>(to) + part);
        }
      }
    }
  }
}

/** Twin of `line` in src/neighbours/plain-line.ts: rank, and first and last neighbour, of every value on a line. */
export function line(n: i32, order: usize, sorted: usize, values: usize, radius: usize, rank: usize, low: usize, high: usize): void {
  for (let turn: usize = 0; turn < <usize>n; turn++) {
    const i = <usize>load<i32>(order + (turn << 2));
    const value = load<f64>(values + (i << 3));
    const r = load<f64>(radius + (i << 3));
    // No branch on the data: what is looked for is anywhere, and a wrong guess costs more than the search.
    let base = sorted;
    let size = <usize>n;
    while (size > 1) {
      const half = size >> 1;
      base = select<usize>(base + (half << 3), base, load<f64>(base + ((half - 1) << 3)) < value);
      size -= half;
    }
    const own = (base - sorted) >> 3;
    store<i32>(rank + (i << 2), <i32>own);
    base = sorted;
    size = own;
    while (size > 0) {
      const half = (size + 1) >> 1;
      base = select<usize>(base + (half << 3), base, value - load<f64>(base + ((half - 1) << 3)) >= r);
      size -= half;
    }
    store<i32>(low + (i << 2), <i32>((base - sorted) >> 3));
    base = sorted + ((own + 1) << 3);
    size = <usize>n - own - 1;
    while (size > 0) {
      const half = (size + 1) >> 1;
      base = select<usize>(base + (half << 3), base, load<f64>(base + ((half - 1) << 3)) - value < r);
      size -= half;
    }
    store<i32>(high + (i << 2), <i32>((base - sorted) >> 3));
  }
}

/** Reorder rows low … high by one column until row k holds what sorting would put there. */
function choose(points: usize, dim: i32, ids: usize, column: i32, low: i32, high: i32, k: i32): void {
  const size = <usize>dim << 3;
  const keys = points + (<usize>column << 3);
  while (low < high) {
    const a = load<f64>(keys + <usize>low * size);
    const b = load<f64>(keys + <usize>((low + high) >> 1) * size);
    const c = load<f64>(keys + <usize>high * size);
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<f64>(keys + <usize>i * size) < pivot) i++;
      while (load<f64>(keys + <usize>j * size) > pivot) j--;
      if (i > j) break;
      let p = points + <usize>i * size;
      let q = points + <usize>j * size;
      for (const end = p + size; p < end; p += 8, q += 8) {
        const value = load<f64>(p);
        store<f64>(p, load<f64>(q));
        store<f64>(q, value);
      }
      const id = load<i32>(ids + (<usize>i << 2));
      store<i32>(ids + (<usize>i << 2), load<i32>(ids + (<usize>j << 2)));
      store<i32>(ids + (<usize>j << 2), id);
      i++;
      j--;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

/** Twin of plainGrow in src/neighbours/plain-grow.ts. */
export function grow(dim: i32, leaves: i32, points: usize, ids: usize, box: usize, sizes: usize, starts: usize, node: i32, from: i32, to: i32): void {
  store<i32>(sizes + (<usize>node << 2), to - from);
  let widest = 0;
  let width: f64 = -1;
  let at = box + (<usize>((node - 1) >> 1) * <usize>dim << 5) + (<usize>((node & 1) ^ 1) << 3);
  const size = <usize>dim << 3;
  for (let d: usize = 0; d < <usize>dim; d++, at += 32) {
    let low = Infinity;
    let high = -Infinity;
    for (let place = points + <usize>from * size + (d << 3), end = points + <usize>to * size; place < end; place += size) {
      const value = load<f64>(place);
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    if (node > 0) {
      store<f64>(at, low);
      store<f64>(at, high, 16);
    }
    if (high - low > width) {
      widest = <i32>d;
      width = high - low;
    }
  }
  if (node >= leaves - 1) {
    store<i32>(starts + (<usize>(node - leaves + 2) << 2), to);
    return;
  }
  const middle = (from + to) >> 1;
  choose(points, dim, ids, widest, from, to - 1, middle);
  grow(dim, leaves, points, ids, box, sizes, starts, 2 * node + 1, from, middle);
  grow(dim, leaves, points, ids, box, sizes, starts, 2 * node + 2, middle, to);
}
