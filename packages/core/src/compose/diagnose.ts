import { affinityOf } from '../checks/cycle-affinity.ts';
import { localDetailedBalance } from '../checks/local-detailed-balance.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Run } from '../contracts/run.ts';
import type { Cycle, Holds } from '../contracts/verdict.ts';
import { balanceResidual, housekeepingRate } from '../diagnostics/balance.ts';
import { lazyIndex } from '../diagnostics/lazy-index.ts';
import { noiseSeries } from '../diagnostics/noise-series.ts';
import { noiseStationarity } from '../diagnostics/noise-stationarity.ts';
import { timeScale, timeScaleRatio } from '../diagnostics/time-scale.ts';
import { whiteness } from '../diagnostics/whiteness.ts';
import { recordState, simulateAsync, type WatchOptions } from '../engine/simulate.ts';
import { SzilardError } from '../errors.ts';
import { capacityRows, differenceRows } from './diagnose-capacity.ts';
import { modeRows } from './diagnose-modes.ts';

/** One property of the reservoirs of an experiment. */
export interface DiagnosisRow {
  /** `whiteness.theta`, `time-scale-ratio`, … */
  readonly quantity: string;
  readonly about: string;
  readonly unit: 'nat' | 'nat/tick' | 'energy' | '1' | 'k_B' | 'move';
  readonly value: number;
  /** 0 where it is exact. */
  readonly stderr: number;
  /** What an ideal reservoir has. Absent: no one number. */
  readonly ideal?: number;
  /** Is it what an ideal reservoir has? Absent: that is no yes or no. */
  readonly holds?: Holds;
  readonly because?: string;
}

export interface Diagnosis {
  readonly rows: readonly DiagnosisRow[];
  /** What could not be told, and why. */
  readonly notes: readonly string[];
  readonly trajectories: number;
}

export interface DiagnoseOptions extends WatchOptions {
  readonly trajectories: number;
  readonly rng: RandomStream;
  readonly cycles?: readonly Cycle[];
  /** Of the whiteness. */
  readonly lags?: number;
  /** The same in warmer or colder baths: then heat capacities are measured by difference, too. */
  readonly other?: Experiment;
}

/** How good the reservoirs of an experiment are, each number with its error; docs/theory.md 17. */
export async function diagnose(experiment: Experiment, options: DiagnoseOptions): Promise<Diagnosis> {
  const { trajectories, rng, cycles = [], lags = 5, other, ...watch } = options;
  const { subsystems, ticks } = experiment;
  const notes: string[] = [];
  const run = await simulateAsync(experiment, {
    trajectories,
    rng: rng.fork('forward'),
    record: { x: recordState('x', subsystems.x.dim), theta: recordState('theta', subsystems.theta.dim) },
    ...watch,
  });
  // The same streams: differences between the two are those of the temperature.
  const beside = other && (await simulateAsync(other, { trajectories, rng: rng.fork('forward'), ledger: 'totals', ...watch }));
  const moving = (['x', 'theta'] as const).filter((seat) => ticks.some(({ mover }) => mover === seat || mover === 'random'));
  const rows = [
    ...moving.flatMap((seat) => attempt(() => noiseRows(experiment, seat, trajectories, rng, lags), notes)),
    ...moving.flatMap((seat) => attempt(() => modeRows(run, experiment, seat), notes)),
    ...balanceRows(run),
    ...attempt(() => cycleRows(experiment, cycles), notes),
    ...attempt(() => capacityRows(run, experiment, rng), notes),
    ...(other && beside ? attempt(() => differenceRows({ run, experiment }, { run: beside, experiment: other }, rng), notes) : []),
    ...timeRows(run, moving, notes),
  ];
  if (subsystems.theta.dim > 0 && moving.includes('theta'))
    rows.push({
      quantity: 'lazy-index.theta',
      about: '|θ_n − θ_0|/|θ_0|',
      unit: '1',
      ...lazyIndex(run.records.theta),
      ideal: 0,
    });
  return { rows, notes, trajectories };
}

/** What cannot be told is a note, and no row. */
function attempt(act: () => readonly DiagnosisRow[], notes: string[]): readonly DiagnosisRow[] {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SzilardError)) throw error;
    notes.push(error.message);
    return [];
  }
}

function noiseRows(experiment: Experiment, seat: Seat, trajectories: number, rng: RandomStream, lags: number): DiagnosisRow[] {
  const noise = noiseSeries(experiment, seat, { trajectories, rng: rng.fork('noise') });
  const { worst, strength, holds, because } = whiteness(noise, { lags });
  const steady = noiseStationarity(noise);
  return [
    { quantity: `noise-strength.${seat}`, about: 'C(t, 0): ⟨η²⟩ of a component at a move, length²', unit: '1', ...strength },
    {
      quantity: `whiteness.${seat}`,
      about: `C(t, ${worst.lag})/C(t, 0), the farthest from 0 of ${Math.min(lags, noise.residual.steps - 1)} lags`,
      unit: '1',
      value: worst.value,
      stderr: worst.stderr,
      ideal: 0,
      holds,
      because,
    },
    {
      quantity: `noise-stationarity.${seat}`,
      about: 'change of C(t, 0) from first to last quarter, over its mean',
      unit: '1',
      ...steady.change,
      ideal: 0,
      holds: steady.holds,
      because: steady.because,
    },
  ];
}

function balanceRows(run: Run): DiagnosisRow[] {
  const { rms } = balanceResidual(run);
  const { holds, because } = localDetailedBalance(run);
  return [
    { quantity: 'balance-residual', about: 'rms of ln K/K̃ − ΔS_R, a move', unit: 'nat', ...rms, ideal: 0, holds, because },
    {
      quantity: 'housekeeping-rate',
      about: 'Σ ln K/K̃ a move over the second half: what a steady state costs',
      unit: 'nat/tick',
      ...housekeepingRate(run),
    },
  ];
}

function cycleRows(experiment: Experiment, cycles: readonly Cycle[]): DiagnosisRow[] {
  return cycles.map((cycle, k) => ({
    quantity: `cycle-affinity${cycles.length > 1 ? `.${k + 1}` : ''}`,
    about: 'Σ ln K/K̃ around a closed walk: 0 for all of them is detailed balance',
    unit: 'nat' as const,
    value: affinityOf(experiment, cycle).dynamics,
    stderr: 0,
  }));
}

function timeRows({ records }: Run, moving: readonly Seat[], notes: string[]): DiagnosisRow[] {
  const found = moving.map((seat) => ({ seat, ...timeScale(records[seat]) }));
  for (const { seat, window } of found)
    if (window === 0)
      notes.push(`[timeScale] ${seat}: expected a record of many correlation times, got ${records[seat].steps - 1} moves. Run longer.`);
  const rows: DiagnosisRow[] = found
    .filter(({ window }) => window > 0)
    .map(({ seat, value, stderr }) => ({
      quantity: `time-scale.${seat}`,
      about: '½ + Σ_s ρ(s), in moves of either seat',
      unit: 'move',
      value,
      stderr,
    }));
  if (rows.length === 2)
    rows.push({
      quantity: 'time-scale-ratio',
      about: 'τ_x/τ_θ: small where θ is slow',
      unit: '1',
      ...timeScaleRatio(found[0], found[1]),
      ideal: 0,
    });
  return rows;
}
