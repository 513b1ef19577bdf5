import { moments, noise, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NoiseEngine, plainNoise } from '../src/random/noise.ts';

test('this machine runs the SIMD engine', () => expect(noise.name).toBe('wasm'));

test('SIMD and plain engines give the same bits, states included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 0xffffffff })),
      (lanes, count, words) => {
        const state = Uint32Array.from({ length: 4 * lanes }, () => words.next().value!);
        for (const kind of ['normals', 'fineNormals', 'uniforms'] as const) {
          const rows = kind === 'uniforms' ? count : 2 * count;
          const [a, b] = [new Float64Array(rows * lanes), new Float64Array(rows * lanes)];
          const [sa, sb] = [state.slice(), state.slice()];
          noise[kind](sa, lanes, count, a);
          plainNoise[kind](sb, lanes, count, b);
          expect(new BigUint64Array(a.buffer)).toEqual(new BigUint64Array(b.buffer));
          expect(sa).toEqual(sb);
          // Another state gives other bits: these are looked at.
          noise[kind](sa, lanes, count, a);
          expect(a).not.toEqual(b);
        }
      },
    ),
  );
});

test.each([
  [1, 1],
  [1, 1023],
  [1, 2051],
  [3, 700],
  [5, 300],
  [250, 40],
  [2050, 9],
] as const)('%i lanes, %i draws of each: the same bits from slices and in one go, in place as well', (lanes, count) => {
  const { memory, from } = noise.room!;
  for (const kind of ['normals', 'fineNormals', 'uniforms', 'exponentials'] as const) {
    const rows = kind.endsWith('ormals') ? 2 * count : count;
    const make = (engine: NoiseEngine, out: Float64Array) => {
      const state = Uint32Array.from({ length: 4 * lanes }, (_, k) => 2654435761 * (k + 1));
      engine[kind](state, lanes, count, out);
      return [new BigUint64Array(out.slice().buffer), state];
    };
    const plain = make(plainNoise, new Float64Array(rows * lanes));
    expect(make(noise, new Float64Array(rows * lanes))).toEqual(plain);
    expect(make(noise, new Float64Array(memory.buffer, from, rows * lanes))).toEqual(plain);
  }
});

test('extreme words stay finite and inside (0, 1)', () => {
  for (const w of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
    for (const v of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
      // sfc32 returns a + b + d first: these states put w into the radius and v near the angle.
      const state = Uint32Array.of(w, 0, v, 0);
      const z = new Float64Array(2);
      plainNoise.normals(state.slice(), 1, 1, z);
      expect(z.every((value) => Number.isFinite(value) && Math.abs(value) < 6.7)).toBe(true);
      const u = new Float64Array(1);
      plainNoise.uniforms(state.slice(), 1, 1, u);
      expect(u[0]).toBeGreaterThan(0);
      expect(u[0]).toBeLessThan(1);
    }
  }
});

test('fine normals: extreme words stay finite, and the tail ends at 8.6', () => {
  // sfc32 returns a + b + d first: w makes the radius, and what follows is the angle's.
  const draw = (w: number, v: number) => {
    const z = new Float64Array(2);
    plainNoise.fineNormals(Uint32Array.of(w, 0, v, 0), 1, 1, z);
    return z;
  };
  const extremes = [0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xffffffff];
  for (const w of extremes)
    for (const v of extremes) expect(draw(w, v).every((value) => Number.isFinite(value) && Math.abs(value) < 8.6)).toBe(true);
});

test('fine normals are Box-Muller of their words to the last bits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 4, maxLength: 4 }), (seed) => {
      const state = Uint32Array.from(seed);
      const z = new Float64Array(2);
      plainNoise.fineNormals(state.slice(), 1, 1, z);
      // The same four words by sfc32, written out.
      let [a, b, c, d] = state;
      const words = Array.from({ length: 4 }, () => {
        const w = (a + b + d) >>> 0;
        d = (d + 1) >>> 0;
        a = (b ^ (b >>> 9)) >>> 0;
        b = (c + (c << 3)) >>> 0;
        c = (((c << 21) | (c >>> 11)) + w) >>> 0;
        return w;
      });
      const unit = (high: number, low: number) => ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 52;
      const radius = Math.sqrt(-2 * Math.log(unit(words[0], words[1])));
      const angle = (Math.PI / 4) * (2 * unit(words[2], words[3]) - 1);
      const [k, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      const sign = (words[0] & 2) === 0 ? 1 : -1;
      const expected = (words[0] & 1) === 1 ? [s, k] : [k, s];
      // Four roundings on the way to either number: logarithm, root, angle's function, product.
      for (let j = 0; j < 2; j++) expect(Math.abs(z[j] - sign * expected[j])).toBeLessThanOrEqual(8 * 2 ** -53 * radius);
    }),
  );
});

test.each([1, 2, 3])('seed %i: streams of double quality have normal moments and other numbers, and children inherit it', (seed) => {
  const rng = randomStream(seed, { normals: 'double' }).fork('fine').trajectories(0, 1000);
  expect(rng.normals).toBe('double');
  const z = new Float64Array(200_000);
  rng.fillNormal(z);
  const power = (k: number) => {
    const { mean, stderr } = moments(z.map((v) => v ** k));
    return { value: mean, stderr };
  };
  expect(power(1)).toAgreeWith(0);
  expect(power(2)).toAgreeWith(1);
  expect(power(3)).toAgreeWith(0);
  expect(power(4)).toAgreeWith(3);
  const single = new Float64Array(1000);
  randomStream(seed).fork('fine').trajectories(0, 1000).fillNormal(single);
  expect(z.filter((_, at) => at % 200 === 0)).not.toEqual(single);
  expect(() => randomStream(1, { normals: 'triple' as never })).toThrow('[stream 1] normals: expected single or double, got triple.');
});
