import {
  type Boundary,
  type Experiment,
  entropyProduction,
  localDetailedBalance,
  make,
  moments,
  type Run,
  randomStream,
  simulate,
  type Tick,
} from '@szilard/core';
import { jointGaussianBoundary, langevinChain, quarticChain, still } from '@szilard/models';
import { gradient, ideal } from '@szilard/reservoirs';
import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { chainBy } from '../src/langevin/chain-by.ts';
import { type BeadMove, linearMove, quarticMove } from '../src/langevin/chain-moves.ts';
import { chainRoom } from '../src/langevin/chain-room.ts';

const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
const bath = make(gradient, { from: 2, to: 0.5 });
const tick = (...control: number[]): Tick => ({ mover: 'x', control: Float64Array.from(control) });
const sweeps = (beads: number, count: number, lambda = 0) => Array.from({ length: beads * count }, (_, t) => tick(t % beads, lambda));
const at0: Boundary = { control: Float64Array.of(0, 0), sample: () => {}, logDensity: (_x, _theta, out) => void out.fill(0) };
const experiment = (x: Experiment['subsystems']['x'], ticks: readonly Tick[]): Experiment => {
  const law = x.dim > 100 ? at0 : jointGaussianBoundary({ covariance: Matrix.eye(x.dim, x.dim, 0.3), control: ticks[0].control });
  return { subsystems: { x, theta: still }, ticks, start: law, end: law, reservoirs: { x: bath, theta: make(ideal) } };
};
const plainly = (e: Experiment): Experiment => {
  const { fuse: _fuse, ...x } = e.subsystems.x;
  return { ...e, subsystems: { ...e.subsystems, x } };
};
const go = (e: Experiment, trajectories = 40, more = {}): Run =>
  simulate(e, { trajectories, rng: randomStream(3), ledger: 'totals', ...more });
const near = (slow: Run, fast: Run) => {
  for (const column of columns)
    for (let at = 0; at < slow.ledger[column].length; at++) {
      const [a, b] = [slow.ledger[column][at], fast.ledger[column][at]];
      expect(Math.abs(a - b) / Math.max(1, Math.abs(a)), `${column} ${at}: ${a} beside ${b}`).toBeLessThan(1e-12);
    }
  for (let at = 0; at < slow.x.data.length; at++) expect(fast.x.data[at]).toBeCloseTo(slow.x.data[at], 12);
};
const bits = ({ ledger, x, energy }: Run) => [...columns.map((column) => ledger[column]), x.data, energy.end].map((all) => Array.from(all));

const chains = {
  springs: { bond: { quadratic: 1.2 } },
  'no bonds at all': { bond: { quadratic: 0 }, site: { quadratic: 1 } },
  'double wells': { bond: { quadratic: 1 }, site: { quadratic: -1, quartic: 1 } },
  'anharmonic springs': { bond: { quadratic: 1, quartic: 0.5 } },
  'anharmonic springs and wells': { bond: { quadratic: 0.5, quartic: 0.5 }, site: { quadratic: -0.5, quartic: 1 } },
} as const;

test.each(Object.entries(chains))(
  '%s book in one pass what the plain contract does, and what plain functions do',
  (_name, { bond, ...rest }) => {
    const [beads, dt] = [4, 0.02];
    const { quadratic: k, quartic: c = 0 } = bond as { quadratic: number; quartic?: number };
    const { quadratic: a, quartic: b = 0 } = (rest as { site?: { quadratic: number; quartic?: number } }).site ?? { quadratic: 0 };
    const own = langevinChain({
      beads,
      dt,
      bond: (left, right) => (k / 2) * (right - left) ** 2 + (c / 4) * (right - left) ** 4,
      site: (x, lambda) => (a / 2) * x ** 2 + (b / 4) * x ** 4 - lambda * x,
      force: (left, x, right, lambda) =>
        k * (left + right - 2 * x) + c * ((right - x) ** 3 - (x - left) ** 3) - a * x - b * x ** 3 + lambda,
    });
    for (const ticks of [sweeps(beads, 20), sweeps(beads, 20, 0.7), Array.from({ length: 80 }, (_, t) => tick(t % beads, t / 40))]) {
      const e = experiment(quarticChain({ beads, dt, bond, ...rest }), ticks);
      const fast = go(e);
      near(go(plainly(e)), fast);
      near(go(experiment(own, ticks)), fast);
    }
  },
);

const moves: Record<string, (p: { k: number; c: number; a: number; b: number; dt: number }) => BeadMove> = {
  linear: ({ k, dt }) => linearMove({ stiffness: k, decay: 1 - 2 * k * dt, variance: 2 * dt, pushed: true }),
  sites: ({ k, a, b, dt }) => quarticMove({ k, c: 0, a, b, dt }),
  bonds: quarticMove,
};
test.each(Object.entries(moves))('%s: SIMD has the bits of its specification', (_name, moveOf) => {
  const { lanes } = chainRoom()!;
  expect(lanes).toBeGreaterThan(70);
  const some = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({
        beads: fc.integer({ min: 1, max: 9 }),
        trajectories: fc.integer({ min: 1, max: 70 }),
        lambda: fc.oneof(fc.constant(0), some(-2, 2)),
        p: fc.record({ k: some(0.1, 3), c: some(0.1, 1), a: some(-1, 2), b: some(0, 1), dt: some(1e-4, 0.02) }),
        order: fc.array(fc.nat(), { minLength: 40, maxLength: 120 }),
      }),
      ({ beads, trajectories, lambda, p, order }) => {
        const { kernel: _kernel, ...text } = moveOf(p);
        const options = { beads, dt: p.dt, bond: () => 0, site: () => 0, force: () => 0 };
        const ticks = order.map((at) => tick(at % beads, lambda));
        const run = (move: BeadMove) => go(experiment(chainBy(options, move), ticks), trajectories);
        expect(bits(run(moveOf(p)))).toEqual(bits(run(text)));
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});

test.each(Object.entries(chains))('%s have the same bits in any block, with and without a look in between', (_name, energies) => {
  const e = experiment(quarticChain({ beads: 5, dt: 0.01, ...energies }), sweeps(5, 12, 0.3));
  const whole = bits(go(e, 1100));
  for (const block of [33, 1100]) expect(bits(go(e, 1100, { block }))).toEqual(whole);
  const observe = { every: 26, dim: 5, observe: () => {} };
  expect(bits(go(e, 1100, { record: { observe } }))).toEqual(whole);
});

test('a long chain has room, and one that is too long runs without: the same numbers as its first beads alone', () => {
  const { most } = chainRoom()!;
  const runOf = (beads: number) => {
    const ticks = Array.from({ length: 4 * (most + 4) }, (_, t) => tick(t % 3));
    const e = experiment(quarticChain({ beads, dt: 0.01, ...chains['double wells'] }), ticks);
    return go({ ...e, start: at0, end: at0, reservoirs: { x: make(ideal), theta: make(ideal) } }, 3);
  };
  const [short, long, over] = [runOf(4), runOf(most), runOf(most + 1)];
  for (const run of [long, over]) {
    for (const column of columns) expect(Array.from(run.ledger[column])).toEqual(Array.from(short.ledger[column]));
    expect(run.x.data[run.x.dim + 1]).toBe(short.x.data[5]);
  }
});

test('springs miss local detailed balance by a part k dt, wells by what shrinks with dt', () => {
  const miss = (dt: number, energies: Omit<Parameters<typeof quarticChain>[0], 'beads' | 'dt'>) =>
    Math.abs(
      localDetailedBalance(go(experiment(quarticChain({ beads: 4, dt, ...energies }), sweeps(4, 10)), 200, { ledger: 'moves' }))
        .statistic[0],
    );
  expect(miss(0.02, chains.springs)).toBeCloseTo(1.2 * 0.02, 10);
  expect(miss(0.001, chains['double wells'])).toBeLessThan(0.1 * miss(0.03, chains['double wells']));
});

test.each([1, 2, 3])('the integral fluctuation theorem holds in a chain of wells between two baths, seed %i', (seed) => {
  const e = experiment(quarticChain({ beads: 3, dt: 0.02, ...chains['double wells'] }), sweeps(3, 15));
  const sigma = entropyProduction(simulate(e, { trajectories: 20_000, rng: randomStream(seed), ledger: 'totals' }));
  const { mean: value, stderr } = moments(sigma.map((s) => Math.exp(-s)));
  expect({ value, stderr }).toAgreeWith(1);
  expect(moments(sigma).mean).toBeGreaterThan(0.05);
});

test('refuses coefficients that are no numbers', () =>
  expect(() => quarticChain({ beads: 3, dt: 0.1, bond: { quadratic: Number.NaN } })).toThrow(
    /\[quartic chain\] bond: expected finite numbers, got quadratic NaN and quartic 0/,
  ));
