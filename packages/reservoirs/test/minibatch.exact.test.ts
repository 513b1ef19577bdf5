import { batchOf, type Contact, make, randomStream, SzilardError } from '@szilard/core';
import { minibatch } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

/** Twelve samples; covariance [[2, 1], [1, 3]] (1 + |θ|²); learning rate over twice the reference temperature: 0.5. */
const contact = (samples = 12): Contact => ({
  state: batchOf(Float64Array.of(0, 0, 1, 0), 2),
  subsystem: {
    dim: 2,
    kernel: { step() {}, logDensity: (_from, _to, _given, out) => void out.fill(0) },
    energy: (_x, _given, out) => void out.fill(0),
    gradientNoise: {
      samples,
      temperaturePerVariance: 0.5,
      covariance(state, out) {
        for (let i = 0; i < state.n; i++) {
          const grown = 1 + state.data[2 * i] ** 2 + state.data[2 * i + 1] ** 2;
          out.set([2 * grown, grown, grown, 3 * grown], 4 * i);
        }
      },
    },
  },
});
const open = (params: Partial<typeof minibatch.defaults>, samples?: number) =>
  make(minibatch, params).open(2, randomStream(1).trajectories(0, 2), contact(samples));
const tensor = (params: Partial<typeof minibatch.defaults>, samples?: number) => {
  const out = new Float64Array(8);
  open(params, samples).temperature!(contact().state, out);
  return [...out];
};

describe('temperature tensor', () => {
  test('with replacement: (ε/2T)(Σ/|b|), anisotropic, dependent on the state', () => {
    expect(tensor({ batch: 4 })).toEqual([0.25, 0.125, 0.125, 0.375, 0.5, 0.25, 0.25, 0.75]);
  });
  test('without replacement: times (N − |b|)/(N − 1); whole batches are silent', () => {
    const factor = 8 / 11;
    const got = tensor({ batch: 4, replacement: false });
    for (const [at, full] of tensor({ batch: 4 }).entries()) expect(got[at]).toBeCloseTo(factor * full, 14);
    expect(tensor({ batch: 12, replacement: false, floor: 0.1 })).toEqual([0.1, 0, 0, 0.1, 0.1, 0, 0, 0.1]);
    expect(tensor({ batch: 4, replacement: false }, Number.POSITIVE_INFINITY)).toEqual(tensor({ batch: 4 }));
  });
  test('the floor is isotropic', () => expect(tensor({ batch: 4, floor: 0.5 }).slice(0, 4)).toEqual([0.75, 0.125, 0.125, 0.875]));
  test('a naive accountant assigns β = dim/tr T where the contact was made', () => {
    expect([...open({ batch: 4 }).beta]).toEqual([2 / 0.625, 2 / 1.25]);
  });
});

test('misuse is refused in one line', () => {
  expect(() => open({ batch: 13, replacement: false })).toThrow(
    '[minibatch] batch: expected at most N = 12 samples without replacement, got 13.',
  );
  const { gradientNoise: _none, ...plain } = contact().subsystem;
  expect(() => make(minibatch).open(2, randomStream(1), { ...contact(), subsystem: plain })).toThrow(SzilardError);
});
