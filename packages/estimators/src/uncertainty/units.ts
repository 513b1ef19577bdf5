import { type Batch, batch, type Ensemble, SzilardError } from '@szilard/core';

/** What was drawn independently in an input: strata of interchangeable units, and the input that a choice of units makes. */
export interface Units<T> {
  /** Units in each stratum: forward and reversed trajectories, samples of each state, or rows of one list. */
  readonly sizes: readonly number[];
  /** An input with these units, stratum by stratum; a unit may come more than once. */
  pick(chosen: readonly Int32Array[]): T;
}

type Fields = Record<string, any>;
const isBatch = (v: any): v is Batch => v?.data instanceof Float64Array && typeof v.n === 'number';
const isEnsemble = (v: any): v is Ensemble => v?.data instanceof Float64Array && typeof v.trajectories === 'number';

/**
 * Units of any input made of batches (rows), ensembles (trajectories) and columns of numbers: all its parts share one stratum.
 * Work samples have a stratum for either direction, reduced energies one for every state, a ledger its trajectories.
 */
export function unitsOf<T>(input: T): Units<T> {
  const fields = input as Fields;
  if (fields.forward instanceof Float64Array) return strata(fields) as Units<T>;
  if (isBatch(fields.reduced)) return states(fields) as Units<T>;
  if (fields.ledger) return trajectories(fields) as Units<T>;
  const parts = Object.entries(fields).filter(([, part]) => sizeOf(part) !== undefined);
  const sizes = [...new Set(parts.map(([, part]) => sizeOf(part)!))];
  if (sizes.length !== 1) {
    const got = sizes.length === 0 ? 'none' : `${parts.map(([name, part]) => `${name} of ${sizeOf(part)}`).join(', ')}`;
    throw new SzilardError(
      'shape',
      `[uncertainty] input: expected parts with as many rows or trajectories each, got ${got}. Pair them up.`,
    );
  }
  return {
    sizes,
    pick: ([chosen]) => ({ ...fields, ...Object.fromEntries(parts.map(([name, part]) => [name, take(part, chosen)])) }) as T,
  };
}

const sizeOf = (part: unknown): number | undefined =>
  isBatch(part) ? part.n : isEnsemble(part) ? part.trajectories : part instanceof Float64Array ? part.length : undefined;

function take(part: any, chosen: Int32Array): unknown {
  if (isBatch(part)) return { n: chosen.length, dim: part.dim, data: gather(part.data, part.dim, chosen) };
  if (isEnsemble(part)) return { ...part, trajectories: chosen.length, data: gather(part.data, part.steps * part.dim, chosen) };
  return gather(part, 1, chosen);
}

function gather(data: Float64Array, width: number, chosen: Int32Array): Float64Array {
  const out = new Float64Array(chosen.length * width);
  for (let i = 0; i < chosen.length; i++) out.set(data.subarray(chosen[i] * width, (chosen[i] + 1) * width), i * width);
  return out;
}

function strata(fields: Fields): Units<Fields> {
  const names = Object.keys(fields).filter((name) => fields[name] instanceof Float64Array);
  return {
    sizes: names.map((name) => fields[name].length),
    pick: (chosen) => ({ ...fields, ...Object.fromEntries(names.map((name, k) => [name, gather(fields[name], 1, chosen[k])])) }),
  };
}

function states(fields: Fields): Units<Fields> {
  const { reduced, counts } = fields as { reduced: Batch; counts: readonly number[] };
  return {
    sizes: counts,
    pick(chosen) {
      const out = batch(
        chosen.reduce((total, rows) => total + rows.length, 0),
        reduced.dim,
      );
      let [first, at] = [0, 0];
      for (const [k, rows] of chosen.entries()) {
        const shifted = rows.map((row) => row + first);
        out.data.set(gather(reduced.data, reduced.dim, shifted), at * reduced.dim);
        first += counts[k];
        at += rows.length;
      }
      return { ...fields, reduced: out, counts: chosen.map((rows) => rows.length) };
    },
  };
}

function trajectories(fields: Fields): Units<Fields> {
  const { ledger, boundary } = fields;
  const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
  return {
    sizes: [boundary.length],
    pick([chosen]) {
      const picked = Object.fromEntries(columns.map((name) => [name, gather(ledger[name], ledger.ticks, chosen)]));
      return { ...fields, ledger: { ...ledger, ...picked, trajectories: chosen.length }, boundary: gather(boundary, 1, chosen) };
    },
  };
}
