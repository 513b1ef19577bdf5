import type { Buffers } from '@szilard/core';
import { specialise } from '../langevin/specialise.ts';
import type { MoveRows } from './move-rows.ts';

/** Entries of a table up to which moves are counted: a trajectory's counters must not crowd out the rest of the first-level cache. */
const COUNTABLE = 32;

/** One control's rows in arrays that stay the same, so that compiled loops may capture them. */
export interface LoadedRows {
  /** Loops over a block, by name, compiled for these rows. */
  readonly loop: Readonly<Record<string, (...args: number[]) => number | void>>;
  /** Has every entry a counter? */
  readonly countable: boolean;
  readonly finite: boolean;
}

/** What loops are made of beside the rows. */
export interface Loops {
  readonly buffers: Buffers;
  readonly states: number;
  /** Further arrays and numbers that the loops capture, by name. */
  readonly captured: Readonly<Record<string, unknown>>;
  /** Bodies of functions of `arguments`, by name. */
  readonly source: (rows: MoveRows) => Readonly<Record<string, string>>;
}

/**
 * Rows for compiled loops, and counters of what happened: heat and log-ratio of many moves are sums over entries, so a move that is
 * counted costs one addition. `load` and `settle` turn counts into nats and energy.
 */
export function fusedRows({ buffers, states, captured, source }: Loops) {
  const { x, partner, known, work, heat, logRatio } = buffers;
  const n = x.n;
  let given: MoveRows | undefined;
  let held: MoveRows | undefined;
  let counts = new Int32Array(0);
  let loaded: LoadedRows | undefined;
  let counted = false;

  function compile(rows: MoveRows): void {
    held = copyOf(rows);
    const entries = rows.rows * rows.width;
    const countable = entries <= COUNTABLE;
    counts = new Int32Array(countable ? entries * n : 0);
    const { bound, to, toRow, logRatio: ratioOf, work: workOf, heat: heatOf, energy, stay } = held;
    const values: Record<string, unknown> = {
      ...captured,
      ...{ x: x.data, partner: partner.data, known, work, heat, logRatio, n, counts },
      ...{ bound, to, toRow, ratioOf, workOf, heatOf, energy, stay },
    };
    const functions = Object.entries(source(rows)).map(([name, body]) => [
      name,
      specialise(Object.keys(values), `return ${body}`, Object.values(values)),
    ]);
    loaded = { loop: Object.fromEntries(functions), countable, finite: rows.finite };
  }

  /** Counts into the ledger's buffers. Work is what the first law leaves: W = Q + ΔU. */
  function settle(): void {
    if (!counted) return;
    counted = false;
    const { heat: heatOf, logRatio: ratioOf, energy } = held!;
    const entries = counts.length / n;
    for (let i = 0, at = 0; i < n; i++) {
      let [warmth, ratio] = [0, 0];
      for (let entry = 0; entry < entries; entry++, at++) {
        const times = counts[at];
        if (times === 0) continue;
        counts[at] = 0;
        warmth += times * heatOf[entry];
        ratio += times * ratioOf[entry];
      }
      const after = energy[rowOf(i)];
      work[i] += warmth + (after - known[i]);
      heat[i] += warmth;
      logRatio[i] += ratio;
      known[i] = after;
    }
  }

  const rowOf = (i: number) => (partner.dim === 0 ? 0 : partner.data[i] * states) + x.data[i];

  return {
    settle,
    rowOf,
    /** The loops for these rows. */
    load(rows: MoveRows): LoadedRows {
      if (rows === given) return loaded!;
      settle();
      given = rows;
      if (held && held.rows === rows.rows && held.width === rows.width && held.finite === rows.finite && held.worked === rows.worked) copyInto(held, rows);
      else compile(rows);
      return loaded!;
    },
    /** Says that a loop has counted. */
    count: () => void (counted = true),
  };
}

/** Number of the move that the uniform draw `u` chooses in row `row`, without a branch: how many bounds it lies beyond. */
export function searchText({ depth, width }: MoveRows, u: string, row: string): string {
  const beyond = (place: string) => `((${u} + bound[${place}]) | 0)`;
  const first = depth === 1 ? row : `Math.imul(${row}, ${depth})`;
  if (depth === 0) return 'const k = 0;';
  if (depth === width - 1) {
    const terms = Array.from({ length: depth }, (_, k) => beyond(k === 0 ? 'b' : `b + ${k}`));
    return `const b = ${first}; const k = ${terms.join(' + ')};`;
  }
  const steps: string[] = [];
  for (let half = (depth + 1) / 2; half >= 1; half /= 2) steps.push(`k += Math.imul(${half}, ${beyond(`b + k + ${half - 1}`)});`);
  return `const b = ${first}; let k = 0; ${steps.join(' ')}`;
}

const columns = ['bound', 'to', 'toRow', 'logRatio', 'work', 'heat', 'energy', 'stay'] as const;

const copyOf = (rows: MoveRows): MoveRows => ({ ...rows, ...Object.fromEntries(columns.map((name) => [name, rows[name].slice()])) });

function copyInto(held: MoveRows, rows: MoveRows): void {
  for (const name of columns) held[name].set(rows[name]);
}
