export { steps, tally } from "./steps";
// Jumps between numbered states over a block of trajectories. What is drawn and chosen is that of src/jump/move-table.ts.
// Memory is laid out by src/jump/jump-room.ts. A move table is a list of addresses: mean stays, bounds, rows led to, worths.

// @ts-ignore: decorator
@inline
function beyond(u: f64, bound: usize): i32 {
  return <i32>(u + load<f64>(bound) >= 1.0);
}

/** How many bounds of a row u lies beyond, without a branch. `known`: 1 to 3 bounds; 0: none; −1: `depth`, one less than a power of two. */
// @ts-ignore: decorator
@inline
function choose(known: i32, u: f64, bounds: usize, row: usize, depth: i32): i32 {
  if (known == 0) return 0;
  if (known == 1) return beyond(u, bounds + (row << 3));
  if (known == 2) {
    const at = bounds + (row << 4);
    return beyond(u, at) + beyond(u, at + 8);
  }
  if (known == 3) {
    const at = bounds + row * 24;
    return beyond(u, at) + beyond(u, at + 8) + beyond(u, at + 16);
  }
  const at = bounds + ((row * depth) << 3);
  let k = 0;
  for (let half = (depth + 1) >> 1; half > 0; half >>= 1) k += half * beyond(u, at + ((k + half - 1) << 3));
  return k;
}

/**
 * `size` draws for each of `active` trajectories, draws outside, trajectories inside. at, left, worth: row [8 bytes each], time left,
 * (log-ratio, work) so far, by place. Who has no time left stays as he is.
 */
// @ts-ignore: decorator
@inline
function jump(known: i32, active: usize, size: i32, at: usize, left: usize, worth: usize, waiting: usize, choice: usize, table: usize, depth: i32, width: usize): void {
  const stays = <usize>load<u32>(table);
  const bounds = <usize>load<u32>(table, 4);
  const rows = <usize>load<u32>(table, 8);
  const worths = <usize>load<u32>(table, 12);
  const end = active << 3;
  for (let draw = 0; draw < size; draw++) {
    for (let j: usize = 0; j < end; j += 8) {
      const row = <usize>load<u32>(at + j);
      const rest = load<f64>(left + j) - load<f64>(waiting + j) * load<f64>(stays + (row << 3));
      store<f64>(left + j, rest);
      if (rest > 0) {
        const entry = row * width + choose(known, load<f64>(choice + j), bounds, row, depth);
        const sum = worth + (j << 1);
        v128.store(sum, f64x2.add(v128.load(sum), v128.load(worths + (entry << 4))));
        store<u32>(at + j, load<u32>(rows + (entry << 2)));
      }
    }
    waiting += end;
    choice += end;
  }
}

export function round(active: usize, size: i32, at: usize, left: usize, worth: usize, waiting: usize, choice: usize, table: usize, depth: i32, width: usize): void {
  if (width == depth + 1) {
    if (depth == 0) return jump(0, active, size, at, left, worth, waiting, choice, table, 0, 1);
    if (depth == 1) return jump(1, active, size, at, left, worth, waiting, choice, table, 1, 2);
    if (depth == 2) return jump(2, active, size, at, left, worth, waiting, choice, table, 2, 3);
    if (depth == 3) return jump(3, active, size, at, left, worth, waiting, choice, table, 3, 4);
  }
  jump(-1, active, size, at, left, worth, waiting, choice, table, depth, width);
}

/** Closes the ranks: who has time left moves up, with `lanes`; of the others row and worth are put where their lane is. Answers how many go on. */
export function carry(active: usize, lanes: usize, at: usize, left: usize, worth: usize, rowEnd: usize, worthEnd: usize): usize {
  let going: usize = 0;
  for (let j: usize = 0; j < active; j++) {
    const lane = load<u32>(lanes + (j << 2));
    const row = load<u32>(at + (j << 3));
    const rest = load<f64>(left + (j << 3));
    const sum = v128.load(worth + (j << 4));
    if (rest > 0) {
      store<u32>(lanes + (going << 2), lane);
      store<u32>(at + (going << 3), row);
      store<f64>(left + (going << 3), rest);
      v128.store(worth + (going << 4), sum);
      going++;
    } else {
      store<u32>(rowEnd + ((<usize>lane) << 2), row);
      v128.store(worthEnd + ((<usize>lane) << 4), sum);
    }
  }
  return going;
}
