import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';

/** Every state of a seat; the empty seat has one, of dimension 0. */
export function statesOf({ subsystems }: Experiment, seat: Seat): Batch {
  const { states, dim } = subsystems[seat];
  if (states) {
    if (states.dim !== dim || states.n < 1)
      throw new SzilardError(
        'shape',
        `[enumerate] subsystems.${seat}.states: expected [states, ${dim}], got [${states.n}, ${states.dim}]. List every state once.`,
      );
    return states;
  }
  if (dim === 0) return batch(1, 0);
  throw new SzilardError(
    'composition',
    `[enumerate] subsystems.${seat}.states: expected a list of finitely many states, got none. Declare them, or use the linear-Gaussian back-end.`,
  );
}

/** Finds states by value; each row of a batch → its number, −1 where it is not one of them. */
export function stateFinder(states: Batch, seat: Seat): (batch: Batch) => Int32Array {
  const { n, dim, data } = states;
  // One trie over components: exact values, no text.
  const ids = new Map<number, Map<number, number>>();
  let made = 1;
  const leaf = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    let node = 0;
    for (let k = 0; k < dim; k++) {
      let below = ids.get(node);
      if (!below) ids.set(node, (below = new Map()));
      let next = below.get(data[i * dim + k]);
      if (next === undefined) below.set(data[i * dim + k], (next = made++));
      node = next;
    }
    if (leaf.has(node))
      throw new SzilardError(
        'input',
        `[enumerate] subsystems.${seat}.states: expected every state once, got state ${leaf.get(node)} again as ${i}. Remove the repetition.`,
      );
    leaf.set(node, i);
  }
  return ({ n: rows, data: values }) => {
    const out = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      let node: number | undefined = 0;
      for (let k = 0; k < dim && node !== undefined; k++) node = ids.get(node)?.get(values[i * dim + k]);
      out[i] = node === undefined ? -1 : (leaf.get(node) ?? -1);
    }
    return out;
  };
}

/** Numbers states by what is left of them without the labels: [states] → class of each, and how many classes there are. */
export function classes({ n, dim, data }: Batch, labels: readonly number[]): { readonly of: Int32Array; readonly count: number } {
  const kept = Array.from({ length: dim }, (_, k) => k).filter((k) => !labels.includes(k));
  const known = new Map<string, number>();
  const of = Int32Array.from({ length: n }, (_, i) => {
    const key = kept.map((k) => data[i * dim + k]).join(' ');
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  });
  return { of, count: known.size };
}

/** Refuses labels that are no components. */
export function mustBeLabels(labels: readonly number[], dim: number, seat: Seat, where: string): void {
  const wrong = labels.find((k) => !Number.isSafeInteger(k) || k < 0 || k >= dim);
  if (wrong !== undefined)
    throw new SzilardError('parameter', `[${where}] labels.${seat}: expected components 0 … ${dim - 1}, got ${wrong}. Count from 0.`);
}
