import { noise } from '@szilard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainNoise } from '../src/random/noise.ts';

test('this machine runs the SIMD engine', () => expect(noise.name).toBe('wasm'));

test('SIMD and plain engines give the same bits, states included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 0xffffffff })),
      (lanes, count, words) => {
        const state = Uint32Array.from({ length: 4 * lanes }, () => words.next().value!);
        for (const kind of ['normals', 'uniforms'] as const) {
          const rows = kind === 'normals' ? 2 * count : count;
          const [a, b] = [new Float64Array(rows * lanes), new Float64Array(rows * lanes)];
          const [sa, sb] = [state.slice(), state.slice()];
          noise[kind](sa, lanes, count, a);
          plainNoise[kind](sb, lanes, count, b);
          expect(new BigUint64Array(a.buffer)).toEqual(new BigUint64Array(b.buffer));
          expect(sa).toEqual(sb);
        }
      },
    ),
  );
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
