// Nightly: streams that differ in one character of their label, and tails of many draws.
import { moments, normalCdf, randomStream } from '@szilard/core';
import { expect, test } from 'vitest';

test('4096 labelled streams: no pair is correlated, neither at equal draws nor one draw apart', () => {
  const [n, k] = [4096, 256];
  const z = new Float64Array(n * k);
  for (let i = 0; i < n; i++)
    randomStream('1')
      .fork(`run-42/stream-${i}`)
      .fillNormal(z.subarray(i * k, (i + 1) * k));
  let worst = 0;
  let square = 0;
  let pairs = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      for (const shift of [0, 1]) {
        let r = 0;
        for (let t = 0; t + shift < k; t++) r += z[a * k + t] * z[b * k + t + shift];
        const score = r / Math.sqrt(k - shift);
        worst = Math.max(worst, Math.abs(score));
        square += score * score;
        pairs++;
      }
    }
  }
  // 1.7e7 scores: the largest of so many normals is near 5.4; products of normals have wider tails.
  expect(worst).toBeLessThan(8);
  expect({ value: square / pairs, stderr: Math.sqrt((2 + 6 / k) / pairs) }).toAgreeWith(1);
}, 600_000);

test.each([1, 2, 3])(
  'seed %i: 2·10⁸ normals have the moments and tails of normals',
  (seed) => {
    const lanes = 1024;
    const rng = randomStream(seed).fork('tails').trajectories(0, lanes);
    const draws = new Float64Array(lanes);
    const rounds = Math.floor(2e8 / lanes);
    const beyond = [3, 4, 5, 5.5];
    const counts = beyond.map(() => 0);
    const means = new Float64Array(rounds);
    const fourths = new Float64Array(rounds);
    for (let round = 0; round < rounds; round++) {
      rng.fillNormal(draws);
      let [sum, fourth] = [0, 0];
      for (let i = 0; i < lanes; i++) {
        const v = draws[i];
        const size = Math.abs(v);
        sum += v;
        fourth += v * v * v * v;
        if (size > 3) for (let b = 0; b < beyond.length; b++) if (size > beyond[b]) counts[b]++;
      }
      means[round] = sum / lanes;
      fourths[round] = fourth / lanes;
    }
    expect({ value: moments(means).mean, stderr: moments(means).stderr }).toAgreeWith(0);
    expect({ value: moments(fourths).mean, stderr: moments(fourths).stderr }).toAgreeWith(3);
    beyond.forEach((limit, b) => {
      const expected = 2 * normalCdf(-limit) * rounds * lanes;
      expect({ value: counts[b], stderr: Math.sqrt(expected) }).toAgreeWith(expected);
    });
  },
  600_000,
);
