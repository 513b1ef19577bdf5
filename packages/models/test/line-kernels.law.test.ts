import { randomStream } from '@szilard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LineRoom, plainRoom, wasmRoom } from '../src/langevin/line-room.ts';
import { firstRow, KIND, KINDS, nextRow, ROW, SETTING, SPREAD } from '../src/langevin/line-row.ts';

const number = fc.oneof(fc.constantFrom(0, 1, -0.5), fc.double({ min: -2, max: 2, noNaN: true }));
/** Centre, spread, energy, drift: of a linear, a cubic or an odd kind. */
const setting = fc
  .tuple(
    fc.constantFrom(2, 3, 4),
    fc.array(number, { minLength: SETTING, maxLength: SETTING }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([shape, numbers, spread]) => {
    const s = Float64Array.from(numbers, (x) => 0.1 * x);
    s[SPREAD] = spread;
    if (shape === 2) for (const k of [5, 6, 9, 10]) s[k] = 0;
    if (shape === 3) s[9] = 0;
    return s;
  });

/** Moves the same states by the same rows and draws. */
function run(room: LineRoom, n: number, settings: readonly Float64Array[]): Float64Array[] {
  const count = settings.length;
  randomStream(1)
    .trajectories(0, n)
    .fillNormalRows(room.draws.subarray(0, count * n));
  for (const [k, s] of settings.entries()) {
    const row = room.ticks.subarray(ROW * k, ROW * (k + 1));
    if (k === 0) firstRow(s, row);
    else nextRow(settings[k - 1], s, row);
  }
  for (let i = 0; i < n; i++) [room.x[i], room.push[i], room.flow[i], room.ratio[i]] = [Math.sin(i), 0.1 * Math.cos(i), 0, 0];
  for (let k = 0; k < count; k++) room.tick(k, k);
  return [room.x, room.push, room.flow, room.ratio].map((column) => column.slice());
}

test('the SIMD kernels give the bits of plain TypeScript, for any number of trajectories', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.array(setting, { minLength: 1, maxLength: 8 }), fc.nat(7), (n, some, still) => {
      // A control that stands still now and then, and one of which the constant force alone moves.
      const settings = some.flatMap((s, k) =>
        k === still % some.length ? [s, s, s.map((v, at) => (at === 3 || at === 7 ? v + 0.1 : v))] : [s],
      );
      const [plain, simd] = [plainRoom(n, new Float64Array(n).fill(1)), wasmRoom(n)!];
      expect(run(simd, n, settings)).toEqual(run(plain, n, settings));
      for (let k = 0; k < settings.length; k++) kinds.add(KINDS[plain.ticks[ROW * k + KIND]]);
    }),
    { seed: 1, numRuns: 300 },
  );
  expect([...kinds].sort()).toEqual([...KINDS].sort());
});

test('the twins would differ if one of them rounded otherwise', () => {
  const s = new Float64Array(SETTING);
  [s[SPREAD], s[8]] = [0.3, -0.1];
  const n = 64;
  const [plain, simd] = [
    run(plainRoom(n, new Float64Array(n).fill(1)), n, [s, s]),
    run(wasmRoom(n)!, n, [s, s.map((v, at) => (at === 8 ? v * (1 + 2 ** -52) : v))]),
  ];
  expect(simd).not.toEqual(plain);
});
