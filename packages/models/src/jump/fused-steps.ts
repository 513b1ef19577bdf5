import type { Buffers, FusedPass, RandomStream } from '@szilard/core';
import { specialise } from '../langevin/specialise.ts';
import { admits } from './admits.ts';
import type { MoveRows } from './move-rows.ts';
import { type StretchSeat, stretchOf } from './stretch.ts';

/** What passes of this kind are made of, for those that run together. */
const seats = new WeakMap<FusedPass, StretchSeat>();

/** One move a tick between numbered states, with its bookkeeping, in one pass over a block. */
export function fusedSteps(buffers: Buffers, states: number, rowsAt: (control: Float64Array, beta: number) => MoveRows): FusedPass {
  const { x, partner, beta, known, work, heat, logRatio } = buffers;
  const u = new Float64Array(x.n);
  const here = partner.dim === 0 ? 'x[i] | 0' : `Math.imul(partner[i] | 0, ${states}) + (x[i] | 0)`;
  let held: MoveRows | undefined;
  let present: MoveRows | undefined;
  let pass: () => void;

  /** Compiled for one shape of rows: their numbers are copied into arrays that it has captured. */
  function load(rows: MoveRows): void {
    if (rows === present) return;
    present = rows;
    if (held && held.rows === rows.rows && held.width === rows.width) {
      for (const column of COLUMNS) held[column].set(rows[column]);
      return;
    }
    held = { ...rows, ...Object.fromEntries(COLUMNS.map((column) => [column, rows[column].slice()])) };
    const captured = {
      ...{ x: x.data, partner: partner.data, known, work, heat, logRatio, u, n: x.n },
      ...{
        bound: held.bound,
        to: held.to,
        toRow: held.toRow,
        ratioOf: held.logRatio,
        workOf: held.work,
        heatOf: held.heat,
        energy: held.energy,
      },
    };
    pass = specialise(
      Object.keys(captured),
      `return () => {
        for (let i = 0; i < n; i++) {
          const row = ${here};
          const r = u[i];
          ${searchText(rows)}
          const entry = Math.imul(row, ${rows.width}) + k;
          work[i] += workOf[entry] + energy[row] - known[i];
          heat[i] += heatOf[entry];
          logRatio[i] += ratioOf[entry];
          known[i] = energy[toRow[entry]];
          x[i] = to[entry];
        }
      };`,
      Object.values(captured),
    );
  }

  let rng: RandomStream;
  let finite = false;
  const self: FusedPass = {
    admits: () => admits(buffers, states),
    begin(stream) {
      rng = stream;
    },
    move(control) {
      const rows = rowsAt(control, beta[0]);
      load(rows);
      rng.fillUniform(u);
      pass();
      finite = rows.finite;
    },
    get finite() {
      return finite;
    },
    together: (passes) => stretchOf(passes, (pass) => seats.get(pass)),
  };
  seats.set(self, { buffers, states, rowsAt, stream: () => rng });
  return self;
}

const COLUMNS = ['bound', 'to', 'toRow', 'logRatio', 'work', 'heat', 'energy'] as const;

/** Number k of the move that the draw r chooses in a row, without a branch: how many bounds it lies beyond. */
function searchText({ depth, width }: MoveRows): string {
  const beyond = (place: string) => `((r + bound[${place}]) | 0)`;
  if (depth === 0) return 'const k = 0;';
  const first = `const b = Math.imul(row, ${depth});`;
  if (depth === width - 1) return `${first} const k = ${Array.from({ length: depth }, (_, k) => beyond(`b + ${k}`)).join(' + ')};`;
  const steps: string[] = [];
  for (let half = (depth + 1) / 2; half >= 1; half /= 2) steps.push(`k += Math.imul(${half}, ${beyond(`b + k + ${half - 1}`)});`);
  return `${first} let k = 0; ${steps.join(' ')}`;
}
