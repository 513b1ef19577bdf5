// Twin of src/neighbours/plain-grow.ts.

/** Exchange rows p and q, 16 bytes at a time. */
// @ts-ignore: decorator
@inline
function exchange(p: usize, q: usize, size: usize): void {
  const end = p + (size & ~15);
  for (; p < end; p += 16, q += 16) {
    const row = v128.load(p);
    v128.store(p, v128.load(q));
    v128.store(q, row);
  }
  if (size & 8) {
    const value = load<f64>(p);
    store<f64>(p, load<f64>(q));
    store<f64>(q, value);
  }
}

/**
 * Rows from … to − 1 with values below the pivot to the front (`equal` 0), or those up to it (1); where the others begin. Every row is
 * exchanged and the border moves or does not: no branch on the data.
 */
// @ts-ignore: decorator
@inline
function part(points: usize, size: usize, ids: usize, keys: usize, from: i32, to: i32, pivot: f64, equal: i32): i32 {
  let border = points + <usize>from * size;
  let borderId = ids + (<usize>from << 2);
  let key = keys + <usize>from * size;
  for (let row = border, end = points + <usize>to * size, id = borderId; row < end; row += size, id += 4, key += size) {
    const value = load<f64>(key);
    const front = <usize>(equal ? value <= pivot : value < pivot);
    exchange(row, border, size);
    const own = load<i32>(id);
    store<i32>(id, load<i32>(borderId));
    store<i32>(borderId, own);
    border += size & (0 - front);
    borderId += front << 2;
  }
  return <i32>((borderId - ids) >> 2);
}

/** Reorder rows from … to − 1 by one column until row k holds what sorting would put there. */
function choose(points: usize, dim: i32, ids: usize, column: i32, from: i32, to: i32, k: i32): void {
  const size = <usize>dim << 3;
  const keys = points + (<usize>column << 3);
  while (to - from > 1) {
    const a = load<f64>(keys + <usize>from * size);
    const b = load<f64>(keys + <usize>((from + to) >> 1) * size);
    const c = load<f64>(keys + <usize>(to - 1) * size);
    const pivot = max(min(a, b), min(max(a, b), c));
    let border = part(points, size, ids, keys, from, to, pivot, 0);
    if (k < border) {
      to = border;
      continue;
    }
    // None below it: those that are equal to it are the first.
    if (border == from) {
      border = part(points, size, ids, keys, from, to, pivot, 1);
      if (k < border) return;
    }
    from = border;
  }
}

/** Write the box of rows from … to − 1, unless it is that of all; the column where it is widest. */
function bound(dim: i32, points: usize, box: usize, written: bool, from: i32, to: i32): i32 {
  const size = <usize>dim << 3;
  const end = points + <usize>to * size;
  let widest = 0;
  let width: f64 = -1;
  for (let d = 0; d < dim; d += 2) {
    const both = d + 1 < dim;
    let low = f64x2.splat(Infinity);
    let high = f64x2.splat(-Infinity);
    for (let place = points + <usize>from * size + (<usize>d << 3); place < end; place += size) {
      const values = both ? v128.load(place) : v128.load64_splat(place);
      low = f64x2.pmin(low, values);
      high = f64x2.pmax(high, values);
    }
    const widths = f64x2.sub(high, low);
    for (let side: usize = 0; side <= <usize>both; side++, box += 32) {
      if (written) {
        store<f64>(box, side ? f64x2.extract_lane(low, 1) : f64x2.extract_lane(low, 0));
        store<f64>(box, side ? f64x2.extract_lane(high, 1) : f64x2.extract_lane(high, 0), 16);
      }
      const own = side ? f64x2.extract_lane(widths, 1) : f64x2.extract_lane(widths, 0);
      if (own <= width) continue;
      widest = d + <i32>side;
      width = own;
    }
  }
  return widest;
}

/** Split rows at the median of the widest side, down to leaves. */
export function grow(dim: i32, leaves: i32, points: usize, ids: usize, box: usize, sizes: usize, starts: usize, node: i32, from: i32, to: i32): void {
  store<i32>(sizes + (<usize>node << 2), to - from);
  const widest = bound(dim, points, box + (<usize>((node - 1) >> 1) * <usize>dim << 5) + (<usize>((node & 1) ^ 1) << 3), node > 0, from, to);
  if (node >= leaves - 1) {
    store<i32>(starts + (<usize>(node - leaves + 2) << 2), to);
    return;
  }
  const middle = (from + to) >> 1;
  choose(points, dim, ids, widest, from, to, middle);
  grow(dim, leaves, points, ids, box, sizes, starts, 2 * node + 1, from, middle);
  grow(dim, leaves, points, ids, box, sizes, starts, 2 * node + 2, middle, to);
}

/** Rows into columns, leaf by leaf; from the last on, since no leaf moves forward. `rows`: room for one leaf and its ids. */
export function turn(dim: i32, leaves: i32, lanes: i32, points: usize, ids: usize, starts: usize, rows: usize): void {
  const size = <usize>dim << 3;
  const own = rows + <usize>lanes * size;
  for (let leaf = leaves - 1; leaf >= 0; leaf--) {
    const from = load<i32>(starts + (<usize>leaf << 2));
    const held = load<i32>(starts + (<usize>leaf << 2), 4) - from;
    memory.copy(rows, points + <usize>from * size, <usize>held * size);
    memory.copy(own, ids + (<usize>from << 2), <usize>held << 2);
    const toIds = ids + (<usize>(leaf * lanes) << 2);
    const to = points + <usize>(leaf * lanes) * size;
    for (let lane = 0; lane < lanes; lane++) {
      store<i32>(toIds + (<usize>lane << 2), lane < held ? load<i32>(own + (<usize>lane << 2)) : -1);
      for (let d = 0; d < dim; d++) {
        const at = to + (<usize>(d * lanes + lane) << 3);
        if (lane < held) store<f64>(at, load<f64>(rows + (<usize>(lane * dim + d) << 3)));
        else store<f64>(at, Infinity);
      }
    }
  }
}
