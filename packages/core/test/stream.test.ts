import { moments, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('streams', () => {
  test('a fork does not care how much its parent drew', () => {
    const [a, b] = [randomStream(1), randomStream(1)];
    for (let i = 0; i < 1000; i++) b.normal();
    expect(b.fork('x').normal()).toBe(a.fork('x').normal());
  });

  test('numbers belong to (seed, path, trajectory), whatever the split', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 39 }), fc.integer({ min: 1, max: 3 }), (n, cut, dim) => {
        const at = Math.min(cut, n - 1);
        const draw = (first: number, count: number) => {
          const rng = randomStream(3).fork('x').trajectories(first, count);
          const out = new Float64Array(2 * count * dim);
          rng.fillNormal(out.subarray(0, count * dim));
          rng.fillUniform(out.subarray(count * dim));
          return out;
        };
        const whole = draw(0, n);
        const part = draw(at, n - at);
        expect(part.subarray(0, (n - at) * dim)).toEqual(whole.subarray(at * dim, n * dim));
        expect(part.subarray((n - at) * dim)).toEqual(whole.subarray((n + at) * dim));
        expect(randomStream(3).fork('x').trajectories(0, n).lane(at).normal()).toBe(
          randomStream(3).fork('x').trajectories(at, 1).lane(0).normal(),
        );
      }),
    );
  });

  test('however many are asked for at once, a lane gives the same normals', () => {
    const ask = fc.record({ rows: fc.boolean(), k: fc.integer({ min: 0, max: 21 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(ask, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('single' as const, 'double' as const),
        (lanes, asked, normals) => {
          const stream = () => {
            const root = randomStream(1, { normals });
            return lanes === 1 ? root : root.trajectories(3, lanes);
          };
          const [rng, slow] = [stream(), stream()];
          const single = new Float64Array(lanes);
          for (const { rows, k } of asked) {
            const out = new Float64Array(k * lanes);
            rng[rows ? 'fillNormalRows' : 'fillNormal'](out);
            for (let draw = 0; draw < k; draw++) {
              slow.fillNormal(single);
              expect(out.filter((_, at) => (rows ? Math.floor(at / lanes) : at % k) === draw)).toEqual(single);
            }
          }
          const again = stream();
          again.restore(rng.state());
          const next = [rng, slow, again].map((one) => {
            const out = new Float64Array(lanes);
            one.fillNormal(out);
            return out;
          });
          expect(next).toEqual([next[0], next[0], next[0]]);
        },
      ),
    );
  });

  test('a saved state gives the same draws again, ragged lanes included', () => {
    const rng = randomStream(2).fork('a').trajectories(5, 6);
    const draw = () => {
      const out = new Float64Array(30);
      rng.fillNormal(out.subarray(0, 18));
      rng.fillUniform(out.subarray(18));
      return [...out, rng.lane(2).uniform(), rng.lane(4).normal()];
    };
    draw();
    const saved = rng.state();
    const once = draw();
    rng.restore(saved);
    expect(draw()).toEqual(once);
  });

  test('misuse is refused in one line', () => {
    const lanes = randomStream(1).trajectories(0, 4);
    expect(() => lanes.normal()).toThrow(/has 4 lanes/);
    expect(() => lanes.fillNormal(new Float64Array(6))).toThrow(/multiple of 4 lanes/);
    expect(() => lanes.lane(4)).toThrow(/lane from 0 to 3/);
    expect(() => lanes.restore(new Uint32Array(3))).toThrow(/saved state/);
  });

  test.each([1, 2, 3])('seed %i: moments and tails of a million draws', (seed) => {
    const z = new Float64Array(1_000_000);
    randomStream(seed).trajectories(0, 1000).fillNormal(z);
    const u = new Float64Array(1_000_000);
    randomStream(seed).trajectories(0, 1000).fillUniform(u);
    const n = z.length;
    const within = (value: number, truth: number, stderr: number) => expect(Math.abs(value - truth) / stderr).toBeLessThan(4);
    within(moments(z).mean, 0, 1 / Math.sqrt(n));
    within(moments(z).variance, 1, Math.sqrt(2 / n));
    within(moments(z.map((v) => v ** 3)).mean, 0, Math.sqrt(15 / n));
    within(moments(z.map((v) => v ** 4)).mean, 3, Math.sqrt(96 / n));
    const tail = 2.0 * 3.167124183311998e-5; // P(|Z| > 4)
    within(z.filter((v) => Math.abs(v) > 4).length / n, tail, Math.sqrt(tail / n));
    within(moments(u).mean, 0.5, Math.sqrt(1 / 12 / n));
    within(moments(u.map((v) => (v - 0.5) ** 2)).mean, 1 / 12, Math.sqrt(1 / 180 / n));
  });

  test('neighbouring trajectories and labels are uncorrelated', () => {
    const [n, k] = [256, 400];
    const z = new Float64Array(n * k);
    randomStream(1).fork('x').trajectories(0, n).fillNormal(z);
    let worst = 0;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) {
        let r = 0;
        for (let t = 0; t < k; t++) r += z[a * k + t] * z[b * k + t];
        worst = Math.max(worst, Math.abs(r) / Math.sqrt(k));
      }
    }
    // 32 640 pairs: the largest of so many |z| is expected near 4.2; 6 has probability below 1e-4.
    expect(worst).toBeLessThan(6);
  });
});
