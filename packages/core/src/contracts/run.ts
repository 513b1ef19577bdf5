import type { Batch, Ensemble } from './batch.ts';

/**
 * The double-entry book of a run. Every column is [trajectories, ticks], or, as running totals, [trajectories, 1]:
 * then `moves` still says how many moves were summed.
 */
export interface Ledger {
  readonly trajectories: number;
  /** Columns per trajectory: the number of moves, or 1 for totals. */
  readonly ticks: number;
  /** Moves per trajectory. */
  readonly moves: number;
  /** W: energy put in while the mover stood still, plus non-conservative work. Energy. */
  readonly work: Float64Array;
  /** q: energy handed to the bath. Energy, positive into the bath. */
  readonly heat: Float64Array;
  /** ΔS_R(q): what the reservoir says the move was worth. Nats. */
  readonly bathEntropy: Float64Array;
  /** ln K(x′|x) − ln K(x|x′): what the dynamics says it was worth. Nats. */
  readonly logRatio: Float64Array;
}

export interface Run {
  readonly ledger: Ledger;
  /** ln p_start − ln p_end of system and baths; [trajectories], nats. */
  readonly boundary: Float64Array;
  /** U_x + U_theta at the start and at the end; [trajectories], energy. Their difference is W − Q. */
  readonly energy: { readonly start: Float64Array; readonly end: Float64Array };
  /** Final states; none, n = 0, where they were not asked for. */
  readonly x: Batch;
  readonly theta: Batch;
  /** What the recorders kept, by name; of those that give their frames away, none. */
  readonly records: Readonly<Record<string, Ensemble>>;
}

/** An observable and when to keep it: one frame before the first move, then one after every `every`-th. */
export interface Recorder {
  readonly every: number;
  readonly dim: number;
  observe(x: Batch, theta: Batch, out: Batch): void;
  /**
   * Takes the frames of every block as soon as it is done, in the order of trajectories: to disk, to a sum. They are kept nowhere else, and
   * the next block writes over them. Absent: `run.records` has them all.
   */
  readonly into?: (frames: Ensemble, first: number) => void;
}
