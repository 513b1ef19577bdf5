import { batch, make, randomStream, type Subsystem, SzilardError } from '@szilard/core';
import { gradient } from '@szilard/reservoirs';
import { expect, test } from 'vitest';

const subsystem = (dim: number): Subsystem => ({
  dim,
  kernel: { step() {}, logDensity: (_from, _to, _given, out) => void out.fill(0) },
  energy: (_x, _given, out) => void out.fill(0),
});
const open = (dim: number, place?: { first: number; of: number }) =>
  make(gradient, { from: 5, to: 1 }).open(2, randomStream(1), {
    subsystem: subsystem(dim),
    state: batch(2, dim),
    ...(place ? { place } : {}),
  });

test('one seat: a bath for every component, temperatures in equal steps, ΔS_R = q/T_k', () => {
  const bath = open(3);
  const gain = new Float64Array(2);
  for (const [k, temperature] of [5, 3, 1].entries()) {
    const part = bath.part!(k);
    expect(Array.from(part.beta)).toEqual([1 / temperature, 1 / temperature]);
    part.entropyGain(Float64Array.of(2, -1), gain);
    expect(Array.from(gain)).toEqual([2 / temperature, -1 / temperature]);
    expect(part.additive).toBe(true);
    expect(part.part).toBeUndefined();
  }
});

test('as a whole: a diagonal temperature tensor, and one naive β = dim / Σ T', () => {
  const bath = open(3);
  const tensor = new Float64Array(18);
  bath.temperature!(batch(2, 3), tensor.fill(7));
  expect(Array.from(tensor.subarray(9))).toEqual([5, 0, 0, 0, 3, 0, 0, 0, 1]);
  expect(bath.beta[0]).toBe(1 / 3);
});

test('two seats: their components are numbered through, x first', () => {
  expect(open(1, { first: 0, of: 2 }).beta[0]).toBe(1 / 5);
  expect(open(1, { first: 1, of: 2 }).beta[0]).toBe(1);
  const theta = open(2, { first: 1, of: 3 });
  expect([theta.part!(0).beta[0], theta.part!(1).beta[0]]).toEqual([1 / 3, 1]);
  // One component has no parts and no tensor: it is in a naive bath.
  expect(open(1, { first: 1, of: 2 }).part).toBeUndefined();
  expect(open(1).beta[0]).toBe(1 / 5);
  expect(open(0, { first: 2, of: 2 }).additive).toBe(true);
});

test('a component that is not there is refused', () => {
  for (const component of [3, -1, Number.NaN]) {
    expect(() => open(3).part!(component)).toThrow(SzilardError);
    expect(() => open(3).part!(component)).toThrow(`[gradient] expected a component from 0 to 2, got ${component}`);
  }
});
