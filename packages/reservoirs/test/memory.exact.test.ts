// Coloured noise by Markov embedding: exact path ratios, equilibrium where friction and noise match, closed forms where they do not.
import {
  detailedFluctuation,
  entropyProduction,
  exactProcess,
  inContact,
  integralFluctuation,
  linearLangevin,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  reverse,
  SzilardError,
  simulate,
  total,
} from '@szilard/core';
import { modelConformance } from '@szilard/core/testing';
import { draggedTrap, gaussianPair, quadraticLoss } from '@szilard/models';
import { ideal, memory } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const worst = (values: Float64Array) => values.reduce((far, v) => Math.max(far, Math.abs(v)), 0);
type Params = Partial<typeof memory.defaults>;
const dragged = (params: Params, trap: object = {}) => {
  const bath = make(memory, params);
  return inContact(make(draggedTrap, trap), { x: bath, theta: bath });
};
const run = (e: ReturnType<typeof dragged>, seed: number, trajectories = 4000) => simulate(e, { trajectories, rng: randomStream(seed) });
const still = { velocity: 0 };
const active: Params = { friction: 'none', stiffness: 0.5 };

describe('the dragged trap keeps every promise of a model in it', () => {
  for (const params of [{}, { memoryTemperature: 2 }, active] as const) {
    const cases = modelConformance({
      plugin: { ...draggedTrap, exact: {}, claims: { localDetailedBalance: 'exact', reservoirs: ['memory'] } },
      build: () => make(draggedTrap),
      reservoir: make(memory, params),
    });
    for (const { name, run } of cases) test(`${JSON.stringify(params)} ${name}`, run);
  }
});

describe('exactness of the joint process', () => {
  test.each([1, 2, 3])('local detailed balance to rounding, both theorems, for matched and unmatched noise; seed %i', (seed) => {
    for (const params of [{}, { memoryTemperature: 1.5 }, active]) {
      const e = dragged(params, { velocity: 0.5 });
      const [there, back] = [run(e, seed), run(reverse(e), seed + 10)];
      expect(localDetailedBalance(there).holds).toBe('yes');
      expect(integralFluctuation(entropyProduction(there)).holds).toBe('yes');
      expect(detailedFluctuation(entropyProduction(there), entropyProduction(back)).holds).toBe('yes');
    }
  });

  test.each([1, 2, 3])('Σ of the pair by the linear-Gaussian back-end; seed %i', (seed) => {
    for (const params of [{ memoryTemperature: 2 }, active]) {
      const e = dragged(params);
      const { ledger } = run(e, seed);
      const { means } = exactProcess(e);
      expect(mean(total(ledger.logRatio, ledger.ticks))).toAgreeWith(means.logRatio.x);
      // The back-end knows heat where there is energy alone, and no push that does work.
      if (params !== active) expect(mean(total(ledger.heat, ledger.ticks))).toAgreeWith(means.heat.x);
    }
  });
});

describe('matched friction at one temperature is equilibrium', () => {
  test('σ = βW on every trajectory, and nothing at all where the trap stands still', () => {
    const moving = run(dragged({ beta: 1, memoryTemperature: 1 }), 1, 500);
    const work = total(moving.ledger.work, moving.ledger.ticks);
    expect(worst(entropyProduction(moving).map((sigma, i) => sigma - work[i]))).toBeLessThan(1e-10);
    expect(worst(entropyProduction(run(dragged({}, still), 1, 500)))).toBeLessThan(1e-10);
    expect(exactProcess(dragged({}, still)).means.total).toBeCloseTo(0, 10);
  });
  test.each([1, 2, 3])('so the Jarzynski equality holds with a memory in the friction; seed %i', (seed) => {
    const { ledger } = run(dragged({ time: 8 }), seed, 20_000);
    expect(integralFluctuation(total(ledger.work, ledger.ticks)).holds).toBe('yes');
  });
});

/** Σ per unit time in the steady state of the still trap, dt → 0 by Richardson's extrapolation. */
function rate(params: Params, tau: number, k = 1): number {
  const at = (dt: number) => {
    const ticks = Math.round(12 / dt);
    const e = dragged({ ...params, time: tau / dt }, { k, velocity: 0, dt, ticks });
    const flow = exactProcess(e).means.ticks.logRatio.x;
    // The last round: the memory's tick and the system's.
    return (flow[flow.length - 1] + flow[flow.length - 2]) / dt;
  };
  const [a, b] = [at(0.2), at(0.1)];
  const c = at(0.05);
  const [ab, bc] = [2 * b - a, 2 * c - b];
  return (4 * bc - ab) / 3;
}

describe('what unmatched noise costs for ever: Σ per unit time as dt → 0', () => {
  test('active Ornstein-Uhlenbeck particle: κT_z/(T(1 + kτ))', () => {
    const [kappa, tau, hot] = [0.5, 0.8, 1.4];
    const truth = (kappa * hot) / (1 + tau);
    const { entropyProductionRate } = linearLangevin({
      drift: [
        [1, -kappa],
        [0, 1 / tau],
      ],
      diffusion: [
        [1, 0],
        [0, hot / (kappa * tau)],
      ],
    });
    expect(entropyProductionRate).toBeCloseTo(truth, 10);
    expect(Math.abs(rate({ friction: 'none', stiffness: kappa, memoryTemperature: hot }, tau) / truth - 1)).toBeLessThan(2e-3);
  });
  test('memory with friction at another temperature: κ(T − T_z)²/(T T_z (1 + (k + κ)τ))', () => {
    const [kappa, tau, hot] = [0.7, 0.8, 2];
    const truth = (kappa * (hot - 1) ** 2) / (hot * (1 + (1 + kappa) * tau));
    const { entropyProductionRate } = linearLangevin({
      drift: [
        [1 + kappa, -kappa],
        [-1 / tau, 1 / tau],
      ],
      diffusion: [
        [1, 0],
        [0, hot / (kappa * tau)],
      ],
    });
    expect(entropyProductionRate).toBeCloseTo(truth, 10);
    expect(Math.abs(rate({ stiffness: kappa, memoryTemperature: hot }, tau) / truth - 1)).toBeLessThan(2e-3);
    expect(Math.abs(rate({ stiffness: kappa, memoryTemperature: 1 }, tau))).toBeLessThan(1e-9);
  });
});

describe('negative control: an accountant who takes the noise for white', () => {
  test('misses local detailed balance wherever there is a memory', () => {
    for (const params of [{}, active]) {
      const naive = localDetailedBalance(run(dragged({ ...params, accountant: 'naive' }), 1, 300));
      expect(naive.holds).toBe('no');
      expect(naive.statistic[0]).toBeGreaterThan(0.05);
    }
  });
  test('sees no dissipation in a still trap, where the active particle dissipates all the time', () => {
    const naive = run(dragged({ ...active, accountant: 'naive' }, still), 1);
    const informed = run(dragged(active, still), 1);
    // The same trajectories: accountants move nothing.
    expect(naive.x.data).toEqual(informed.x.data);
    const [blind, seen] = [naive, informed].map(({ ledger }) => mean(total(ledger.bathEntropy, ledger.ticks)));
    const { means } = exactProcess(dragged(active, still));
    expect(seen).toAgreeWith(means.logRatio.x);
    expect((seen.value - blind.value) / seen.stderr).toBeGreaterThan(20);
  });
  test.each([1, 2, 3])('and finds Var W = 2⟨W⟩, true of a matched memory, broken by an active bath as it must be; seed %i', (seed) => {
    const trap = { velocity: 1, dt: 0.1, ticks: 30 };
    const excess = (params: Params) => {
      const { ledger } = run(dragged({ ...params, accountant: 'naive' }, trap), seed, 10_000);
      const work = total(ledger.work, ledger.ticks);
      const { mean: average, variance, stderr, n } = moments(work);
      return { value: variance - 2 * average, stderr: Math.hypot(variance * Math.sqrt(2 / n), 2 * stderr) };
    };
    expect(excess({ stiffness: 1, time: 10 })).toAgreeWith(0);
    const pushed = excess({ ...active, stiffness: 1, time: 10 });
    expect(pushed).toAgreeWith(excessVariance(trap));
    expect(pushed.value / pushed.stderr).toBeGreaterThan(4);
  });
});

/** Var W − 2⟨W⟩ of the active dragged trap, k = κ = T = T_z = 1 and τ = 10 ticks: covariance of (x, z, −W/(v dt)) through the ticks. */
function excessVariance({ velocity, dt, ticks }: { velocity: number; dt: number; ticks: number }): number {
  const [jump, a, e] = [velocity * dt, Math.exp(-dt), Math.exp(-1 / 10)];
  let s = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ];
  const through = (map: number[][], noise: number[]) => {
    const half = map.map((row) => s[0].map((_, j) => row.reduce((sum, v, k) => sum + v * s[k][j], 0)));
    s = half.map((row, i) => map.map((to, j) => to.reduce((sum, v, k) => sum + v * row[k], 0) + (i === j ? noise[i] : 0)));
  };
  for (let n = 0; n < ticks; n++) {
    const [unitX, unitZ] = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    through([unitX, unitZ, [1, 0, 1]], [0, 0, 0]);
    through([unitX, [0, e, 0], [0, 0, 1]], [0, 1 - e * e, 0]);
    through([[a, 1 - a, 0], unitZ, [0, 0, 1]], [1 - a * a, 0, 0]);
  }
  // Noise has no part in the mean: it is that of the white bath, where Var W = 2⟨W⟩.
  return jump ** 2 * s[2][2] - 2 * draggedTrap.exact!.work({ ...draggedTrap.defaults, velocity, dt, ticks });
}

test('coloured noise of a learner: θ of ppm/quadratic-loss, exact in law, off by the Euler step in local detailed balance', () => {
  const e = inContact(make(quadraticLoss, { steps: 4 }), { x: make(ideal), theta: make(memory, { stiffness: 40 }) });
  expect(e.subsystems.theta.dim).toBe(4);
  const { ledger, ...there } = simulate(e, { trajectories: 6000, rng: randomStream(1) });
  const { means } = exactProcess(e);
  expect(mean(total(ledger.logRatio, ledger.ticks))).toAgreeWith(means.logRatio.theta);
  expect(integralFluctuation(entropyProduction({ ledger, ...there })).holds).toBe('yes');
  expect(localDetailedBalance({ ledger }).holds).toBe('no');
});

test('misuse is refused in one line', () => {
  const bath = make(memory);
  expect(() => simulate({ ...make(draggedTrap), reservoirs: { x: bath, theta: bath } }, { trajectories: 1, rng: randomStream(1) })).toThrow(
    /^\[memory\] expected a seat that holds the coordinates of the memory.* inContact\(model, reservoirs\)\.$/,
  );
  expect(() => inContact(make(gaussianPair), { x: bath, theta: bath })).toThrow(SzilardError);
  expect(() => inContact(make(gaussianPair), { x: bath, theta: bath })).toThrow(/got one that passes it over/);
});
