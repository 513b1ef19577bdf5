import { SzilardError } from '@szilard/core';
import { type Digits, SIDE, split } from '../digits/digits.ts';
import type { Labelled } from './classifier.ts';

export interface FeatureOptions {
  /** Side of the squares of pixels that become one number. */
  readonly pool: number;
  /** Digits 0 … classes − 1 are kept. */
  readonly classes: number;
  /** Share of the digits held back for testing. */
  readonly testShare: number;
}

/** Digits as a classifier sees them: pooled pixels less their mean over the training digits. */
export function digitFeatures(
  where: string,
  digits: Digits,
  { pool, classes, testShare }: FeatureOptions,
): { readonly train: Labelled; readonly test: Labelled } {
  const halves = split(digits, testShare);
  const [train, test] = [pooled(where, halves.train, pool, classes), pooled(where, halves.test, pool, classes)];
  const { inputs } = train;
  const mean = new Float64Array(inputs);
  for (let at = 0; at < train.features.length; at++) mean[at % inputs] += train.features[at] / train.n;
  for (const { features } of [train, test]) for (let at = 0; at < features.length; at++) features[at] -= mean[at % inputs];
  return { train, test };
}

function pooled(where: string, { n, images, labels }: Digits, pool: number, classes: number): Labelled {
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] < classes);
  if (kept.length === 0)
    throw new SzilardError(
      'input',
      `[${where}] expected digits below ${classes}, got none among the ${n} of one half. Give more digits, or move testShare towards one half.`,
    );
  const wide = SIDE / pool;
  const features = new Float64Array(kept.length * wide * wide);
  for (const [at, i] of kept.entries()) {
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const cell = Math.floor(Math.floor(pixel / SIDE) / pool) * wide + Math.floor((pixel % SIDE) / pool);
      features[at * wide * wide + cell] += images[i * SIDE * SIDE + pixel] / (pool * pool);
    }
  }
  return { n: kept.length, inputs: wide * wide, features, labels: Uint8Array.from(kept, (i) => labels[i]) };
}
