import { type Experiment, type Reservoir, type Run, randomStream, type Subsystem, simulate, type Tick } from '@szilard/core';
import { expect, test } from 'vitest';
import { gaussianBoundary, langevin, still } from '../src/index.ts';
import { fusedOrnsteinUhlenbeck, ornsteinUhlenbeck, trapEnergy } from '../src/langevin/trap.ts';

const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
const tick = (...control: number[]): Tick => ({ mover: 'x', control: Float64Array.from(control) });

/** A naive bath whose trajectories have a β each, by place among all: the same for any block. */
const bath = (betaOf: (i: number) => number): Reservoir => ({
  open(n) {
    const beta = Float64Array.from({ length: n }, (_, i) => betaOf(i));
    return {
      beta,
      additive: true,
      entropyGain(heat, out) {
        for (let i = 0; i < n; i++) out[i] = beta[i] * heat[i];
      },
      absorb() {},
    };
  },
});

const experiment = (x: Subsystem, ticks: readonly Tick[], beta: (i: number) => number = () => 1): Experiment => ({
  subsystems: { x, theta: still },
  ticks,
  start: gaussianBoundary(0.3, 0.5, ticks[0].control),
  end: gaussianBoundary(0.3, 0.5, ticks[ticks.length - 1].control),
  reservoirs: { x: bath(beta), theta: bath(() => 1) },
});

const plainly = (e: Experiment): Experiment => {
  const { fuse: _fuse, ...x } = e.subsystems.x;
  return { ...e, subsystems: { x, theta: still } };
};

const go = (e: Experiment, ledger: 'moves' | 'totals', block?: number): Run =>
  simulate(e, { trajectories: 60, rng: randomStream(1), ledger, ...(block ? { block } : {}) });

const well = langevin({
  energy: (x, lambda) => 2 * (x * x - 1) * (x * x - 1) - lambda * x,
  force: (x, lambda) => -8 * x * (x * x - 1) + lambda,
  dt: 0.01,
});
const trap: Subsystem = { dim: 1, kernel: ornsteinUhlenbeck(0.05), energy: trapEnergy, fuse: fusedOrnsteinUhlenbeck(0.05) };

const protocols: Record<string, (t: number) => number> = {
  'that moves': (t) => Math.sin(t / 7),
  'that stands still': () => 0.4,
  'that moves now and then': (t) => Math.floor(t / 5) % 3,
  'that moves every other tick': (t) => Math.floor(t / 2),
};
const baths: Record<string, (i: number) => number> = { 'one β': () => 1.3, 'a β for each': (i) => 0.5 + (i % 10) / 10 };

for (const [protocol, lambda] of Object.entries(protocols))
  for (const [name, beta] of Object.entries(baths))
    test.each([
      ['Euler-Maruyama', well, (t: number) => tick(lambda(t))],
      ['exact steps in a trap', trap, (t: number) => tick(0.2 * lambda(t), 1 + 0.1 * lambda(t + 1))],
    ] as const)(`piled-up moves book what single ones do: %s, a protocol ${protocol}, ${name}`, (_kind, x, at) => {
      const e = experiment(
        x,
        Array.from({ length: 150 }, (_, t) => at(t)),
        beta,
      );
      const [slow, fast] = [go(plainly(e), 'totals', 60), go(e, 'totals', 60)];
      for (const column of columns)
        for (let i = 0; i < 60; i++) {
          const scale = Math.max(1, Math.abs(slow.ledger[column][i]));
          expect(Math.abs(fast.ledger[column][i] - slow.ledger[column][i]) / scale, `${column} of trajectory ${i}`).toBeLessThan(1e-12);
        }
      for (let i = 0; i < 60; i++) expect(fast.x.data[i]).toBeCloseTo(slow.x.data[i], 12);
    });

test('a control that stands still does no work, to the last bit', () => {
  const { work } = go(
    experiment(
      well,
      Array.from({ length: 100 }, () => tick(0)),
    ),
    'totals',
  ).ledger;
  const { work: first } = go(experiment(well, [tick(0)]), 'totals').ledger;
  expect(Array.from(work)).toEqual(Array.from(first));
});

test('piled-up moves have the same bits in any block', () => {
  const e = experiment(
    well,
    Array.from({ length: 90 }, (_, t) => tick(protocols['that moves now and then'](t))),
  );
  const [whole, small] = [go(e, 'totals', 60), go(e, 'totals', 10)];
  for (const column of columns) expect(Array.from(small.ledger[column])).toEqual(Array.from(whole.ledger[column]));
});

/** What a run ends with. */
const fault = (e: Experiment, ledger: 'moves' | 'totals', block?: number): string => {
  try {
    go(e, ledger, block);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

const faulty: Record<string, Subsystem> = {
  // Both leave the numbers for good.
  'a force that throws x out': langevin({
    energy: (x) => x * x * x * x,
    force: (x) => (Math.abs(x) > 2 ? 1e300 * x * x * x : 0),
    dt: 0.05,
  }),
  'a force that is no number': langevin({ energy: (x) => x * x, force: (x) => (x > 2 ? Number.NaN : 0), dt: 0.05 }),
  // These come back: nothing shows at the end of the run.
  'an energy that is no number on the way': langevin({
    energy: (x) => (x > 4 ? Number.NaN : x),
    force: (x) => -40 * (x > 3.8 ? x : 0),
    dt: 0.05,
  }),
  'an energy that is infinite on the way': langevin({
    energy: (x) => (x > 4 ? Number.POSITIVE_INFINITY : x),
    force: (x) => -40 * (x > 3.8 ? x : 0),
    dt: 0.05,
  }),
};
for (const [name, x] of Object.entries(faulty))
  for (const [protocol, lambda] of Object.entries(protocols))
    test(`names tick and trajectory of ${name} as the plain contract does, with a protocol ${protocol}`, () => {
      const e = experiment(
        x,
        Array.from({ length: 200 }, (_, t) => tick(lambda(t))),
      );
      const said = fault(plainly(e), 'moves');
      expect(said).toMatch(/^\[simulate\] tick \d+ of 200, trajectory \d+, seat x: expected a finite state and energy/);
      for (const ledger of ['moves', 'totals'] as const) expect(fault(e, ledger), ledger).toBe(said);
      expect(fault(e, 'totals', 7)).toBe(fault(plainly(e), 'moves', 7));
    });

test('names the move, not what somebody else makes of its numbers', () => {
  const e = experiment(
    faulty['a force that is no number'],
    Array.from({ length: 200 }, () => tick(0)),
  );
  const fussy: Reservoir = {
    open: (n, rng, contact) => {
      const open = e.reservoirs.x.open(n, rng, contact);
      return {
        ...open,
        entropyGain(heat, out) {
          if (heat.some(Number.isNaN)) throw new Error('a bath that cannot stand NaN');
          open.entropyGain(heat, out);
        },
      };
    },
  };
  expect(fault({ ...e, reservoirs: { ...e.reservoirs, x: fussy } }, 'totals')).toBe(fault(plainly(e), 'totals'));
});

test('two movers that take turns hear of each other: same books, and the same fault', () => {
  const turns = (theta: Subsystem): Experiment => {
    const ticks = Array.from(
      { length: 160 },
      (_, t): Tick => ({ mover: t % 3 === 2 ? 'theta' : 'x', control: Float64Array.of(Math.floor(t / 8)) }),
    );
    return { ...experiment(well, ticks), subsystems: { x: well, theta } };
  };
  const bare = ({ fuse: _fuse, ...rest }: Subsystem): Subsystem => rest;
  const slowly = (e: Experiment): Experiment => ({ ...e, subsystems: { x: bare(e.subsystems.x), theta: bare(e.subsystems.theta) } });
  const [slow, fast] = [go(slowly(turns(well)), 'totals'), go(turns(well), 'totals')];
  for (const column of columns)
    for (let i = 0; i < 60; i++) {
      const scale = Math.max(1, Math.abs(slow.ledger[column][i]));
      expect(Math.abs(fast.ledger[column][i] - slow.ledger[column][i]) / scale, `${column} of trajectory ${i}`).toBeLessThan(1e-12);
    }
  const broken = turns(faulty['an energy that is no number on the way']);
  expect(fault(slowly(broken), 'totals')).toMatch(/tick \d+ of 160, trajectory \d+, seat theta/);
  expect(fault(broken, 'totals')).toBe(fault(slowly(broken), 'totals'));
});
