import { type Experiment, make, randomStream, simulate } from '@szilard/core';
import { tiltedRing } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ringDrift, ringNumbers } from '../src/langevin/ring-plain.ts';
import { plainRingRoom, type RingRoom, wasmRingRoom } from '../src/langevin/ring-room.ts';

/** Moves the same states by the same draws. */
function run(room: RingRoom, n: number, numbers: Float64Array, ticks: number): Float64Array[] {
  room.numbers.set(numbers);
  randomStream(1)
    .trajectories(0, n)
    .fillNormalRows(room.draws.subarray(0, ticks * n));
  for (let i = 0; i < n; i++) {
    room.x[i] = (1.7 * i) % (2 * Math.PI);
    room.push[i] = ringDrift(room.x[i], numbers);
    [room.way[i], room.ratio[i]] = [0, 0];
  }
  for (let t = 0; t < ticks; t++) room.tick(t);
  return [room.x, room.push, room.way, room.ratio].map((column) => column.slice());
}
const ones = (n: number) => new Float64Array(n).fill(1);

test('the SIMD kernel gives the bits of plain TypeScript, slow and so fast that it goes round many times a tick', () => {
  const finite = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 16 }),
      fc.double({ min: 1e-3, max: 50, noNaN: true }),
      finite(100),
      finite(100),
      (n, ticks, spread, lift, drive) => {
        const numbers = ringNumbers(spread, lift, drive, 0.1);
        expect(run(wasmRingRoom(n)!, n, numbers, ticks)).toEqual(run(plainRingRoom(n, ones(n)), n, numbers, ticks));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
  const other = ringNumbers(0.3, 1, 0.5 * (1 + 2 ** -52), 0.1);
  expect(run(wasmRingRoom(8)!, 8, other, 4)).not.toEqual(run(plainRingRoom(8, ones(8)), 8, ringNumbers(0.3, 1, 0.5, 0.1), 4));
});

test('its sine is that of the language to 1e-15, at the ends and quarters too', () => {
  const numbers = ringNumbers(1, 1, 0, 1);
  const places = [0, 0.5, 1, 1.5].map((q) => q * Math.PI);
  for (let k = 0; k < 20_000; k++) places.push((2 * Math.PI * k) / 20_000);
  for (const x of places) expect(Math.abs(ringDrift(x, numbers) - Math.sin(x))).toBeLessThan(1e-15);
});

const bath = make(ideal);
const experiment = (params = {}): Experiment => ({
  ...make(tiltedRing, { ticks: 37, ...params }),
  reservoirs: { x: bath, theta: bath },
});
/** Without its pass: the plain contract. */
const plain = (of: Experiment): Experiment => {
  const { fuse: _, ...x } = of.subsystems.x;
  return { ...of, subsystems: { ...of.subsystems, x } };
};
const totals = (of: Experiment, block?: number) =>
  simulate(of, { trajectories: 300, rng: randomStream(1), ledger: 'totals', ...(block ? { block } : {}) });

test('the pass books what the plain contract books, and the same bits in any block', () => {
  const [fused, slow] = [totals(experiment()), totals(plain(experiment()))];
  for (const column of ['work', 'heat', 'logRatio', 'bathEntropy'] as const)
    for (let i = 0; i < 300; i++) expect(Math.abs(fused.ledger[column][i] - slow.ledger[column][i])).toBeLessThan(1e-11);
  for (let i = 0; i < 300; i++) expect(Math.abs(fused.x.data[i] - slow.x.data[i])).toBeLessThan(1e-11);
  for (const block of [1, 7, 256, 1100]) expect(totals(experiment(), block)).toEqual(fused);
  const wrong = totals(experiment({ force: 0.7001 }));
  expect(Math.abs(wrong.ledger.work[0] - slow.ledger.work[0])).toBeGreaterThan(1e-6);
});

test('what leaves the numbers is named, by the pass as by the plain contract', () => {
  const wild = experiment({ dt: 1e308, force: 20 });
  const told = (of: Experiment) => {
    try {
      totals(of);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };
  expect(told(plain(wild))).toMatch(/expected a finite state and energy/);
  expect(told(wild)).toBe(told(plain(wild)));
});
