import type { Domain } from '@szilard/core';
import type { Irreversibility } from './irreversibility.ts';

/** What every estimator from frequencies of words can be told. */
export interface WordParams {
  /** Added to both counts in ln(n_w/n_w̃). 0: a word whose reverse was never seen makes the number infinite. */
  smoothing: number;
  /** `second-order`: what chance alone puts there is taken off, so that reversible series straddle 0. */
  correction: 'none' | 'second-order';
  /** Pieces of time that the error is made of; 0: thirty or more whole trajectories, else √rows pieces. */
  blocks: number;
}

export const wordDomain: { readonly [K in keyof WordParams]: Domain } = {
  smoothing: { atLeast: 0 },
  correction: { oneOf: ['none', 'second-order'] },
  blocks: { integer: true, atLeast: 0 },
};

/** The value as asked for, its error, and what is to be said about words that came rarely. */
export function wordAnswer(
  { smoothing, correction }: WordParams,
  found: Irreversibility,
  { n, what }: { readonly n: number; readonly what: string },
): { value: number; stderr: number; details: Record<string, number>; cautions: string[] } {
  const { bias, stderr, unseen, unseenRows } = found;
  const value = correction === 'none' || found.value === Number.POSITIVE_INFINITY ? found.value : found.value - bias;
  const cautions: string[] = [];
  if (unseen > 0 && smoothing === 0) {
    cautions.push(
      `infinite: ${unseen} ${what}, ${unseenRows} of ${n} rows, were never seen reversed: moves that cannot be undone, or too few data; see parameter smoothing`,
    );
  } else if (unseen > 0) {
    cautions.push(
      `${unseen} ${what}, ${unseenRows} of ${n} rows, were never seen reversed: counted with ${smoothing} added, which is too little or too much`,
    );
  } else if (bias > 3 * stderr) {
    const done = correction === 'none' ? 'is still in it: see parameter correction' : 'was taken off to second order only';
    cautions.push(`undersampled: a bias of about ${bias.toPrecision(2)} ${done}`);
  }
  if (stderr === 0)
    cautions.push(`no ${what} that differ from their reverse: an error of 0 says that, and not how far the number is right`);
  if (n < 100) cautions.push(`only ${n} ${what}`);
  return { value, stderr, details: { uncorrected: found.value, bias, unseen }, cautions };
}
