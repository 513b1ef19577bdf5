import { moments } from '@szilard/core';
import { expect, test } from 'vitest';
import { figureFindings } from '../src/figure-4-1/findings.ts';
import { quick } from '../src/figure-4-1/settings.ts';
import type { Summary } from '../src/figure-4-1/summary.ts';

/** Six trials of a batch size whose accuracies lie around a mean, so far apart. */
function summary(batch: number, mean: number, apart: number): Summary {
  const around = (middle: number, spread: number) => moments([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5].map((k) => middle + spread * k));
  const noise = around(1 / batch, 0.01 / batch);
  return {
    batch,
    trials: new Array(6).fill({}),
    steps: [quick.window.from],
    accuracy: [around(mean, apart)],
    variance: [moments(new Array(6).fill(1 / batch))],
    sampled: [noise],
    drawnOverFormula: around(1, 0.01),
    largest: 1,
    autocorrelation: { largest: 0.01, bound: 0.1, effectiveDimension: 100 } as Summary['autocorrelation'],
  };
}
const broken = (...accuracies: [mean: number, apart: number][]) =>
  figureFindings(
    accuracies.map(([mean, apart], k) => summary(10 ** k, mean, apart)),
    quick,
  ).broken.map((text) => text.split(',')[0]);

test('accuracies that spread more with the larger batch break the figure, once something has been learned', () => {
  const grew = ['Var(accuracy) was expected to decrease from |b| = 1 to 10'];
  expect(broken([0.8, 0.1], [0.9, 0.001])).toEqual([]);
  expect(broken([0.8, 0.001], [0.9, 0.1])).toEqual(grew);
  expect(broken([0.8, 0.1], [0.9, 0.1])).toEqual([]);
  // One in ten: nobody has learned anything, and all guess alike.
  expect(broken([0.1, 0.001], [0.4, 0.1])).toEqual([]);
});
