import {
  type Boundary,
  batchOf,
  type Experiment,
  type Kernel,
  type Landscape,
  localDetailedBalance,
  make,
  type Reservoir,
  type Run,
  randomStream,
  reverse,
  simulate,
  type Tick,
} from '@szilard/core';
import { landscapeConformance } from '@szilard/core/testing';
import {
  baoabKernel,
  boltzmann,
  ghmcKernel,
  line,
  malaKernel,
  metropolisKernel,
  metropolisTrap,
  ovrvoKernel,
  splitting,
  still,
  subsystemOf,
  underdamped,
  underdampedTrap,
  withMomenta,
} from '@szilard/models';
import { describe, expect, test } from 'vitest';

const columns = ['work', 'heat', 'bathEntropy', 'logRatio'] as const;
const well = line({
  energy: (x, lambda) => 2 * (x * x - 1) * (x * x - 1) - lambda * x,
  gradient: (x, lambda) => 8 * x * (x * x - 1) - lambda,
});
const on = (kernel: (landscape: Landscape) => Kernel, positions = well) => subsystemOf(positions, kernel);
const withMomentum = (kernel: (landscape: Landscape) => Kernel, positions = well) =>
  subsystemOf(underdamped(positions, { mass: 1.7 }), kernel);
const moves = {
  'MALA, small steps': on(make(malaKernel, { dt: 0.01 })),
  'MALA, large steps': on(make(malaKernel, { dt: 0.2 })),
  'a random walk': on(make(metropolisKernel, { stride: 0.6 })),
  BAOAB: withMomentum(make(baoabKernel, { dt: 0.05 })),
  OVRVO: withMomentum(make(ovrvoKernel, { dt: 0.05 })),
  'flights first': withMomentum(splitting({ order: 'A B O B A', dt: 0.05, friction: 2 })),
  'two flights, two draws': withMomentum(splitting({ order: 'O R V R O', dt: 0.05, friction: 2 })),
  'no palindrome': withMomentum(splitting({ order: 'V R O', dt: 0.05, friction: 2 })),
};
const protocols: Record<string, (t: number) => number[]> = {
  'that moves': (t) => [Math.sin(t / 7)],
  'that stands still': () => [0.4],
  'that moves now and then': (t) => [Math.floor(t / 5) % 3],
  'that there is none': () => [],
};

/** A naive bath whose trajectories have a β each, by place among all: the same for any block. */
const bath = (betaOf: (i: number) => number): Reservoir => ({
  open(n) {
    const beta = Float64Array.from({ length: n }, (_, i) => betaOf(i));
    const entropyGain = (heat: Float64Array, out: Float64Array) => {
      for (let i = 0; i < n; i++) out[i] = beta[i] * heat[i];
    };
    return { beta, additive: true, entropyGain, absorb() {} };
  },
});
const baths: Record<string, (i: number) => number> = { 'one β': () => 1.3, 'a β for each': (i) => 0.5 + (i % 10) / 10 };
const rest = boltzmann((x) => 2 * (x * x - 1) * (x * x - 1), 1, Float64Array.of(0));
const experiment = (x: Experiment['subsystems']['x'], controls: number[][], beta: (i: number) => number = () => 1): Experiment => {
  const law: Boundary = x.dim === 1 ? rest : withMomenta(rest, { masses: Float64Array.of(1.7), beta: 1 });
  const ticks = controls.map((control): Tick => ({ mover: 'x', control: Float64Array.from(control) }));
  return { subsystems: { x, theta: still }, ticks, start: law, end: law, reservoirs: { x: bath(beta), theta: bath(() => 1) } };
};
const plainly = (e: Experiment): Experiment => {
  const { fuse, ...x } = e.subsystems.x;
  expect(fuse, 'a fused pass').toBeDefined();
  return { ...e, subsystems: { ...e.subsystems, x } };
};
const go = (e: Experiment, ledger: 'moves' | 'totals', block = 60): Run =>
  simulate(e, { trajectories: 60, rng: randomStream(1), ledger, block });
const near = (slow: Run, fast: Run) => {
  const worst = (name: string, a: Float64Array, b: Float64Array) => {
    const far = a.reduce((at, v, i) => (gap(a[at], b[at]) >= gap(v, b[i]) ? at : i), 0);
    expect(gap(a[far], b[far]), `${name} ${far}: ${a[far]} beside ${b[far]}`).toBeLessThan(1e-12);
  };
  for (const column of columns) worst(column, slow.ledger[column], fast.ledger[column]);
  worst('state', slow.x.data, fast.x.data);
};
/** NaN counts as far. */
const gap = (a: number, b: number): number => {
  const far = Math.abs(a - b) / Math.max(1, Math.abs(a));
  return Number.isNaN(far) ? Number.POSITIVE_INFINITY : far;
};

describe.each(Object.entries(moves))('%s', (_name, x) => {
  for (const [protocol, controls] of Object.entries(protocols))
    test.each(Object.entries(baths))(`books in one pass what the plain contract does: a protocol ${protocol}, %s`, (_bath, beta) => {
      const e = experiment(
        x,
        Array.from({ length: 90 }, (_, t) => controls(t)),
        beta,
      );
      for (const ledger of ['moves', 'totals'] as const) near(go(plainly(e), ledger), go(e, ledger));
    });

  test('has the same bits in any block, and where somebody looks on the way', () => {
    const e = experiment(
      x,
      Array.from({ length: 75 }, (_, t) => protocols['that moves now and then'](t)),
    );
    const bits = ({ ledger, x: { data } }: Run) => [...columns.map((column) => Array.from(ledger[column])), Array.from(data)];
    expect(bits(go(e, 'totals', 7))).toEqual(bits(go(e, 'totals')));
    const observe = { every: 10, dim: 1, observe: () => {} };
    const looked = simulate(e, { trajectories: 60, rng: randomStream(1), ledger: 'totals', record: { observe } });
    expect(bits(looked)).toEqual(bits(go(e, 'totals')));
  });

  test('its reverse has the pass only where it is the same kernel', () => {
    const e = reverse(experiment(x, [[0]]));
    expect(e.subsystems.x.fuse !== undefined).toBe(x.kernel.reversed === undefined);
  });
});

test.each([
  ['metropolis-trap', make(metropolisTrap, { ticks: 80, stride: 1.2 })],
  ['underdamped-trap', make(underdampedTrap, { ticks: 80 })],
  ['underdamped-trap at rest', make(underdampedTrap, { ticks: 80, velocity: 0, mass: 0.3, beta: 2 })],
])('the pass of %s books what the plain contract does, and has the same bits in any block', (_name, model) => {
  const e: Experiment = { ...model, reservoirs: { x: bath((i) => 1 + (i % 3) / 5), theta: bath(() => 1) } };
  for (const ledger of ['moves', 'totals'] as const) near(go(plainly(e), ledger), go(e, ledger));
  const one: Experiment = { ...model, reservoirs: { x: bath(() => 1.2), theta: bath(() => 1) } };
  near(go(plainly(one), 'totals'), go(one, 'totals'));
  expect(Array.from(go(one, 'totals', 7).ledger.heat)).toEqual(Array.from(go(one, 'totals').ledger.heat));
});

test('large steps are turned down now and then, and small ones hardly ever', () => {
  const stays = (x: Experiment['subsystems']['x']) => {
    const { heat } = go(
      experiment(
        x,
        Array.from({ length: 90 }, () => [0]),
      ),
      'moves',
    ).ledger;
    return heat.filter((q) => q === 0).length / heat.length;
  };
  expect(stays(moves['MALA, small steps'])).toBeLessThan(0.02);
  expect(stays(moves['MALA, large steps'])).toBeGreaterThan(0.2);
  expect(stays(moves['a random walk'])).toBeGreaterThan(0.2);
});

test.each(['MALA, small steps', 'MALA, large steps', 'a random walk'] as const)('%s: path ratio and heat agree move by move', (name) => {
  const e = experiment(
    moves[name],
    Array.from({ length: 60 }, (_, t) => [t / 60]),
  );
  const { holds, because } = localDetailedBalance(go(e, 'moves'));
  expect(holds, because).toBe('yes');
  const late = experiment(
    moves[name],
    Array.from({ length: 60 }, (_, t) => [t / 60]),
    () => 1.1,
  );
  // A bath that says of itself that it is colder than it is.
  const wrong = {
    ...late.reservoirs.x,
    open: (n: number, ...more: never[]) => ({ ...(late.reservoirs.x.open as any)(n, ...more), beta: new Float64Array(n).fill(1) }),
  };
  expect(localDetailedBalance(go({ ...late, reservoirs: { ...late.reservoirs, x: wrong as Reservoir } }, 'moves')).holds).toBe('no');
});

const faulty: Record<string, Landscape> = {
  'a slope that throws it out': line({ energy: (x) => x * x * x * x, gradient: (x) => (Math.abs(x) > 1.2 ? -1e300 * x * x * x : 0) }),
  'a slope that is no number': line({ energy: (x) => x * x, gradient: (x) => (x > 1.2 ? Number.NaN : 0) }),
  // It comes back: nothing shows at the end of the run.
  'an energy that is no number on the way': line({ energy: (x) => (x > 1.25 ? Number.NaN : -x), gradient: (x) => (x > 1.2 ? 30 * x : 0) }),
  'an energy that is minus infinity on the way': line({
    energy: (x) => (x > 1.25 ? Number.NEGATIVE_INFINITY : -x),
    gradient: (x) => (x > 1.2 ? 30 * x : 0),
  }),
};
const from0 = (e: Experiment): Experiment => ({ ...e, start: { ...e.start, sample: (_rng, x) => void x.data.fill(0) } });
describe.each(Object.entries(faulty))('%s', (name, landscape) => {
  test.each([
    ['MALA', on(make(malaKernel, { dt: 0.05 }), landscape)],
    ['BAOAB', withMomentum(make(baoabKernel, { dt: 0.1 }), landscape)],
  ] as const)('%s names tick and trajectory as the plain contract does', (kernel, x) => {
    const fault = (e: Experiment, ledger: 'moves' | 'totals', block?: number): string => {
      try {
        go(e, ledger, block);
      } catch (error) {
        return (error as Error).message;
      }
      return 'no fault';
    };
    for (const controls of [protocols['that moves'], protocols['that stands still']]) {
      const e = from0(
        experiment(
          x,
          Array.from({ length: 120 }, (_, t) => controls(t)),
        ),
      );
      const said = fault(plainly(e), 'moves');
      // A proposal that is thrown out is turned down.
      if (kernel === 'MALA' && name === 'a slope that throws it out') expect(said).toBe('no fault');
      else expect(said).toMatch(/^\[simulate\] tick \d+ of 120, trajectory \d+, seat x: expected a finite state and energy/);
      for (const ledger of ['moves', 'totals'] as const) expect(fault(e, ledger), ledger).toBe(said);
      expect(fault(e, 'totals', 7)).toBe(fault(plainly(e), 'moves', 7));
    }
  });
});

test('a wall of infinite energy turns down, and is no fault', () => {
  const box = line({ energy: (x) => (Math.abs(x) < 1.5 ? 0 : Number.POSITIVE_INFINITY), gradient: () => 0 });
  const e = experiment(
    on(make(metropolisKernel, { stride: 1 }), box),
    Array.from({ length: 50 }, () => [0]),
  );
  const inside = from0(e);
  near(go(plainly(inside), 'totals'), go(inside, 'totals'));
  expect(go(inside, 'totals').x.data.every((x) => Math.abs(x) < 1.5)).toBe(true);
});

test('what is not as `line` has made it goes by the plain contract', () => {
  expect(on(make(malaKernel)).fuse).toBeDefined();
  expect(on(make(malaKernel), { ...well, energy: (_x, _given, out) => void out.fill(0) }).fuse).toBeUndefined();
  expect(on((landscape) => ({ ...make(malaKernel)(landscape) })).fuse).toBeUndefined();
  const phase = underdamped(well);
  expect(subsystemOf(phase, make(baoabKernel)).fuse).toBeDefined();
  expect(subsystemOf({ ...phase, energy: (_x, _given, out) => void out.fill(0) }, make(baoabKernel)).fuse).toBeUndefined();
  expect(subsystemOf(phase, make(ghmcKernel)).fuse).toBeUndefined();
});

describe('keeps every promise of a landscape', () => {
  for (const [landscape, dim] of [
    [well, 1],
    [underdamped(well, { mass: 1.7 }), 2],
  ] as const)
    for (const control of [[], [0.4]])
      for (const { name, run } of landscapeConformance(landscape, {
        x: batchOf(Float64Array.of(-1.2, 0.3, 0.9, 1.4), dim),
        control: Float64Array.from(control),
      }))
        test(`${name}, dim ${dim}, control [${control}]`, run);
});

test('refuses what is no function', () =>
  expect(() => line({ energy: (x) => x, gradient: 2 as never })).toThrow(
    /\[line\] gradient: expected a function of \(x, lambda\), got number/,
  ));
