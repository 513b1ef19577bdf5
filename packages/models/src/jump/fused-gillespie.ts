import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { fusedRows, searchText } from './fused-rows.ts';
import { jumpDraws } from './jump-draws.ts';
import type { MoveRows } from './move-rows.ts';

/** Jumps in continuous time for a time a tick, with their bookkeeping, round by round over the trajectories of a block that still have time left. */
export function fusedGillespie(
  buffers: Buffers,
  states: number,
  time: number,
  rowsAt: (control: Float64Array, beta: number) => MoveRows,
): FusedPass {
  const { x, partner, beta } = buffers;
  const n = x.n;
  const here = partner.dim === 0 ? 'x[i] | 0' : `Math.imul(partner[i] | 0, ${states}) + (x[i] | 0)`;
  const draws = jumpDraws(n);
  // By place among those that go on: the row of the state, the time left, the counters, ratio and work so far.
  const [at, base, start] = [new Int32Array(n), new Int32Array(n), new Int32Array(n)];
  const [left, ratio, push] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const { lanes, waiting, choice } = draws;
  const rows = fusedRows({
    buffers,
    states,
    captured: { lanes, waiting, choice, at, base, start, left, ratio, push, time },
    source: (table) => {
      const round = (account: string) => `(active, size) => {
        for (let round = 0, draw = 0; round < size; round++) {
          for (let j = 0; j < active; j++, draw++) {
            const row = at[j];
            const rest = left[j] - waiting[draw] * stay[row];
            left[j] = rest;
            if (rest > 0) {
              const r = choice[draw];
              ${searchText(table, 'r', 'row')}
              const entry = Math.imul(row, ${table.width}) + k;
              ${account}
              at[j] = toRow[entry];
            }
          }
        }
      };`;
      const { worked, rows: all, width } = table;
      const begin = (account: string) => `() => {
        for (let i = 0; i < n; i++) {
          const row = ${here};
          at[i] = start[i] = row;
          left[i] = time;
          ${account}
        }
      };`;
      const end = (carry: string, account: string) => `(active) => {
        let going = 0;
        for (let j = 0; j < active; j++) {
          const i = lanes[j];
          if (left[j] > 0) {
            lanes[going] = i; at[going] = at[j]; start[going] = start[j]; left[going] = left[j];
            ${carry}
            going++;
          } else {
            ${account}
            x[i] += at[j] - start[j];
          }
        }
        return going;
      };`;
      return {
        bookBegin: begin(`work[i] += energy[row] - known[i]; ratio[i] = 0; push[i] = 0;`),
        bookRound: round(`ratio[j] += ratioOf[entry]; ${worked ? 'push[j] += workOf[entry];' : ''}`),
        bookEnd: end(
          'ratio[going] = ratio[j]; push[going] = push[j];',
          `const after = energy[at[j]];
           work[i] += push[j]; heat[i] += push[j] - (after - energy[start[j]]); logRatio[i] += ratio[j]; known[i] = after;`,
        ),
        countBegin: begin(`base[i] = Math.imul(i, ${all * width});`),
        countRound: round('const kind = base[j] + entry; counts[kind] = (counts[kind] + 1) | 0;'),
        countEnd: end('base[going] = base[j];', ''),
      };
    },
  });
  let rng: RandomStream;
  let last: MoveRows | undefined;
  let inARow = 0;
  let finite = false;
  return {
    begin(stream) {
      rng = stream;
      last = undefined;
    },
    move(control) {
      const table = rowsAt(control, beta[0]);
      if (table !== last) inARow = 0;
      last = table;
      const { loop, countable, finite: sound } = rows.load(table);
      const often = inARow++ > 0 || time >= table.rows * table.width * table.shortest;
      const counting = countable && sound && often;
      const [begin, round, end] = counting
        ? [loop.countBegin, loop.countRound, loop.countEnd]
        : [loop.bookBegin, loop.bookRound, loop.bookEnd];
      begin();
      draws.run(rng, (active, size) => {
        round(active, size);
        return end(active) as number;
      });
      if (counting) rows.count();
      finite = sound;
    },
    settle() {
      rows.settle();
      inARow = 0;
    },
    get finite() {
      return finite;
    },
  };
}
