// Twin of src/neighbours/plain-nearest.ts: leaves in the same order, and none left out that could hold a nearer point.
import { fourBoxes, twoBoxes } from './boxes';
import { ofSlot, word } from './lanes';
import { scan } from './scan';

let dim: i32 = 0;
let lanes: i32 = 0;
let first: i32 = 0;
let points: usize = 0;
let ids: usize = 0;
let box: usize = 0;
let k: i32 = 0;
let last: usize = 0;
let width: i32 = 0;
let radius: usize = 0;
let popularity: usize = 0;
let blocks: i32 = 0;
let stack: usize = 0;
let length: i32 = 0;
let query: usize = 0;
let best: usize = 0;
let who: usize = 0;
let out: usize = 0;
let extents: usize = 0;
let shutFrom: i32 = 0;
let shutTo: i32 = 0;

/** Put a node on the stack if the bit is set: written in any case, for what lies above the top is of no account. */
// @ts-ignore: decorator
@inline
function push(top: usize, node: i32, bit: i32): usize {
  store<i32>(top, node);
  return top + (<usize>(bit & 1) << 2);
}

/** Offer all leaves below the nodes on the stack, the last first. */
// @ts-ignore: decorator
@inline
function descend(top: usize, found: f64): f64 {
  const pair = <usize>dim << 5;
  // Nodes from here on have leaves for children.
  const lowest = (first - 1) >> 1;
  while (top > stack) {
    top -= 4;
    const node = load<i32>(top);
    if (node >= first) {
      found = scan(node - first, found, dim, lanes, points, ids, k, last, query, best, who, shutFrom, shutTo, out);
    } else if (node >= lowest) {
      const bits = twoBoxes(query, box + <usize>node * pair, dim, last, f64x2.splat(found));
      top = push(top, 2 * node + 2, bits >> 1);
      top = push(top, 2 * node + 1, bits);
    } else {
      const from = 4 * node + 3;
      const bits = fourBoxes(query, box + <usize>(2 * node + 1) * pair, dim, last, f64x2.splat(found));
      top = push(top, from + 3, bits >> 3);
      top = push(top, from + 2, bits >> 2);
      top = push(top, from + 1, bits >> 1);
      top = push(top, from, bits);
    }
  }
  return found;
}

/** Offer all leaves but `own`: of its sibling, then of its parent's, and so on. */
// @ts-ignore: decorator
@inline
function climb(own: i32, found: f64): f64 {
  const pair = <usize>dim << 5;
  while (own > 0) {
    const parent = (own - 1) >> 1;
    let top = stack;
    if (parent == 0) {
      // In a tree of odd depth the last step is from a child of the root.
      const sibling = own & 1 ? own + 1 : own - 1;
      const bits = twoBoxes(query, box, dim, last, f64x2.splat(found));
      top = push(top, sibling, sibling & 1 ? bits : bits >> 1);
      own = 0;
    } else {
      const over = (parent - 1) >> 1;
      const from = 4 * over + 3;
      const place = own - from;
      const bits = fourBoxes(query, box + <usize>(2 * over + 1) * pair, dim, last, f64x2.splat(found));
      const cousins = place & 2 ? 0 : 2;
      top = push(top, from + cousins + 1, bits >> (cousins + 1));
      top = push(top, from + cousins, bits >> cousins);
      top = push(top, from + (place ^ 1), bits >> (place ^ 1));
      own = over;
    }
    found = descend(top, found);
  }
  return found;
}

/** Search for the neighbours of the point in `slot`. */
function search(slot: i32): void {
  const id = load<i32>(ids + (<usize>slot << 2));
  shutFrom = id;
  shutTo = id;
  if (width > 0) {
    const start = id - (id % length);
    shutFrom = max(id - width, start);
    shutTo = min(id + width, start + length - 1);
  }
  const leaf = slot / lanes;
  const base = points + (<usize>(leaf * lanes * dim + slot % lanes) << 3);
  for (let d = 0; d < dim; d++) store<f64>(query + (<usize>d << 3), load<f64>(base + (<usize>(d * lanes) << 3)));
  for (let j: usize = 0; j < <usize>k; j += 2) v128.store(best + (j << 3), f64x2.splat(Infinity));
  let found = scan(leaf, Infinity, dim, lanes, points, ids, k, last, query, best, who, shutFrom, shutTo, out);
  found = climb(first + leaf, found);
  store<f64>(radius + (<usize>id << 3), found);
  if (found == Infinity) return;
  for (let j: usize = 0; j < <usize>k; j++) {
    const at = popularity + (<usize>load<i32>(ids + (<usize>load<i32>(who + (j << 3)) << 2)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let b = 0; b < blocks; b++) {
    const block = extents + <usize>(12 * b);
    let extent: f64 = 0;
    for (let j: usize = 0; j < <usize>k; j++) {
      const measure = ofSlot(query, points, load<i32>(who + (j << 3)), lanes, dim, word(block, 0), word(block, 1), last);
      if (measure > extent) extent = measure;
    }
    store<f64>(<usize>word(block, 2) + (<usize>id << 3), extent);
  }
}

/** k nearest others of every point; see kNearest. */
export function nearest(args: usize): void {
  dim = word(args, 0);
  const leaves = word(args, 1);
  lanes = word(args, 2);
  points = <usize>word(args, 3);
  ids = <usize>word(args, 4);
  box = <usize>word(args, 5);
  k = word(args, 6);
  last = <usize>word(args, 7);
  query = <usize>word(args, 8);
  best = <usize>word(args, 9) + 16;
  who = <usize>word(args, 10) + 16;
  stack = <usize>word(args, 11);
  out = <usize>word(args, 12);
  width = word(args, 13);
  length = word(args, 14);
  radius = <usize>word(args, 15);
  popularity = <usize>word(args, 16);
  blocks = word(args, 17);
  // Below the nearest there is room for one that nothing is nearer than.
  store<f64>(best - 8, -Infinity);
  extents = args + (18 << 2);
  first = leaves - 1;
  for (let slot = 0; slot < leaves * lanes; slot++) if (load<i32>(ids + (<usize>slot << 2)) >= 0) search(slot);
}
