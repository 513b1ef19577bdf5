import type { Around } from './jumps.ts';
import type { MoveTable } from './move-table.ts';

/**
 * Move tables of one control and temperature as flat rows of equal width, one a joint state: row p · states + s for state s beside state
 * p of the partner. Move k of a row is entry row · width + k.
 */
export interface MoveRows {
  readonly rows: number;
  readonly width: number;
  /** Bounds of `MoveTable`, falling; those that no row has are 0; [rows, depth]. */
  readonly depth: number;
  readonly bound: Float64Array;
  /** State that the move leads to, and its row; [rows, width]. */
  readonly to: Float64Array;
  readonly toRow: Int32Array;
  /** Nats. */
  readonly logRatio: Float64Array;
  /** Energy; q = W_nc − ΔU, into the bath. */
  readonly work: Float64Array;
  readonly heat: Float64Array;
  /** U; [rows], energy. */
  readonly energy: Float64Array;
  /** Mean time of stay, in continuous time; [rows]. */
  readonly stay: Float64Array;
  /** No state that can be reached has an energy beyond the numbers, and nothing that happens is worth an infinite heat. */
  readonly finite: boolean;
}

/** What rows are made of, at the surroundings that one state of the partner makes. */
export interface RowSource {
  movesAt(around: Around): MoveTable;
  energy(state: number, around: Around): number;
  /** Work of a jump from state to state, for kernels whose moves do not know it. Absent: they do. */
  work?(from: number, to: number, around: Around): number;
}

/** Deeper searches than this halve their way. */
const LINEAR = 8;

/** Bounds to look at so that one move out of `width` is found: all but the last, or as many as halving wants. */
export const searchDepth = (width: number): number => (width - 1 <= LINEAR ? width - 1 : 2 ** Math.ceil(Math.log2(width)) - 1);

export function moveRows(
  states: number,
  partners: readonly Float64Array[],
  control: Float64Array,
  beta: number,
  source: RowSource,
): MoveRows {
  const arounds = partners.map((partner): Around => ({ partner, control, beta }));
  const tables = arounds.map((around) => source.movesAt(around));
  let width = 1;
  for (const { first } of tables) for (let s = 0; s < states; s++) width = Math.max(width, first[s + 1] - first[s]);
  const rows = states * partners.length;
  const depth = searchDepth(width);
  const out = {
    bound: new Float64Array(rows * depth),
    to: new Float64Array(rows * width),
    toRow: new Int32Array(rows * width),
    logRatio: new Float64Array(rows * width),
    work: new Float64Array(rows * width),
    heat: new Float64Array(rows * width),
    energy: new Float64Array(rows),
    stay: new Float64Array(rows),
  };
  for (const [p, table] of tables.entries()) {
    const around = arounds[p];
    const energies = Float64Array.from({ length: states }, (_, s) => source.energy(s, around));
    out.energy.set(energies, p * states);
    if (table.stay) out.stay.set(table.stay, p * states);
    for (let s = 0; s < states; s++) {
      const row = p * states + s;
      for (let k = 0, at = table.first[s]; at < table.first[s + 1]; k++, at++) {
        const to = table.to[at];
        const entry = row * width + k;
        const work = source.work ? (s === to ? 0 : source.work(s, to, around)) : table.work[at];
        if (k < depth) out.bound[row * depth + k] = table.bound[at];
        out.to[entry] = to;
        out.toRow[entry] = p * states + to;
        out.logRatio[entry] = table.logRatio[at];
        out.work[entry] = work;
        out.heat[entry] = work - (energies[to] - energies[s]);
      }
    }
  }
  const finite = [out.energy, out.heat].every((values) => values.every(Number.isFinite));
  return { rows, width, depth, ...out, finite };
}
