import type { Batch } from './batch.ts';
import type { Experiment, Seat } from './dynamics.ts';
import type { Run } from './run.ts';

export type Holds = 'yes' | 'no' | 'undecided';

export interface Verdict {
  readonly law: string;
  readonly holds: Holds;
  /** The number the decision rests on, and its standard error (0 when exact). */
  readonly statistic: readonly [value: number, stderr: number];
  /** Chance of evidence this bad if the law holds. Absent when the check is exact. */
  readonly p?: number;
  /** The smallest violation this much data could have shown. A 'yes' is worth no more than this. */
  readonly resolution: number;
  readonly n: number;
  readonly because: string;
}

/** A closed walk through the states of one seat, the other seat holding still; the last move returns to the first state. */
export interface Cycle {
  readonly seat: Seat;
  /** [states, dim]. */
  readonly states: Batch;
  readonly control: Float64Array;
}

/** What a check may look at. */
export interface Evidence {
  readonly experiment: Experiment;
  /** The ledger may be running totals. */
  readonly forward: Run;
  /** The conjugate experiment; the ledger may be running totals. */
  readonly backward: Run;
  /** The first trajectories of `forward`, or all of them, with the ledger move by move. */
  readonly moves: Run;
  readonly cycles?: readonly Cycle[];
}

/** A law held against evidence; null where the law says nothing about this evidence. */
export type Check = (evidence: Evidence) => Verdict | null;
