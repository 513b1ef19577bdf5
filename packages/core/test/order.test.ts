// A composite kernel and the tick order: what is its own reverse and what is not.
import {
  type Boundary,
  detailedFluctuation,
  type Experiment,
  entropyProduction,
  type Kernel,
  lagged,
  localDetailedBalance,
  make,
  randomStream,
  recordState,
  reverse,
  type Subsystem,
  simulate,
} from '@szilard/core';
import { gaussianMean, still } from '@szilard/models';
import { finite, ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const rho = 0.6;
const v = 1 - rho * rho; // U = (a² + b² − 2ρab)/2v at β = 1

/** One systematic sweep of two coupled Gaussians: component `first`, then the other. */
function sweep(first: 0 | 1): Kernel {
  const second = (1 - first) as 0 | 1;
  return {
    step(x, _given, rng, next) {
      rng.fillNormal(next.data);
      for (let i = 0; i < x.n; i++) {
        next.data[2 * i + first] = rho * x.data[2 * i + second] + Math.sqrt(v) * next.data[2 * i + first];
        next.data[2 * i + second] = rho * next.data[2 * i + first] + Math.sqrt(v) * next.data[2 * i + second];
      }
    },
    logDensity(from, to, _given, out) {
      for (let i = 0; i < from.n; i++) {
        const [a, b] = [to.data[2 * i + first], to.data[2 * i + second]];
        out[i] = -((a - rho * from.data[2 * i + second]) ** 2 + (b - rho * a) ** 2) / (2 * v) - Math.log(2 * Math.PI * v);
      }
    },
  };
}
const energy: Subsystem['energy'] = (x, _given, out) => {
  for (let i = 0; i < x.n; i++) {
    const [a, b] = [x.data[2 * i], x.data[2 * i + 1]];
    out[i] = (a * a + b * b - 2 * rho * a * b) / (2 * v);
  }
};
const isotropic = (mean: number): Boundary => ({
  control: new Float64Array(0),
  sample(rng, x) {
    rng.fillNormal(x.data);
    for (let at = 0; at < x.data.length; at++) x.data[at] = mean + 0.7 * x.data[at];
  },
  logDensity(x, _theta, out) {
    for (let i = 0; i < x.n; i++)
      out[i] = -((x.data[2 * i] - mean) ** 2 + (x.data[2 * i + 1] - mean) ** 2) / 0.98 - Math.log(2 * Math.PI * 0.49);
  },
});
const bath = make(ideal);
const experiment = (kernel: Kernel): Experiment => ({
  subsystems: { x: { dim: 2, kernel, energy }, theta: still },
  reservoirs: { x: bath, theta: bath },
  ticks: Array.from({ length: 2 }, () => ({ mover: 'x' as const, control: new Float64Array(0) })),
  start: isotropic(0.5),
  end: isotropic(0),
});
const verdicts = (e: Experiment, n = 40_000) => {
  const [forward, backward] = [
    simulate(e, { trajectories: n, rng: randomStream(1) }),
    simulate(reverse(e), { trajectories: n, rng: randomStream(2) }),
  ];
  return {
    ldb: localDetailedBalance(forward).holds,
    dft: detailedFluctuation(entropyProduction(forward), entropyProduction(backward)).holds,
    forward,
    backward,
  };
};

test('a systematic sweep without `reversed` breaks local detailed balance', () => {
  expect(verdicts(experiment(sweep(0)), 500).ldb).toBe('no');
});

test('with `reversed`, local detailed balance and the fluctuation theorem hold', () => {
  const { ldb, dft } = verdicts(experiment({ ...sweep(0), reversed: sweep(1) }));
  expect({ ldb, dft }).toEqual({ ldb: 'yes', dft: 'yes' });
});

describe('tick orders', () => {
  test('count and order of movers', () => {
    const movers = (order: 'theta-first' | 'x-first' | 'random-scan') =>
      lagged({ steps: 2, lag: 2, order }).map(({ mover, slowShare }) => `${mover}${slowShare ? slowShare.toFixed(2) : ''}`);
    expect(movers('theta-first')).toEqual(['theta', 'x', 'x', 'theta', 'x', 'x']);
    expect(movers('x-first')).toEqual(['x', 'x', 'theta', 'x', 'x', 'theta']);
    expect(movers('random-scan')).toEqual(Array(6).fill('random0.33'));
    expect(() => lagged({ steps: 0, lag: 1 })).toThrow('[lagged] steps: expected a whole number of at least 1, got 0.');
  });

  test.each(['theta-first', 'x-first', 'random-scan'] as const)('%s: laws hold for a learner', (order) => {
    const e = { ...make(gaussianMean, { order, lag: 2, memory: 0.5, steps: 10 }), reservoirs: { x: bath, theta: bath } };
    const { ldb, dft } = verdicts(e, 10_000);
    expect({ ldb, dft }).toEqual({ ldb: 'yes', dft: 'yes' });
  });

  test('random scan in a finite bath: whoever does not move leaves the bath alone', () => {
    const warm = make(finite, { capacity: 8 });
    const e = { ...make(gaussianMean, { order: 'random-scan', lag: 1, memory: 0.5, steps: 4 }), reservoirs: { x: warm, theta: warm } };
    const { ldb, dft } = verdicts(e, 20_000);
    // The autoregressive kernels know one β, not what a finite bath makes of heat: local detailed balance must fail, the theorem not.
    expect({ ldb, dft }).toEqual({ ldb: 'no', dft: 'yes' });
  });

  test('random scan moves θ as often as it should, one seat a tick', () => {
    const e = { ...make(gaussianMean, { order: 'random-scan', lag: 3, memory: 0.5, steps: 5 }), reservoirs: { x: bath, theta: bath } };
    const record = { theta: recordState('theta', 1), x: recordState('x', 2) };
    const { records } = simulate(e, { trajectories: 2000, rng: randomStream(1), record });
    let [slow, both] = [0, 0];
    const moves = 20 * 2000;
    for (let i = 0; i < 2000; i++) {
      for (let t = 0; t < 20; t++) {
        const at = i * 21 + t;
        const movedTheta = records.theta.data[at] !== records.theta.data[at + 1];
        const movedX = records.x.data[2 * at] !== records.x.data[2 * at + 2];
        if (movedTheta) slow++;
        if (movedTheta === movedX) both++;
      }
    }
    expect(both).toBe(0);
    expect({ value: slow / moves, stderr: Math.sqrt(0.1875 / moves) }).toAgreeWith(0.25);
  });

  test('single-ensemble symmetry P(σ)/P(−σ) = e^σ in a steady state under random scan', () => {
    // θ starts stationary; under random scan nothing but the sign of σ tells forward from backward.
    const stationary = { learningRate: 0.5, batch: 1, prior: Math.sqrt(0.25 / 0.75), dataSpread: 1e-6 };
    const e = {
      ...make(gaussianMean, { order: 'random-scan', memory: 0.4, steps: 4, width: 0.5, ...stationary }),
      reservoirs: { x: bath, theta: bath },
    };
    const sigma = entropyProduction(simulate(e, { trajectories: 40_000, rng: randomStream(1) }));
    const { holds, statistic } = detailedFluctuation(sigma.subarray(0, 20_000), sigma.subarray(20_000));
    expect(holds).toBe('yes');
    expect({ value: statistic[0], stderr: statistic[1] }).toAgreeWith(1);
  });
});
