import { type Experiment, type Reservoir, type Run, randomStream, recordState, type Subsystem, simulate, type Tick } from '@szilard/core';
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
/** The same, of which the text does not tell all: it is asked and not compiled. */
const [height, place] = [2, 1];
const askedWell = langevin({
  energy: (x, lambda) => height * (x * x - place) * (x * x - place) - lambda * x,
  force: (x, lambda) => -4 * height * x * (x * x - place) + lambda,
  dt: 0.01,
});
/** The same, told by its coefficients. */
const polynomialWell = langevin({ polynomial: (lambda) => [2, -lambda, -4, 0, 2], dt: 0.01 });
/** Its degree comes and goes with λ, and it moves about. */
const changing = langevin({
  polynomial(lambda) {
    const s = Math.sin(lambda);
    return [0.3 * s, 0.1, 1 + 0.2 * s * s, s > 0.5 ? 0.1 * s : 0, s > 0 ? 0.3 * s : 0];
  },
  centre: (lambda) => (Math.sin(lambda) < -0.5 ? 0.2 : 0.1 * Math.sin(lambda)),
  dt: 0.01,
});
const driven = langevin({ polynomial: () => [0, 0, 0.7], centre: (lambda) => lambda, dt: 0.02 });
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
      ['functions that are asked', askedWell, (t: number) => tick(lambda(t))],
      ['a polynomial', polynomialWell, (t: number) => tick(lambda(t))],
      ['a polynomial of many shapes', changing, (t: number) => tick(lambda(t))],
      ['a trap under Euler-Maruyama', driven, (t: number) => tick(lambda(t))],
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

test.each([
  ['functions', well],
  ['a polynomial', polynomialWell],
])('a control that stands still does no work, to the last bit: %s', (_kind, x) => {
  const { work } = go(
    experiment(
      x,
      Array.from({ length: 100 }, () => tick(0)),
    ),
    'totals',
  ).ledger;
  const { work: first } = go(experiment(x, [tick(0)]), 'totals').ledger;
  expect(Array.from(work)).toEqual(Array.from(first));
});

for (const [protocol, lambda] of Object.entries(protocols))
  test(`functions have the same bits whether they can be compiled or not: a protocol ${protocol}`, () => {
    const ticks = Array.from({ length: 90 }, (_, t) => tick(lambda(t)));
    const [compiled, asked] = [well, askedWell].map((x) => go(experiment(x, ticks), 'totals', 60));
    for (const column of columns) expect(asked.ledger[column]).toEqual(compiled.ledger[column]);
    expect(asked.x.data).toEqual(compiled.x.data);
  });

for (const [name, beta] of Object.entries(baths))
  test.each([
    ['functions that are asked', askedWell, (t: number) => tick(protocols['that moves now and then'](t))],
    ['functions', well, (t: number) => tick(protocols['that moves now and then'](t))],
    ['a polynomial', polynomialWell, (t: number) => tick(protocols['that moves'](t))],
    ['a polynomial of many shapes', changing, (t: number) => tick(protocols['that moves now and then'](t))],
    ['exact steps in a trap', trap, (t: number) => tick(0.1 * t, 1 + (t % 3))],
  ] as const)(`piled-up moves have the same bits in any block: %s, ${name}`, (_kind, x, at) => {
    const e = experiment(
      x,
      Array.from({ length: 90 }, (_, t) => at(t)),
      beta,
    );
    // The largest is more than the SIMD kernels have room for.
    const run = (block: number) => simulate(e, { trajectories: 1100, rng: randomStream(2), ledger: 'totals', block });
    const whole = run(1100);
    for (const block of name === 'one β' ? [250, 7, 1] : [250, 10]) {
      const cut = run(block);
      for (const column of columns) expect(cut.ledger[column], `${column}, blocks of ${block}`).toEqual(whole.ledger[column]);
      expect(cut.x.data).toEqual(whole.x.data);
    }
  });

test.each([
  ['functions', well],
  ['a polynomial', polynomialWell],
])('a trajectory has the same bits whether the others share its β or not: %s', (_kind, x) => {
  const ticks = Array.from({ length: 90 }, (_, t) => tick(protocols['that moves'](t)));
  const [alike, each] = ['one β', 'a β for each'].map((name) => go(experiment(x, ticks, baths[name]), 'totals', 60));
  for (const column of columns)
    expect(each.ledger[column].filter((_, i) => i % 10 === 8)).toEqual(alike.ledger[column].filter((_, i) => i % 10 === 8));
  expect(each.x.data).not.toEqual(alike.x.data);
});

test.each([
  ['functions', well],
  ['functions that are asked', askedWell],
  ['a polynomial', polynomialWell],
  ['a polynomial of many shapes', changing],
])('whoever looks on the way changes no bit: %s', (_kind, x) => {
  const e = experiment(
    x,
    Array.from({ length: 61 }, (_, t) => tick(protocols['that moves now and then'](t))),
  );
  const run = (every?: number) =>
    simulate(e, {
      ...{ trajectories: 60, rng: randomStream(1), ledger: 'totals' },
      ...(every ? { record: { x: recordState('x', 1, every) } } : {}),
    });
  const unseen = run();
  const seen = [1, 3, 20].map((every) => ({ every, ...run(every) }));
  for (const { ledger, x: end, every, records } of seen) {
    for (const column of columns) expect(ledger[column], column).toEqual(unseen.ledger[column]);
    expect(end.data).toEqual(unseen.x.data);
    const { steps, data } = seen[0].records.x;
    for (let i = 0; i < 60; i++)
      for (let frame = 0; frame < records.x.steps; frame++)
        expect(records.x.data[i * records.x.steps + frame]).toBe(data[i * steps + every * frame]);
  }
});

test('a polynomial of too many coefficients, or of none, is refused', () => {
  const refused = (polynomial: readonly number[]) => () =>
    go(experiment(langevin({ polynomial: () => polynomial, dt: 0.01 }), [tick(0)]), 'totals');
  expect(refused([0, 1, 2, 3, 4, 5])).toThrow(/^\[langevin\] polynomial: expected one to five coefficients c0 … c4, got 6\. /);
  expect(refused([])).toThrow(/got 0/);
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
  'a polynomial without a floor': langevin({ polynomial: (lambda) => [0, 0.1 * lambda, 1, -2, -3], dt: 0.05 }),
  'a polynomial that is no number': langevin({ polynomial: (lambda) => [0, 0, lambda > 0.3 ? Number.NaN : 1], dt: 0.05 }),
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
      expect(said).toMatch(
        /^\[simulate\] (tick \d+ of 200|before the first tick), trajectory \d+, seat x: expected a finite state and energy/,
      );
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
