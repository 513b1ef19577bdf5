// Which places of sorted numbers lie within a radius of one of them.

/** Places looked at on either side at first: a power of two that is enough for most, since steps all alike are quick. */
let reach: i32 = 8;
/** Of the last so many balls, those that reach farther than that, and than half of it. */
let seen: i32 = 0;
let farther: i32 = 0;
let half: i32 = 0;

/** Forget the balls of other numbers. */
export function begin(): void {
  reach = 8;
  seen = 0;
  farther = 0;
  half = 0;
}

/** First and last place whose values lie within r > 0 of the one in place `own`, as the lower and upper half of a word. */
// @ts-ignore: decorator
@inline
export function ballOf(sorted: usize, n: i32, own: i32, r: f64): u64 {
  const value = load<f64>(sorted + (<usize>own << 3));
  let far = reach;
  while (own >= far && value - load<f64>(sorted + (<usize>(own - far) << 3)) < r) far <<= 1;
  while (own + far < n && load<f64>(sorted + (<usize>(own + far) << 3)) - value < r) far <<= 1;
  // No branch on the data: what is looked for is anywhere, and a wrong guess costs more than the search.
  // Places below the first and above the last are out of range, and taken for farther away.
  let low = own - far + 1;
  let high = own;
  if (low >= 0 && own + far <= n) {
    for (let step = far >> 1; step > 0; step >>= 1) {
      low += step & -<i32>(value - load<f64>(sorted + (<usize>(low + step - 1) << 3)) >= r);
      high += step & -<i32>(load<f64>(sorted + (<usize>(high + step) << 3)) - value < r);
    }
  } else {
    for (let step = far >> 1; step > 0; step >>= 1) {
      const below = low + step - 1;
      if (below < 0 || value - load<f64>(sorted + (<usize>below << 3)) >= r) low += step;
      const above = high + step;
      if (above < n && load<f64>(sorted + (<usize>above << 3)) - value < r) high = above;
    }
  }
  const most = max(own - low, high - own);
  farther += <i32>(most >= reach);
  half += <i32>(most << 1 >= reach);
  if (++seen == 256) {
    if (farther > 16) reach <<= 1;
    else if (half <= 16 && reach > 8) reach >>= 1;
    seen = 0;
    farther = 0;
    half = 0;
  }
  return (<u64>high << 32) | <u64>low;
}
