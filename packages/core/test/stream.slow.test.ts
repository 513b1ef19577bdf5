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

test('256 bits of 256 streams with neighbouring labels are linearly independent over GF(2)', () => {
  // A random square matrix has rank n with probability 0.289, n − 1 with 0.578, below n − 3 with less than 10⁻⁵.
  const n = 256;
  const rows = Array.from({ length: n }, (_, i) => {
    const u = new Float64Array(n / 16);
    randomStream('1').fork(`run-42/stream-${i}`).fillUniform(u);
    return Array.from(u, (value) => BigInt(Math.floor(value * 65536))).reduce((bits, part) => (bits << 16n) | part, 0n);
  });
  let rank = 0;
  for (let bit = 1n << BigInt(n - 1); bit > 0n; bit >>= 1n) {
    const at = rows.findIndex((row, i) => i >= rank && (row & bit) !== 0n);
    if (at < 0) continue;
    [rows[rank], rows[at]] = [rows[at], rows[rank]];
    for (let i = 0; i < n; i++) if (i !== rank && (rows[i] & bit) !== 0n) rows[i] ^= rows[rank];
    rank++;
  }
  expect(rank).toBeGreaterThanOrEqual(n - 3);
});

test('1024 streams dealt out in turn: pairs of successive draws fill the square evenly', () => {
  const [streams, draws, cells] = [1024, 1024, 64];
  const u = Array.from({ length: streams }, (_, i) => {
    const out = new Float64Array(draws);
    randomStream('1').fork(`run-42/stream-${i}`).fillUniform(out);
    return out;
  });
  const counts = new Float64Array(cells * cells);
  // Draw t of stream i, then draw t of stream i + 1: neighbours in the interleaved sequence, no draw used twice.
  for (let t = 0; t < draws; t++)
    for (let i = 0; i < streams; i += 2) counts[Math.floor(cells * u[i][t]) * cells + Math.floor(cells * u[i + 1][t])]++;
  const expected = (streams * draws) / 2 / cells ** 2;
  const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = cells ** 2 - 1;
  expect({ value: chi2, stderr: Math.sqrt(2 * freedom) }).toAgreeWith(freedom);
});
