// Activations in single precision against double: value and slope, from the smallest numbers to where nothing bends any more.
import { describe, expect, test } from 'vitest';
import { soften, squash } from '../../src/ppm/network/bends.ts';

const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const bends = {
  softplus: { bend: soften, value: softplus, slope: (z: number) => 1 / (1 + Math.exp(-z)) },
  tanh: { bend: squash, value: Math.tanh, slope: (z: number) => Math.cosh(z) ** -2 },
};
const both = (bend: typeof soften, z: readonly number[]) => {
  const [values, slopes] = [Float32Array.from(z), new Float32Array(z.length)];
  bend(values, slopes);
  return { values, slopes };
};
/** Of single precision: 2^−23, the distance from 1 to the next. */
const STEP = 2 ** -23;

describe.each(Object.entries(bends))('%s', (_, { bend, value, slope }) => {
  test('to five steps of single precision, relative, wherever it is above the smallest normal number', () => {
    const z: number[] = [];
    for (let at = -40; at <= 40; at += 0.0137) z.push(Math.fround(at));
    for (let power = -30; power < 0; power++) z.push(2 ** power, -(2 ** power));
    const { values, slopes } = both(bend, z);
    for (const [k, at] of z.entries()) {
      expect(Math.abs(values[k] / value(at) - 1), `value at ${at}`).toBeLessThan(5 * STEP);
      // e^−u by a u that is itself rounded: its relative error grows with u.
      expect(Math.abs(slopes[k] / slope(at) - 1), `slope at ${at}`).toBeLessThan((5 + 2 * Math.abs(at)) * STEP);
    }
  });

  test('far out it is what it tends to, and what is no number stays none', () => {
    const z = [100, 1e30, Number.POSITIVE_INFINITY, -100, -1e30, Number.NEGATIVE_INFINITY];
    const { values, slopes } = both(bend, z);
    const hyperbolic = bend === squash;
    expect([...values]).toEqual(hyperbolic ? [1, 1, 1, -1, -1, -1] : [100, Math.fround(1e30), Number.POSITIVE_INFINITY, 0, 0, 0]);
    expect([...slopes]).toEqual(hyperbolic ? [0, 0, 0, 0, 0, 0] : [1, 1, 1, 0, 0, 0]);
    const broken = both(bend, [Number.NaN]);
    expect([broken.values[0], broken.slopes[0]]).toEqual([Number.NaN, Number.NaN]);
  });
});
