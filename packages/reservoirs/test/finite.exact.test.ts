import { batchOf, type Contact, make, moments, randomStream } from '@szilard/core';
import { finite } from '@szilard/reservoirs';
import { expect, test } from 'vitest';

const contact: Contact = {
  state: batchOf(new Float64Array(1)),
  subsystem: {
    dim: 1,
    kernel: { step() {}, logDensity: (_from, _to, _given, out) => void out.fill(0) },
    energy: (_x, _given, out) => void out.fill(0),
  },
};
const open = (n: number, seed: number, params: Partial<typeof finite.defaults>) =>
  make(finite, params).open(n, randomStream(seed).fork('bath').trajectories(0, n), contact);

test.each([1, 2, 3])('seed %i: prepared canonically, E ~ Gamma(C + 1, 1/β)', (seed) => {
  const [n, beta, capacity] = [20_000, 2, 3.5];
  const bath = open(n, seed, { beta, capacity });
  const energy = bath.beta.map((now) => capacity / now);
  const { mean, stderr } = moments(energy);
  expect({ value: mean, stderr }).toAgreeWith((capacity + 1) / beta);
  const { mean: inverse, stderr: error } = moments(bath.beta);
  expect({ value: inverse, stderr: error }).toAgreeWith(beta); // ⟨C/E⟩ = β: a canonical bath feels like β on average
});

test('its density is normalised: ⟨q(E)/p(E)⟩ = 1 for a narrower Gamma law q', () => {
  const [n, capacity] = [40_000, 4];
  const bath = open(n, 1, { capacity });
  const own = new Float64Array(n);
  bath.logDensity!(own);
  // q = Gamma(8, 2/3): ln q = 7 ln E − 3E/2 + 8 ln(3/2) − ln 7!
  const weight = own.map((lnP, i) => {
    const e = capacity / bath.beta[i];
    return Math.exp(7 * Math.log(e) - 1.5 * e + 8 * Math.log(1.5) - Math.log(5040) - lnP);
  });
  const { mean, stderr } = moments(weight);
  expect({ value: mean, stderr }).toAgreeWith(1);
});

test('more heat than it has cannot be taken out', () => {
  const bath = open(1, 1, { capacity: 3 });
  const out = new Float64Array(1);
  bath.entropyGain(Float64Array.of(-1e6), out);
  expect(out[0]).toBe(Number.NEGATIVE_INFINITY);
  const energy = 3 / bath.beta[0];
  bath.entropyGain(Float64Array.of(energy), out);
  expect(out[0]).toBeCloseTo(3 * Math.log(2), 12);
});

test('a large bath is nearly ideal', () => {
  const bath = open(1, 1, { capacity: 1e8 });
  const out = new Float64Array(1);
  bath.entropyGain(Float64Array.of(2), out);
  expect(out[0] / (2 * bath.beta[0])).toBeCloseTo(1, 7);
});
