// Twin of src/neighbours/plain-line.ts.
import { ballOf, begin } from './bisect';
import { word } from './lanes';
import { sort } from './sort';

/** Others within every row's own radius on a line, and what each gives to those inside; see LineJob. */
export function line(args: usize): void {
  const n = word(args, 0);
  const values = <usize>word(args, 1);
  const radius = <usize>word(args, 2);
  const count = <usize>word(args, 3);
  const share = <usize>word(args, 4);
  const width = word(args, 5);
  const length = word(args, 6);
  const sorted = <usize>word(args, 7);
  const rows = <usize>word(args, 8);
  const rank = <usize>word(args, 9);
  const change = <usize>word(args, 10);
  const spare = <usize>word(args, 11);
  const counts = <usize>word(args, 12);
  const near = <usize>word(args, 13);
  sort(n, values, sorted, rows, change, spare, counts);
  memory.fill(change, 0, <usize>(n + 1) << 3);
  // Rows are anywhere in memory: fetched at once and brought back at once, not one by one between searches that wait for them.
  for (let place = 0; place < n; place++) {
    const i = <usize>load<i32>(rows + (<usize>place << 2));
    store<f64>(near + (<usize>place << 3), load<f64>(radius + (i << 3)));
    if (width > 0) store<i32>(rank + (i << 2), place);
  }
  begin();
  for (let place = 0; place < n; place++) {
    const r = load<f64>(near + (<usize>place << 3));
    store<f64>(near + (<usize>place << 3), 0);
    store<i32>(spare + (<usize>place << 2), 0);
    if (!(r > 0)) continue;
    const ball = ballOf(sorted, n, place, r);
    const low = <i32>ball;
    const high = <i32>(ball >> 32);
    let others = high - low;
    let shutFrom = 0;
    let shutTo = -1;
    if (width > 0) {
      const i = load<i32>(rows + (<usize>place << 2));
      const start = i - (i % length);
      shutFrom = max(i - width, start);
      shutTo = min(i + width, start + length - 1);
      for (let j = shutFrom; j <= shutTo; j++) {
        const other = load<i32>(rank + (<usize>j << 2));
        if (j != i && other >= low && other <= high) others--;
      }
    }
    store<i32>(spare + (<usize>place << 2), others);
    if (others == 0) continue;
    const part = 1.0 / <f64>others;
    const from = change + (<usize>low << 3);
    const to = change + (<usize>(high + 1) << 3);
    store<f64>(from, load<f64>(from) + part);
    store<f64>(to, load<f64>(to) - part);
    if (width == 0) store<f64>(near + (<usize>place << 3), part);
    for (let j = shutFrom; j <= shutTo; j++) {
      const other = load<i32>(rank + (<usize>j << 2));
      const at = share + (<usize>j << 3);
      if (other >= low && other <= high) store<f64>(at, load<f64>(at) - part);
    }
  }
  let given: f64 = 0;
  for (let place = 0; place < n; place++) {
    given += load<f64>(change + (<usize>place << 3));
    const i = <usize>load<i32>(rows + (<usize>place << 2));
    const at = share + (i << 3);
    store<f64>(at, load<f64>(at) + (given - load<f64>(near + (<usize>place << 3))));
    store<i32>(count + (i << 2), load<i32>(spare + (<usize>place << 2)));
  }
}
