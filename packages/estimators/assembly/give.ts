// What both searches for the others within a radius end with, leaf by leaf: counts, and 1/m for all that were counted.
// Hits are pairs of words: a node and the lanes whose balls hold it, or −1 − leaf and lane · 256 + the slots of it inside.
import { ofSlot } from './lanes';

/** Two bits as two lanes. */
const both = memory.data<u64>([0, 0, ~0, 0, 0, ~0, ~0, ~0], 16);

/** Leave out who is shut off from a lane's point, itself included; m and 1/m of it. `hit`: the end of the hits, free room from there. */
// @ts-ignore: decorator
@inline
export function settle(args: usize, leaf: i32, lane: i32, dim: i32, lanes: i32, points: usize, ids: usize, last: usize, r: f64, parts: usize, hit: usize): void {
  const query = <usize>load<i32>(args, 32);
  const slotOf = <usize>load<i32>(args, 40);
  const width = load<i32>(args, 48);
  const length = load<i32>(args, 52);
  const count = <usize>load<i32>(args, 56);
  const toSlots = <usize>load<i32>(args, 72);
  const id = load<i32>(ids + (<usize>(leaf * lanes + lane) << 2));
  let others = load<i32>(parts + 64 + (<usize>lane << 2));
  let end = hit;
  if (width == 0) {
    others--;
    store<i32>(end, leaf * lanes + lane);
    end += 8;
  } else {
    const start = id - (id % length);
    const shutTo = min(id + width, start + length - 1);
    const from = points + <usize>(leaf * lanes * dim + lane) * 8;
    for (let d = 0; d < dim; d++) store<f64>(query + (<usize>d << 3), load<f64>(from + (<usize>(d * lanes) << 3)));
    for (let j = max(id - width, start); j <= shutTo; j++) {
      const slot = load<i32>(slotOf + (<usize>j << 2));
      if (ofSlot(query, points, slot, lanes, dim, 0, dim, last) >= r) continue;
      others--;
      store<i32>(end, slot);
      end += 8;
    }
  }
  store<i32>(count + (<usize>id << 2), others);
  const part = others > 0 ? 1.0 / <f64>others : 0;
  store<f64>(parts + (<usize>lane << 3), part);
  while (end > hit) {
    end -= 8;
    const at = toSlots + (<usize>load<i32>(end) << 3);
    store<f64>(at, load<f64>(at) - part);
  }
}

/** 1/m of every lane to the nodes and slots that it holds. */
// @ts-ignore: decorator
@inline
export function give(args: usize, lanes: i32, parts: usize, hits: usize, end: usize): void {
  const given = <usize>load<i32>(args, 60);
  const toSlots = <usize>load<i32>(args, 72);
  for (let at = hits; at < end; at += 8) {
    const node = load<i32>(at);
    const mask = load<i32>(at, 4);
    if (node >= 0) {
      let sum: f64 = 0;
      for (let rest = mask; rest != 0; rest &= rest - 1) sum += load<f64>(parts + (<usize>ctz(rest) << 3));
      const to = given + (<usize>node << 3);
      store<f64>(to, load<f64>(to) + sum);
      continue;
    }
    const part = v128.load64_splat(parts + (<usize>(mask >> 8) << 3));
    let to = toSlots + (<usize>((-1 - node) * lanes) << 3);
    for (let bits = <usize>(mask & 255); bits != 0; bits >>= 2, to += 16)
      v128.store(to, f64x2.add(v128.load(to), v128.and(part, v128.load(both + ((bits & 3) << 4)))));
  }
}
