import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Seat } from '../contracts/dynamics.ts';
import type { Ledger, Recorder, Run } from '../contracts/run.ts';
import { SzilardError } from '../errors.ts';

/** What one move, or several piled up, add to the ledger; [n] each. */
export type Entry = Readonly<Record<'work' | 'heat' | 'logRatio', Float64Array>>;

/** Adds an entry to the ledger: at its move, or to the totals. */
export type Bookkeeper = ((t: number, entry: Entry, gain: Float64Array) => void) & { readonly perMove: boolean };

export function bookkeeper({ ledger }: Run, from: number, n: number): Bookkeeper {
  const perMove = ledger.ticks === ledger.moves;
  const book = (t: number, entry: Entry, gain: Float64Array) => write(ledger, n, from * ledger.ticks + (perMove ? t : 0), entry, gain);
  return Object.assign(book, { perMove });
}

function write(ledger: Ledger, n: number, first: number, { work, heat, logRatio }: Entry, gain: Float64Array): void {
  for (let i = 0, at = first; i < n; i++, at += ledger.ticks) {
    ledger.work[at] += work[i];
    ledger.heat[at] += heat[i];
    ledger.bathEntropy[at] += gain[i];
    ledger.logRatio[at] += logRatio[i];
  }
}

/** Keeps a frame if it was asked for; `next`: the first one wanted after this. */
export type Keeper = ((frame: number) => void) & { next(frame: number): number };

export function recorder(
  run: Run,
  record: Readonly<Record<string, Recorder>>,
  now: Readonly<Record<Seat, Batch>>,
  from: number,
  n: number,
): Keeper {
  const wanted = Object.entries(record).map(([name, { every, dim, observe, into }]) => ({
    every,
    dim,
    observe,
    kept: run.records[name],
    // Frames that are given away have room for one block.
    first: into ? 0 : from,
    shot: batch(n, dim),
  }));
  const keep = (frame: number) => {
    for (const { every, dim, observe, kept, first, shot } of wanted) {
      if (frame % every !== 0) continue;
      observe(now.x, now.theta, shot);
      for (let i = 0; i < n; i++)
        kept.data.set(shot.data.subarray(i * dim, (i + 1) * dim), ((first + i) * kept.steps + frame / every) * dim);
    }
  };
  const next = (frame: number) => wanted.reduce((least, { every }) => Math.min(least, every * (Math.floor(frame / every) + 1)), Infinity);
  return Object.assign(keep, { next });
}

/** Undoes what a block has added to a run. */
export function forget({ ledger, boundary, energy }: Run, from: number, n: number): void {
  for (const column of ['work', 'heat', 'bathEntropy', 'logRatio'] as const)
    ledger[column].fill(0, from * ledger.ticks, (from + n) * ledger.ticks);
  for (const column of [boundary, energy.start, energy.end]) column.fill(0, from, from + n);
}

/** Stops a run that has left the numbers, and says where. */
export function mustBeFinite(x: Batch, energy: Float64Array, seat: Seat, t: number, ticks: number, first: number): void {
  let probe = 0;
  for (let at = 0; at < x.data.length; at++) probe += x.data[at] * 0;
  for (let i = 0; i < energy.length; i++) probe += energy[i] * 0;
  if (probe === 0) return;
  const lost = Array.from({ length: x.n }, (_, i) => i).find(
    (i) => !Number.isFinite(energy[i]) || x.data.subarray(i * x.dim, (i + 1) * x.dim).some((v) => !Number.isFinite(v)),
  );
  const i = lost ?? 0;
  const state = Array.from(x.data.subarray(i * x.dim, Math.min(x.dim, 4) + i * x.dim), (v) => v.toPrecision(4)).join(', ');
  throw new SzilardError(
    'non-finite',
    `[simulate] ${t < 0 ? 'before the first tick' : `tick ${t + 1} of ${ticks}`}, trajectory ${first + i}, seat ${seat}: expected a finite state and energy, got state (${state}) with energy ${energy[i]}. Shorten dt, or look at what the force returns near this state.`,
  );
}
