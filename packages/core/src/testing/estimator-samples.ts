import type { RandomStream } from '../contracts/random.ts';
import { numberSamples } from './estimator-samples-numbers.ts';
import { symbolSamples } from './estimator-samples-symbols.ts';

/** Input of a quantity whose value is known. */
export interface KnownSamples {
  readonly input: any;
  readonly truth: number;
  /** An input like it whose truth is 0: the dependence is broken. Absent: there is none to break. */
  readonly unrelated?: any;
}

/** About n independent samples; each a function of the stream alone. */
export type SamplesOf = (n: number, rng: RandomStream) => KnownSamples;

/**
 * Inputs of the core's quantities, with their truths in closed form; nats. `numbers`: normal laws, for estimators of continuous
 * variables; `symbols`: a few values each, for estimators that take rows for symbols. Undefined for quantities of other packages.
 */
export const samplesOf = (quantity: string, kind: 'numbers' | 'symbols'): SamplesOf | undefined =>
  (kind === 'symbols' ? symbolSamples[quantity] : undefined) ?? numberSamples[quantity];
