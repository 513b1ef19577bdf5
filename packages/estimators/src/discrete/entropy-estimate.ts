import type { Batch, Estimate } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { type AlphabetParams, alphabetOf } from './alphabet.ts';
import { type Counts, countsOf, occurrences } from './counts.ts';
import type { EntropyOf } from './entropy-of.ts';
import { entropyError } from './influence.ts';
import { symbolsOf } from './symbols.ts';

/** What an entropy estimator makes of its counts. */
export interface Answer {
  readonly value: number;
  readonly stderr: number;
  readonly details?: Readonly<Record<string, number>>;
  readonly cautions?: readonly string[];
}

/** Border, counts and cautions that all entropies of symbols share. */
export function entropyEstimate(
  id: string,
  params: Partial<AlphabetParams> & object,
  x: Batch,
  answer: (counts: Counts, alphabet: number) => Answer,
): Estimate {
  checkSamples(id, { x });
  const counts = countsOf(occurrences(symbolsOf(x)));
  const { n, seen, singles } = counts;
  const given = (params.alphabet ?? 0) > 0;
  const alphabet = alphabetOf(id, { alphabet: params.alphabet ?? 0 }, counts);
  const { value, stderr, details, cautions = [] } = answer(counts, alphabet);
  return {
    value,
    stderr,
    unit: 'nat',
    n,
    method: id,
    params: { ...params },
    details: { seen, singles, ...details },
    cautions: [...cautions, ...sampling(counts, 'alphabet' in params && !given)],
  };
}

/** An entropy whose error is the jackknife's, of itself or of a smoother one with the same first order. */
export const jackknifed = (
  id: string,
  params: Partial<AlphabetParams> & object,
  x: Batch,
  entropyOf: EntropyOf,
  errorOf: EntropyOf = entropyOf,
  more: (counts: Counts, stderr: number) => readonly string[] = () => [],
): Estimate =>
  entropyEstimate(id, params, x, (counts, alphabet) => {
    const stderr = entropyError(counts, alphabet, errorOf);
    return { value: entropyOf(counts, alphabet), stderr, cautions: [...more(counts, stderr), ...evenCautions(counts)] };
  });

/**
 * A word where all symbols may be as frequent, by χ² up to two of its deviations: first-order influences are then made by chance, and the
 * jackknife counts that chance twice [docs/theory.md 13].
 */
export function evenCautions({ n, seen, sizes, times }: Counts): string[] {
  if (seen < 2 || seen === n) return [];
  const expected = n / seen;
  const square = sizes.reduce((sum, size, j) => sum + (times[j] * (size - expected) ** 2) / expected, 0);
  if (square > seen - 1 + 2 * Math.sqrt(2 * (seen - 1))) return [];
  return ['no symbol stands out beyond chance: where all are as frequent the error bar is too wide'];
}

/** A word where what is missing for symbols seen too seldom is no longer small beside the error: (K − 1)/(2n) [Harris1975]. */
export function shortCautions({ n, seen }: Counts, stderr: number): string[] {
  const short = (seen - 1) / (2 * n);
  return short > 0.5 * stderr ? [`biased downwards by about ${short.toPrecision(2)} nat, which the error does not cover`] : [];
}

/** A posterior's error, infinite where the alphabet is only what was seen and nothing was seen twice. */
export const posteriorError = (variance: number, { n, seen }: Counts, { alphabet }: AlphabetParams): number =>
  seen === n && alphabet === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(variance);

/** The mass of what was never seen is near singles/n [Good1953]. */
function sampling({ n, seen, singles }: Counts, assumed: boolean): string[] {
  const cautions: string[] = [];
  if (seen === 1) cautions.push('one symbol only: what else there may be does not show, in the error neither');
  else if (seen === n) cautions.push(`no symbol came twice in ${n} rows: these data bound the entropy from below at best`);
  else if (singles / n > 0.05) {
    const unseen = `about ${((100 * singles) / n).toFixed(0)} % of the law is unseen`;
    cautions.push(`undersampled: ${singles} of ${n} rows hold symbols seen once, so ${unseen}; the error does not cover that`);
  }
  if (assumed && singles > 0 && seen > 1) cautions.push(`alphabet taken to be the ${seen} symbols seen: see parameter alphabet`);
  if (n < 30) cautions.push(`only ${n} samples`);
  return cautions;
}
