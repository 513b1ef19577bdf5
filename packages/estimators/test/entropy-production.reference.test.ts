// Recorded trajectories of others: a flashing ratchet's jumps and bead-spring chains [Kim2020], with their exact entropy production.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ensemble, type EstimatorPlugin, linearMap } from '@szilard/core';
import {
  nearestNeighbourEntropyProduction,
  plugInEntropyProduction,
  spectralEntropyProduction,
  uncertaintyRelation,
  waitingTimeEntropyProduction,
} from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';
import { beadChain } from '../src/tasks/linear-series.ts';
import { estimate, task } from './entropy-production-cases.ts';

const table = (file: string): number[][] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
const percent = (value: number, truth: number) => (100 * Math.abs(value - truth)) / truth;

describeReference('neep', (path) => {
  const json = (file: string) => JSON.parse(readFileSync(join(path, file), 'utf8'));

  const exactRate = (beads: number) =>
    (json('bead_spring_exact.json') as { n: number; Tc: number; Th: number; epr_lyapunov: number }[]).find(
      ({ n, Tc, Th }) => n === beads && Tc === 1 && Th === 10,
    )!.epr_lyapunov;

  describe('flashing ratchet', () => {
    const exact = json('ratchet_exact.json') as { V: number; ep_per_step_independent: number }[];
    const truth = (height: number) => exact.find(({ V }) => V === height)!.ep_per_step_independent;
    const recorded = (height: string) => {
      const rows = table(join(path, `ratchet_V${height}_traj.csv`));
      return [0, 1].map(
        (column): Ensemble => ({ trajectories: 1, steps: rows.length, dim: 1, data: Float64Array.from(rows, (row) => row[column]) }),
      );
    };
    const [high, low] = [recorded('3.0'), recorded('1.5')];

    test.each(exact.map((one) => [one.V, one.ep_per_step_independent] as const))('height %d: the truth of our task', (height, value) => {
      expect(task('flashing-ratchet', { height }).truth).toBeCloseTo(value, 10);
    });

    test.each([
      [0, 0.4084],
      [1, 0.4058],
    ])('trajectory %i: words of two give the recorded number, and the truth to 5 %%', (column, number) => {
      const found = estimate(plugInEntropyProduction, high[column], { correction: 'none' });
      expect(Math.abs(found.value - number)).toBeLessThan(1e-4);
      expect(percent(found.value, truth(3))).toBeLessThan(5);
      expect(estimate(plugInEntropyProduction, high[column])).toAgreeWith(truth(3));
      // A reversal forgotten, or words that are cut wrong, would not come near.
      const thinned = { ...high[column], steps: 50_000, data: high[column].data.filter((_, t) => t % 2 === 0) };
      expect(Math.abs(estimate(plugInEntropyProduction, thinned, { correction: 'none' }).value - number)).toBeGreaterThan(0.1);
    });

    test('lower potential, longer words, all transitions', () => {
      for (const series of low) {
        expect(estimate(plugInEntropyProduction, series)).toAgreeWith(truth(1.5));
        expect(estimate(plugInEntropyProduction, series, { word: 3 })).toAgreeWith(truth(1.5));
        expect(estimate(waitingTimeEntropyProduction, series)).toAgreeWith(truth(1.5));
      }
    });

    test('positions alone: more with longer words, up to what a trained recurrent network found, far below the truth', () => {
      const network = 0.0278;
      for (const series of low) {
        const seen = { ...series, data: series.data.map((state) => state % 3) };
        const [two, four, six] = [2, 4, 6].map((word) => estimate(plugInEntropyProduction, seen, { word }));
        expect(two.value).toBeLessThan(0.001);
        expect(four.value).toBeGreaterThan(two.value + 4 * four.stderr);
        expect(six.value).toBeGreaterThan(four.value + 2 * six.stderr);
        expect(six.value).toBeLessThan(network);
        expect(network).toBeLessThan(truth(1.5));
        expect(six.details!.perStep).toBeLessThan(six.value);
      }
    });

    test('a few transitions seen: below the truth, the more so the fewer', () => {
      for (const series of high) {
        const one = estimate(waitingTimeEntropyProduction, series, { edges: [[0, 1]] });
        const three = estimate(waitingTimeEntropyProduction, series, {
          edges: [
            [0, 1],
            [1, 2],
            [0, 2],
          ],
        });
        expect(one.value).toBeGreaterThan(4 * one.stderr);
        expect(one.value).toBeLessThan(three.value);
        expect(three.value).toBeLessThan(truth(3));
      }
    });
  });

  describe('two beads between baths at 1 and 10', () => {
    const beads = 2;
    const rate = exactRate(beads);
    const rows = table(join(path, 'bead_spring_n2_Tc1_Th10_dt0.01.csv'));
    const series = { trajectories: 20, steps: rows.length / 20, dim: beads, data: Float64Array.from(rows.flatMap((row) => row.slice(1))) };
    // The steps are Euler's, whose own entropy production is a little off the rate times dt.
    const dt = 0.01;
    const { drift, diffusion } = beadChain(Array.from({ length: beads }, (_, k) => 1 + (9 * k) / (beads - 1)));
    const map = drift.map((row, i) => row.map((v, j) => (i === j ? 1 : 0) - dt * v));
    const truth = linearMap({ map, noise: diffusion.map((row) => row.map((v) => 2 * dt * v)) }).entropyProductionPerStep;

    test('steps of 0.01 produce what theory says, to 2 %', () => expect(percent(truth, rate * dt)).toBeLessThan(2));

    test.each([2, 5])('%i beads: the exact step of our task has the recorded rate', (count) => {
      const { truth: step } = task('linear-chain', { beads: count, interval: 1e-4 });
      expect(percent(step, exactRate(count) * 1e-4)).toBeLessThan(0.1);
    });

    test('spectra find it, linear currents bound it tightly', () => {
      const spectral = estimate(spectralEntropyProduction, series);
      expect(spectral).toAgreeWith(truth);
      expect(spectral.stderr).toBeLessThan(0.2 * truth);
      const bound = estimate(uncertaintyRelation, series, { currents: 'linear' });
      expect(bound.value - truth).toBeLessThan(4 * bound.stderr);
      expect(bound.value).toBeGreaterThan(0.6 * truth);
      const displacements = estimate(uncertaintyRelation, series);
      expect(displacements.value, 'nothing drifts away').toBeLessThan(0.1 * truth);
    });

    test('turned over, the same number', () => {
      const data = new Float64Array(series.data.length);
      for (let i = 0; i < 20; i++)
        for (let t = 0; t < series.steps; t++)
          for (let k = 0; k < beads; k++)
            data[(i * series.steps + t) * beads + k] = series.data[(i * series.steps + series.steps - 1 - t) * beads + k];
      expect(estimate(spectralEntropyProduction, { ...series, data }).value).toBeCloseTo(
        estimate(spectralEntropyProduction, series).value,
        2,
      );
    });

    test('nearest neighbours see it, biased towards 0', () => {
      const found = estimate(nearestNeighbourEntropyProduction as EstimatorPlugin, series, { k: 20 });
      expect(found.value).toBeGreaterThan(3 * found.stderr);
      expect(found.value).toBeLessThan(truth + 4 * found.stderr);
    });
  });
});
