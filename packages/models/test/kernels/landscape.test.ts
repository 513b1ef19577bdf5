// A landscape by plain functions: right, wrong, refused; and the helpers that make a system of it.
import {
  batch,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  type Landscape,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  reverse,
  simulate,
} from '@szilard/core';
import { givenAt, landscapeConformance } from '@szilard/core/testing';
import {
  baoabKernel,
  eulerMaruyamaKernel,
  ghmcKernel,
  gibbsKernel,
  gibbsSweepKernel,
  hmcKernel,
  landscape,
  malaKernel,
  metropolisKernel,
  ovrvoKernel,
  splitting,
  system,
  thermal,
  underdamped,
} from '@szilard/models';
import { finite, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const states = (dim: number, n = 20) => {
  const x = batch(n, dim);
  randomStream(1).fillNormal(x.data);
  return x;
};
const coupled = landscape({
  dim: 2,
  energy: ([a, b], [k], [y]) => 0.5 * k * (a - y) ** 2 + b ** 4 + Math.sin(a * b),
  gradient([a, b], out, [k], [y]) {
    out[0] = k * (a - y) + b * Math.cos(a * b);
    out[1] = 4 * b ** 3 + a * Math.cos(a * b);
  },
});
const trap = landscape({
  dim: 2,
  energy: ([a, b], [c]) => (a - c) ** 2 + 0.5 * (a - c) * b + b * b,
  gradient([a, b], out, [c]) {
    out[0] = 2 * (a - c) + 0.5 * b;
    out[1] = 0.5 * (a - c) + 2 * b;
  },
  stiffness: () => Float64Array.of(2, 0.5, 0.5, 2),
});
const at = { control: Float64Array.of(1.5) };
const failures = (wrong: Landscape, options: Parameters<typeof landscapeConformance>[1]) =>
  landscapeConformance(wrong, options).flatMap(({ name, run }) => {
    try {
      void run();
      return [];
    } catch {
      return [name];
    }
  });

describe('a landscape', () => {
  test('with partner and control, its phase space, and a quadratic one keep every promise', () => {
    expect(failures(coupled, { x: states(2), ...at, partner: states(1) })).toEqual([]);
    expect(failures(underdamped(coupled, { mass: [0.5, 2] }), { x: states(4), ...at, partner: states(1) })).toEqual([]);
    expect(failures(trap, { x: states(2), ...at })).toEqual([]);
    expect(failures(underdamped(trap, { mass: [0.5, 2] }), { x: states(4), ...at })).toEqual([]);
  });

  test('with a wrong sign, a forgotten component or a wrong stiffness does not', () => {
    const change = (gradient: NonNullable<Parameters<typeof landscape>[0]['gradient']>, stiffness = [2, 0.5, 0.5, 2]) =>
      failures(
        landscape({ dim: 2, energy: ([a, b]) => a * a + 0.5 * a * b + b * b, gradient, stiffness: () => Float64Array.from(stiffness) }),
        { x: states(2) },
      );
    const right = ([a, b]: Float64Array, out: Float64Array) => out.set([2 * a + 0.5 * b, 0.5 * a + 2 * b]);
    expect(change(right)).toEqual([]);
    expect(change(([a, b], out) => out.set([2 * a + 0.5 * b, 0.5 * a - 2 * b]))).toContain('has the gradient of its energy');
    expect(change(([a, b], out) => void (out[0] = 2 * a + 0.5 * b))).toContain('has finite energies, and leaves the states alone');
    expect(change(right, [2, 0.4, 0.4, 2])).toEqual(['has the stiffness of its gradient, everywhere the same']);
  });

  test('is refused where it is none, and by kernels that need more of it', () => {
    expect(() => landscape({ dim: 0, energy: () => 0 })).toThrow('[landscape] dim: expected a whole number of at least 1, got 0');
    expect(() => landscape({ dim: 2, energy: () => 0, values: [Float64Array.of(0)] })).toThrow('expected one list for each of 2');
    const flat = landscape({ dim: 1, energy: ([x]) => x * x });
    expect(() => make(malaKernel)(flat)).toThrow('expected a landscape with a gradient, got one without');
    expect(() => make(baoabKernel)(trap)).toThrow('underdamped(landscape, { mass })');
    expect(() => make(gibbsKernel)(trap)).toThrow('finitely many values');
    expect(() => underdamped(trap, { mass: [1, -1] })).toThrow('expected 2 numbers above 0, got 1, -1');
    for (const order of ['O', 'V R V', 'O Q R', 'O { V R', 'O { R V } O', '{ O R }'])
      expect(() => splitting({ order, dt: 0.1, friction: 1 })(underdamped(trap))).toThrow('[splitting] order: expected');
  });
});

describe('equilibrium', () => {
  const spins = landscape({
    dim: 3,
    energy: ([a, b, c]) => 0.4 * a - 0.7 * a * b + 0.3 * b * c,
    values: [Float64Array.of(-1, 1), Float64Array.of(0, 1, 2), Float64Array.of(-1, 1)],
  });
  const quartic = landscape({ dim: 1, energy: ([x]) => x ** 4 / 4 });
  test.each([
    ['quadratic, off centre', trap, Float64Array.of(0.7)],
    ['with momenta', underdamped(trap, { mass: [0.5, 3] }), Float64Array.of(0.7)],
    ['in one dimension', quartic, new Float64Array(0)],
    ['of finitely many states', spins, new Float64Array(0)],
  ])('%s: ln p + βU is a constant, and e^−β₂U/e^−βU has the ratio of the two normalisers', (_name, on, control) => {
    const [beta, colder] = [1.3, 1.4];
    const [p, q] = [thermal(on, { beta, control }), thermal(on, { beta: colder, control })];
    for (const seed of [1, 2, 3]) {
      const n = 4000;
      const x = batch(n, on.dim);
      p.sample(randomStream(seed).trajectories(0, n), x, batch(n, 0));
      const [own, other, u] = Array.from({ length: 3 }, () => new Float64Array(n));
      p.logDensity(x, batch(n, 0), own);
      q.logDensity(x, batch(n, 0), other);
      on.energy(x, { ...givenAt(beta, n), control }, u);
      expect(Math.max(...own.map((v, i) => Math.abs(v + beta * u[i] - own[0] - beta * u[0])))).toBeLessThan(1e-9);
      const { mean, stderr } = moments(other.map((v, i) => Math.exp(v - own[i])));
      expect({ value: mean, stderr }).toAgreeWith(1);
    }
  });
  test('is refused to driven landscapes and to those without a known normaliser', () => {
    expect(() => thermal(coupled, { beta: 1 })).toThrow('expected a quadratic, a finite or a one-dimensional landscape');
    expect(() => thermal({ ...trap, force() {} }, { beta: 1 })).toThrow('no Boltzmann law');
  });
});

describe('a dragged trap in two dimensions, as a system', () => {
  const bath = make(ideal);
  const controls = Array.from({ length: 8 }, (_, t) => Float64Array.of(0.15 * (t + 1)));
  const experiment = (kernel: Parameters<typeof system>[0]['kernel'], on = trap, still = on): Experiment => ({
    ...system({
      landscape: on,
      kernel,
      controls,
      start: thermal(still, { beta: 1, control: Float64Array.of(0) }),
      end: thermal(still, { beta: 1, control: controls[7] }),
    }),
    reservoirs: { x: bath, theta: bath },
  });
  test.each([
    ['euler-maruyama', 'no', make(eulerMaruyamaKernel), trap],
    ['mala', 'yes', make(malaKernel), trap],
    ['metropolis', 'yes', make(metropolisKernel), trap],
    ['hmc', 'yes', make(hmcKernel), trap],
    ['baoab', 'no', make(baoabKernel), underdamped(trap)],
    ['ovrvo', 'no', make(ovrvoKernel), underdamped(trap)],
    ['ghmc', 'yes', make(ghmcKernel), underdamped(trap)],
    ['a splitting that is no palindrome', 'no', splitting({ order: 'O V R', dt: 0.2, friction: 1 }), underdamped(trap)],
  ] as const)('%s: σ obeys the detailed theorem, local detailed balance: %s', (_name, holds, kernel, on) => {
    const e = experiment(kernel, on);
    const [run, back] = [e, reverse(e)].map((one, at) => simulate(one, { trajectories: 6000, rng: randomStream(1 + at) }));
    expect(detailedFluctuation(entropyProduction(run), entropyProduction(back)).holds).toBe('yes');
    expect(localDetailedBalance(run).holds).toBe(holds);
    const gained = run.energy.end.map((u, i) => u - run.energy.start[i]);
    const { work, heat, ticks } = run.ledger;
    const paid = gained.map((_, i) => {
      let sum = 0;
      for (let t = i * ticks; t < (i + 1) * ticks; t++) sum += work[t] - heat[t];
      return sum;
    });
    for (const [i, u] of gained.entries()) expect(paid[i]).toBeCloseTo(u, 9);
  });

  const pushed: Landscape = {
    ...trap,
    force: (x, _given, out) => void out.data.set(x.data.map((_, k) => (k % 2 === 0 ? -x.data[k + 1] : x.data[k - 1]))),
  };
  test.each([
    ['mala', 'yes', make(malaKernel), pushed],
    ['metropolis', 'yes', make(metropolisKernel), pushed],
    ['ghmc', 'yes', make(ghmcKernel), underdamped(pushed)],
    ['euler-maruyama', 'no', make(eulerMaruyamaKernel), pushed],
    ['baoab', 'no', make(baoabKernel), underdamped(pushed)],
  ] as const)(
    'driven round by a non-conservative force, %s: claims no law, σ obeys the detailed theorem, local detailed balance: %s',
    (_name, holds, kernel, on) => {
      const driven = experiment(kernel, on, on.phase ? underdamped(trap) : trap);
      expect(driven.subsystems.x.kernel.claims).toMatchObject({ invariance: 'none', detailedBalance: 'none' });
      const [run, back] = [driven, reverse(driven)].map((e, at) => simulate(e, { trajectories: 6000, rng: randomStream(1 + at) }));
      expect(detailedFluctuation(entropyProduction(run), entropyProduction(back)).holds).toBe('yes');
      expect(localDetailedBalance(run).holds).toBe(holds);
      expect(moments(run.ledger.work).mean).toBeGreaterThan(0);
    },
  );
  test('hmc refuses to be driven', () => expect(() => make(hmcKernel)(pushed)).toThrow('without non-conservative force'));
});

test('kernels that ask the reservoir are exact in a finite one too', () => {
  const spins = landscape({
    dim: 3,
    energy: ([a, b, c]) => 0.4 * a - 0.7 * a * b + 0.3 * b * c,
    values: Array.from({ length: 3 }, () => Float64Array.of(-1, 1)),
  });
  const well = landscape({ dim: 2, energy: ([a, b]) => a ** 4 + a * a * b * b + b * b });
  const bath = make(finite, { capacity: 3 });
  const held = (on: Landscape, kernel: Parameters<typeof system>[0]['kernel'], start: ReturnType<typeof thermal>) =>
    localDetailedBalance(
      simulate(
        {
          ...system({ landscape: on, kernel, controls: Array.from({ length: 5 }, () => new Float64Array(0)), start, end: start }),
          reservoirs: { x: bath, theta: bath },
        },
        { trajectories: 300, rng: randomStream(1) },
      ),
    ).holds;
  const start = thermal(spins, { beta: 1 });
  expect(held(spins, make(gibbsKernel), start)).toBe('yes');
  expect(held(spins, make(gibbsSweepKernel), start)).toBe('yes');
  const round = thermal(
    landscape({
      dim: 2,
      energy: ([a, b]) => a * a + b * b,
      gradient: ([a, b], out) => out.set([2 * a, 2 * b]),
      stiffness: () => Float64Array.of(2, 0, 0, 2),
    }),
    { beta: 1 },
  );
  expect(held(well, make(metropolisKernel), round)).toBe('yes');
});
