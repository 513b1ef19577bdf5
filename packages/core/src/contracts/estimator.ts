import type { Batch } from './batch.ts';
import type { RandomStream } from './random.ts';
import type { Run } from './run.ts';

export interface Estimate {
  readonly value: number;
  /** One standard error, same unit as `value`. Never absent. */
  readonly stderr: number;
  readonly unit: 'nat' | 'energy' | 'nat/tick';
  /** Independent samples behind it. */
  readonly n: number;
  /** Id of the estimator that made it. */
  readonly method: string;
  /** The parameters it was made with. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Known reasons for distrust, e.g. "within 0.3 nat of the ln n ceiling". */
  readonly cautions: readonly string[];
}

/** Paired samples; row i of x belongs to row i of y. */
export interface PairedSamples {
  readonly x: Batch;
  readonly y: Batch;
  /** ln p(x_i|y_i) where it is known exactly; [n], nats. */
  readonly logConditional?: (x: Batch, y: Batch, out: Float64Array) => void;
}

/** What can be estimated, and from what. Open to declaration merging: a plugin may add a row. */
export interface Quantities {
  'mutual-information': PairedSamples;
  'entropy-production': Pick<Run, 'ledger' | 'boundary'>;
}

export interface Estimator<Q extends keyof Quantities> {
  estimate(input: Quantities[Q], rng: RandomStream): Estimate;
}
