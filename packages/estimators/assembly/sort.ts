// Numbers in ascending order, and the rows they come from: by digits of 11 bits, the last first.

const DIGITS: usize = 6;
const VALUES: usize = 2048;

/** Keys that are ordered as integers as the numbers are; −0 is 0. */
// @ts-ignore: decorator
@inline
function keyOf(value: f64): u64 {
  const bits = reinterpret<u64>(value + 0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

// @ts-ignore: decorator
@inline
function valueOf(key: u64): f64 {
  return reinterpret<f64>(key ^ (<u64>(<i64>~key >> 63) | 0x8000000000000000));
}

/**
 * `values` into `sorted`, their rows into `rows`, those of equal values in the order in which they are; `rows` 0: not asked for. `keys` and
 * `spare`: 8n and 4n bytes; `counts`: 4 · 6 · 2048.
 */
export function sort(n: i32, values: usize, sorted: usize, rows: usize, keys: usize, spare: usize, counts: usize): void {
  memory.fill(counts, 0, (DIGITS * VALUES) << 2);
  for (let i: usize = 0; i < <usize>n; i++) {
    let key = keyOf(load<f64>(values + (i << 3)));
    store<u64>(sorted + (i << 3), key);
    if (rows) store<i32>(rows + (i << 2), <i32>i);
    for (let digit: usize = 0; digit < DIGITS; digit++, key >>= 11) {
      const at = counts + ((digit * VALUES + <usize>(key & 2047)) << 2);
      store<i32>(at, load<i32>(at) + 1);
    }
  }
  let from = sorted;
  let fromRows = rows;
  let to = keys;
  let toRows = spare;
  for (let digit: usize = 0; digit < DIGITS; digit++) {
    const shift = <u64>digit * 11;
    const own = counts + ((digit * VALUES) << 2);
    const only = <usize>((load<u64>(from) >> shift) & 2047);
    if (n == 0 || load<i32>(own + (only << 2)) == n) continue;
    let next = 0;
    for (let at = own; at < own + (VALUES << 2); at += 4) {
      const count = load<i32>(at);
      store<i32>(at, next);
      next += count;
    }
    for (let i: usize = 0; i < <usize>n; i++) {
      const key = load<u64>(from + (i << 3));
      const at = own + (<usize>((key >> shift) & 2047) << 2);
      const place = <usize>load<i32>(at);
      store<i32>(at, <i32>place + 1);
      store<u64>(to + (place << 3), key);
      if (rows) store<i32>(toRows + (place << 2), load<i32>(fromRows + (i << 2)));
    }
    let other = from;
    from = to;
    to = other;
    other = fromRows;
    fromRows = toRows;
    toRows = other;
  }
  for (let i: usize = 0; i < <usize>n; i++) store<f64>(sorted + (i << 3), valueOf(load<u64>(from + (i << 3))));
  if (rows && fromRows != rows) memory.copy(rows, fromRows, <usize>n << 2);
}
