import { createHash } from 'node:crypto';
import type { Digits } from '@szilard/models';
import { split } from '@szilard/models/digits';

/** The experiment of the figure; docs/theory.md 18. */
export interface Settings {
  readonly layers: readonly number[];
  readonly batches: readonly number[];
  readonly trials: number;
  readonly rate: number;
  readonly steps: number;
  /** Steps between looks at noise and accuracy. */
  readonly every: number;
  readonly window: { readonly from: number; readonly lags: number };
  readonly followedEvery: number;
}

const net = { layers: [784, 200, 200, 200, 10], batches: [1, 10, 100], rate: 0.05 } as const;
export const full: Settings = { ...net, trials: 50, steps: 2000, every: 20, window: { from: 1000, lags: 20 }, followedEvery: 5 };
export const quick: Settings = { ...net, trials: 4, steps: 160, every: 40, window: { from: 80, lags: 5 }, followedEvery: 2 };

/** Looks at full gradients in one trial: units of its progress. */
export const looksOf = ({ steps, every, window }: Settings): number =>
  Array.from({ length: steps }, (_, t) => t).filter((t) => t % every === 0 || (t >= window.from && t <= window.from + window.lags)).length;

/** Digits for all threads: rows that are trained on, then rows held back; memory is shared, not copied. */
export interface SharedDigits {
  readonly source: string;
  readonly n: number;
  /** So many rows are trained on. */
  readonly train: number;
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  /** Of inputs and labels. */
  readonly fingerprint: string;
}

/** Every fifth digit is held back. */
export function sharedDigits(digits: Digits): SharedDigits {
  const { train, test } = split(digits, 0.2);
  const inputs = new Float32Array(new SharedArrayBuffer(4 * digits.images.length));
  const labels = new Uint8Array(new SharedArrayBuffer(digits.n));
  inputs.set(train.images);
  inputs.set(test.images, train.images.length);
  labels.set(train.labels);
  labels.set(test.labels, train.n);
  const fingerprint = createHash('sha256').update(inputs).update(labels).digest('hex');
  return { source: digits.source, n: digits.n, train: train.n, inputs, labels, fingerprint };
}
