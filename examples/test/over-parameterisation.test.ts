import { make, paramsOf, randomStream, simulate } from '@szilard/core';
import { mlpClassifier, mlpModel } from '@szilard/models';
import { drawDigits } from '@szilard/models/digits';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { judged } from '../src/over-parameterisation.ts';
import { chances, energies, fluctuations, labelCapacity, labelHeat, measured, powerLaw } from '../src/over-parameterisation-measures.ts';

const rowsOf = (capacities: number, drift: number, lazy: number) =>
  [10, 100, 1000].map((width) => {
    const power = (exponent: number) => ({ value: 3 * width ** exponent, stderr: 0.1 * width ** exponent });
    return { width, parameters: width, capacities: power(capacities), drift: power(drift), lazy: power(lazy), lent: power(0) };
  });

test('expectations are met where the exponents are those of theory, and broken one by one where they are not', () => {
  expect(judged(rowsOf(1, -1, -0.5)).broken).toEqual([]);
  for (const [wrong, name] of [
    [rowsOf(0, -1, -0.5), /C_Θ\/C_X was expected to go as width\^1, but went as width\^\(.*0\.0/],
    [rowsOf(1, -0.5, -0.5), /ΔT\/T .* was expected to go as width\^-1/],
    [rowsOf(1, -1, 0), /lazy index .* was expected to go as width\^-0\.5/],
  ] as const) {
    const { broken } = judged(wrong);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatch(name);
  }
});

test('a power law is found with its error', () => {
  for (const seed of [1, 2, 3]) {
    const rng = randomStream(seed);
    const points = [10, 30, 100, 300, 1000].map((width) => {
      const value = 7 * width ** -0.5;
      return { width, value: value * (1 + 0.05 * rng.normal()), stderr: 0.05 * value };
    });
    expect(powerLaw(points)).toAgreeWith(-0.5);
  }
});

test('fluctuations are the variance between replicas, frame by frame', () => {
  const rng = randomStream(1);
  const [trajectories, steps] = [20, 40];
  // Every frame has a mean of its own, which is no fluctuation; the first ones are left out.
  const data = Float64Array.from({ length: trajectories * steps }, (_, at) => {
    const frame = at % steps;
    return frame < 5 ? 1000 * rng.normal() : 10 * frame + 3 * rng.normal();
  });
  expect(fluctuations({ trajectories, steps, dim: 1, data }, 5)).toAgreeWith(9);
});

describe('recorders', () => {
  const params = paramsOf(mlpClassifier, {
    pool: 14,
    hidden: [2],
    sources: 1,
    resampling: 'one',
    size: 16,
    batch: 16,
    replacement: false,
    probes: 10,
    initial: 0,
    steps: 3,
    ramp: 0,
  });
  const net = mlpModel(params, { digits: drawDigits(300, randomStream('digits')) });
  const bath = make(ideal);
  const run = simulate(
    { ...net.model, reservoirs: { x: bath, theta: bath } },
    { trajectories: 4000, rng: randomStream(1), record: { chance: chances(net, 10, 2), energy: energies(net, params, 2) } },
  );

  test('the heat of labels is that of the ledger, without its noise', () => {
    const heat = Float64Array.from({ length: 4000 }, (_, i) => [1, 3, 5].reduce((sum, t) => sum + run.ledger.heat[6 * i + t], 0));
    const [booked, known] = [measured(heat), measured(labelHeat(run.records.chance, 2))];
    expect(known.stderr).toBeLessThan(booked.stderr / 2);
    expect({ value: booked.value - known.value, stderr: Math.hypot(booked.stderr, known.stderr) }).toAgreeWith(0);
    expect(known.value / known.stderr).toBeGreaterThan(4);
  });

  test('energies are those that the engine books', () => {
    const [first, last] = [0, 3].map((f) => Float64Array.from({ length: 4000 }, (_, i) => run.records.energy.data[4 * i + f]));
    for (let i = 0; i < 50; i++) {
      // What Θ gained, by the ledger of its own ticks, all batches being the whole; at the start it did not see the data.
      const gained = [0, 2, 4].reduce((sum, t) => sum - run.ledger.heat[6 * i + t], 0);
      expect(last[i] - first[i]).toBeCloseTo(gained, 9);
    }
  });

  test('the heat capacity of labels is the variance of their energy', () => {
    const capacity = measured(labelCapacity(run.records.chance, 2));
    // p ln²p/(1 − p) … is largest, about 0.44, for two labels of unequal chance, and 0 for equal ones.
    expect(capacity.value).toBeGreaterThan(0);
    expect(capacity.value).toBeLessThan(0.44);
    const [p, q] = [0.8, 0.2];
    const mean = -(p * Math.log(p) + q * Math.log(q));
    const one = { trajectories: 1, steps: 1, dim: 4, data: Float64Array.of(p, q, 0.5, 0.5) };
    expect(labelCapacity(one, 2)[0]).toBeCloseTo((p * Math.log(p) ** 2 + q * Math.log(q) ** 2 - mean ** 2) / 2, 14);
  });
});
