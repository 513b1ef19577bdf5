import { randomStream } from '@szilard/core';
import { describe, expect, test } from 'vitest';
import { symmetryPoints } from '../src/plots/symmetry.ts';

/** σ ~ N(m, 2m), forward and reversed alike: the Gaussian for which P(σ)/P(−σ) = e^σ exactly. */
function gaussian(seed: number, label: string, n: number, mean = 1): Float64Array {
  const draws = new Float64Array(n);
  randomStream(String(seed)).fork(label).fillNormal(draws);
  return draws.map((z) => mean + Math.sqrt(2 * mean) * z);
}

const off = ({ sigma, value, stderr }: { sigma: number; value: number; stderr: number }) => (value - sigma) / stderr;

describe.each([1, 2, 3])('a Gaussian that obeys the law, seed %i', (seed) => {
  const [forward, backward] = [gaussian(seed, 'forward', 20_000), gaussian(seed, 'backward', 7_000)];

  test.each([1, 3, 24])('lies on the line of slope one in %i bins, unequal counts', (bins) => {
    const points = symmetryPoints(forward, backward, { bins });
    expect(points.length).toBeGreaterThan(0.6 * bins);
    for (const { sigma, ...estimate } of points) expect(estimate).toAgreeWith(sigma);
  });

  test('σ × 1.3 leaves the line', () => {
    const scaled = symmetryPoints(
      forward.map((s) => 1.3 * s),
      backward.map((s) => 1.3 * s),
    );
    expect(Math.max(...scaled.map((point) => Math.abs(off(point))))).toBeGreaterThan(6);
  });

  test('σ − 0.3 leaves the line', () => {
    const shifted = symmetryPoints(
      forward.map((s) => s - 0.3),
      backward.map((s) => s - 0.3),
    );
    expect(Math.max(...shifted.map((point) => Math.abs(off(point))))).toBeGreaterThan(4);
  });
});

test('the error bars are neither too long nor too short', () => {
  const squares = Array.from({ length: 40 }, (_, i) => symmetryPoints(gaussian(i + 1, 'a', 4000), gaussian(i + 1, 'b', 4000), { bins: 10 }))
    .flat()
    .map((point) => off(point) ** 2);
  // Mean of χ²(1) is 1, its variance 2.
  expect({ value: squares.reduce((a, b) => a + b, 0) / squares.length, stderr: Math.sqrt(2 / squares.length) }).toAgreeWith(1);
});

const repeat = (counts: readonly (readonly [value: number, times: number])[]) =>
  Float64Array.from(counts.flatMap(([value, times]) => Array<number>(times).fill(value)));

test('two atoms: values, places and binomial errors in closed form', () => {
  const points = symmetryPoints(repeat([[1, 700], [-1, 300]]), repeat([[1, 400], [-1, 100]])); // biome-ignore format: counts
  expect(points).toHaveLength(2);
  expect(points[0].sigma).toBeCloseTo(-1, 12);
  expect(points[0].value).toBeCloseTo(Math.log(0.3 / 0.8), 12);
  expect(points[1].sigma).toBeCloseTo(1, 12);
  expect(points[1].value).toBeCloseTo(Math.log(0.7 / 0.2), 12);
});

test('at the law itself an atom has the binomial error', () => {
  // 731 : 269 is e : 1 to three digits.
  const atoms = repeat([[1, 731], [-1, 269]]); // biome-ignore format: counts
  const [, { stderr }] = symmetryPoints(atoms, atoms);
  expect(stderr).toBeCloseTo(Math.sqrt(0.269 / 731 + 0.731 / 269), 3);
});

test('σ = 0 everywhere is one exact point on the line', () => {
  const points = symmetryPoints(new Float64Array(500), new Float64Array(300));
  expect(points).toHaveLength(1);
  for (const rest of Object.values(points[0])) expect(rest).toBeCloseTo(0, 12);
});

test('infinite σ take their share of the probability', () => {
  const finite = gaussian(1, 'forward', 5000);
  const backward = gaussian(1, 'backward', 5000);
  const half = Float64Array.from([...finite, ...new Float64Array(5000).fill(Number.POSITIVE_INFINITY)]);
  const [plain, halved] = [symmetryPoints(finite, backward), symmetryPoints(half, backward)];
  expect(halved).toHaveLength(plain.length);
  for (const [i, { value }] of halved.entries()) expect(value).toBeCloseTo(plain[i].value - Math.log(2), 12);
});

test.each([
  ['NaN in one trajectory', Float64Array.from([Number.NaN, ...new Float64Array(50)]), new Float64Array(50)],
  ['no overlap', gaussian(1, 'a', 500).map((s) => s + 60), gaussian(1, 'b', 500).map((s) => s + 60)],
  ['only infinite values', new Float64Array(50).fill(Number.POSITIVE_INFINITY), new Float64Array(50).fill(Number.POSITIVE_INFINITY)],
  ['a handful of trajectories', gaussian(1, 'a', 5), gaussian(1, 'b', 5)],
])('nothing honest to show: %s', (_why, forward, backward) => expect(symmetryPoints(forward, backward)).toEqual([]));
