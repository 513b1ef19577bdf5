import { type Batch, type Ledger, type Run, SzilardError } from '@szilard/core';

/** Runs of successive ranges of trajectories as one. */
export function join(runs: readonly Run[]): Run {
  const [head] = runs;
  if (!head) throw new SzilardError('composition', '[runner] expected at least one run to join, got none.');
  const all = (pick: (run: Run) => Float64Array) => concatenate(runs.map(pick));
  const batch = (pick: (run: Run) => Batch): Batch => ({ n: total(runs), dim: pick(head).dim, data: all((run) => pick(run).data) });
  const column = (name: 'work' | 'heat' | 'bathEntropy' | 'logRatio') => all(({ ledger }) => ledger[name]);
  const ledger: Ledger = {
    ...head.ledger,
    trajectories: total(runs),
    work: column('work'),
    heat: column('heat'),
    bathEntropy: column('bathEntropy'),
    logRatio: column('logRatio'),
  };
  return {
    ledger,
    boundary: all(({ boundary }) => boundary),
    energy: { start: all(({ energy }) => energy.start), end: all(({ energy }) => energy.end) },
    x: batch(({ x }) => x),
    theta: batch(({ theta }) => theta),
    records: Object.fromEntries(
      Object.entries(head.records).map(([name, record]) => [
        name,
        { ...record, trajectories: total(runs), data: all(({ records }) => records[name].data) },
      ]),
    ),
  };
}

const total = (runs: readonly Run[]): number => runs.reduce((sum, { ledger }) => sum + ledger.trajectories, 0);

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
