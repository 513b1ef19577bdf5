import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { fusedRows, searchText } from './fused-rows.ts';
import type { MoveRows } from './move-rows.ts';

/**
 * One move a tick between numbered states, with its bookkeeping, in one pass over a block. Of many moves in a row at the same control
 * all but the first are counted by kind and turned into heat and log-ratio when somebody asks.
 */
export function fusedSteps(buffers: Buffers, states: number, rowsAt: (control: Float64Array, beta: number) => MoveRows): FusedPass {
  const { x, partner, beta } = buffers;
  const u = new Float64Array(x.n);
  const here = partner.dim === 0 ? 'x[i] | 0' : `Math.imul(partner[i] | 0, ${states}) + (x[i] | 0)`;
  const rows = fusedRows({
    buffers,
    states,
    captured: { u },
    source: (table) => {
      const entry = `const row = ${here}; const r = u[i]; ${searchText(table, 'r', 'row')} const entry = Math.imul(row, ${table.width}) + k;`;
      return {
        book: `() => {
          for (let i = 0; i < n; i++) {
            ${entry}
            work[i] += workOf[entry] + energy[row] - known[i];
            heat[i] += heatOf[entry];
            logRatio[i] += ratioOf[entry];
            known[i] = energy[toRow[entry]];
            x[i] = to[entry];
          }
        };`,
        count: `() => {
          for (let i = 0, base = 0; i < n; i++, base += ${table.rows * table.width}) {
            ${entry}
            counts[base + entry] = (counts[base + entry] + 1) | 0;
            x[i] = to[entry];
          }
        };`,
      };
    },
  });
  let rng: RandomStream;
  let inARow = 0;
  let finite = false;
  const settle = () => {
    rows.settle();
    inARow = 0;
  };
  let last: MoveRows | undefined;
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
      rng.fillUniform(u);
      if (inARow++ === 0 || !countable || !sound) loop.book();
      else {
        loop.count();
        rows.count();
      }
      finite = sound;
    },
    settle,
    get finite() {
      return finite;
    },
  };
}
