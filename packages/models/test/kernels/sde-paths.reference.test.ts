// Acceptance rules of diffrax and torchsde: strong orders on exact solutions along the same path, Euler's bias.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batch, type Ensemble, make, moments, randomStream } from '@szilard/core';
import { givenAt, scriptedStream } from '@szilard/core/testing';
import {
  coarsen,
  eulerMaruyamaKernel,
  eulerMaruyamaPath,
  heunPath,
  landscape,
  milsteinPath,
  type PathScheme,
  type Sde,
  wienerIncrements,
} from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../../test/reference.ts';

interface Cases {
  readonly order_tolerance: number;
  readonly well_known: readonly [scheme: string, noise: string, order: number][];
  readonly exact_problems: readonly any[];
}

interface Problem {
  readonly ito: Sde;
  readonly stratonovich: Sde;
  readonly start: number;
  readonly noise: 'any' | 'additive';
  /** X at t from W at t, or from every increment of a fine path. */
  exact(t: number, w: number, fine: Float64Array): number;
}
const scalar = (
  drift: (t: number, x: number) => number,
  diffusion: (t: number, x: number) => number,
  slope: (t: number, x: number) => number,
): Sde => ({
  dim: 1,
  drift: (t, x, out) => void (out[0] = drift(t, x[0])),
  diffusion: (t, x, out) => void (out[0] = diffusion(t, x[0])),
  diffusionSlope: (t, x, out) => void (out[0] = slope(t, x[0])),
});
/** The Stratonovich drift is a − b ∂b/2. */
const problem = (
  a: (t: number, x: number) => number,
  b: (t: number, x: number) => number,
  slope: (t: number, x: number) => number,
  rest: Omit<Problem, 'ito' | 'stratonovich'>,
): Problem => ({
  ito: scalar(a, b, slope),
  stratonovich: scalar((t, x) => a(t, x) - 0.5 * b(t, x) * slope(t, x), b, slope),
  ...rest,
});

describeReference('sde_integrators', (folder) => {
  const cases: Cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
  const byId = (id: string) => cases.exact_problems.find((one) => one.id === id);
  const { mu, sigma, t: horizon, x0, mean, var: variance } = byId('gbm_ito').example;
  const [p, a, b] = [0.9, 0.4, 0.7];
  const problems: Readonly<Record<string, Problem>> = {
    gbm_ito: problem(
      (_t, x) => mu * x,
      (_t, x) => 3 * sigma * x,
      () => 3 * sigma,
      {
        start: x0,
        noise: 'any',
        exact: (t, w) => x0 * Math.exp((mu - (9 * sigma * sigma) / 2) * t + 3 * sigma * w),
      },
    ),
    torchsde_ExScalar: problem(
      (_t, x) => -p * p * Math.sin(x) * Math.cos(x) ** 3,
      (_t, x) => p * Math.cos(x) ** 2,
      (_t, x) => -2 * p * Math.cos(x) * Math.sin(x),
      {
        start: 0.3,
        noise: 'any',
        exact: (_t, w) => Math.atan(p * w + Math.tan(0.3)),
      },
    ),
    torchsde_ExAdditive: problem(
      (t, x) => b / Math.sqrt(1 + t) - x / (2 * (1 + t)),
      (t) => (a * b) / Math.sqrt(1 + t),
      () => 0,
      {
        start: 0.3,
        noise: 'additive',
        exact: (t, w) => (0.3 + b * (t + a * w)) / Math.sqrt(1 + t),
      },
    ),
    'Ornstein-Uhlenbeck, dX = −X dt + dW': problem(
      (_t, x) => -x,
      () => 1,
      () => 0,
      {
        start: 0.3,
        noise: 'additive',
        exact: (t, _w, dw) => dw.reduce((sum, v, k) => sum + v * Math.exp(((k + 0.5) / dw.length - 1) * t), 0.3 * Math.exp(-t)),
      },
    ),
  };
  const starts = (n: number, at: number) => ({ n, dim: 1, data: new Float64Array(n).fill(at) });
  const last = ({ steps, data }: Ensemble, i: number) => data[(i + 1) * steps - 1];
  /** Slope of ln rms error against ln dt, over four steps. */
  const strongOrder = (scheme: PathScheme, sde: Sde, { start, exact }: Problem, seed: number): number => {
    const [n, steps] = [500, 512];
    const fine = wienerIncrements(randomStream(seed), { trajectories: n, steps, dt: 1 / steps });
    const points = [8, 16, 32, 64].map((factor) => {
      const path = scheme(sde, starts(n, start), coarsen(fine, factor), factor / steps);
      let square = 0;
      for (let i = 0; i < n; i++) {
        const dw = fine.data.subarray(i * steps, (i + 1) * steps);
        const w = dw.reduce((sum, v) => sum + v, 0);
        square += (last(path, i) - exact(1, w, dw)) ** 2;
      }
      return [Math.log(factor / steps), 0.5 * Math.log(square / n)];
    });
    const [mx, my] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k] / points.length, 0));
    return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  };
  const known = (scheme: string, noise: string) => cases.well_known.find(([name, kind]) => name === scheme && kind === noise)![2];

  describe.each(Object.entries(problems))('%s', (id, one) => {
    test.each([1, 2, 3])('seed %i: strong orders of Euler-Maruyama, Milstein and Heun', (seed) => {
      const order = (scheme: PathScheme, sde: Sde) => strongOrder(scheme, sde, one, seed);
      const near = (value: number, truth: number) =>
        expect(Math.abs(value - truth), `${value} beside ${truth}`).toBeLessThanOrEqual(cases.order_tolerance);
      near(order(eulerMaruyamaPath, one.ito), known('Euler-Maruyama', one.noise));
      near(order(milsteinPath, one.ito), known('Milstein', 'diagonal'));
      const heun = order(heunPath, one.stratonovich);
      // The end of ExAdditive depends on the end of W alone, which lifts Heun above its order.
      if (id === 'torchsde_ExAdditive') expect(heun).toBeGreaterThan(1.4);
      else near(heun, known('Heun (Stratonovich)', 'additive'));
      // A scheme given the wrong calculus converges to another process.
      if (one.noise === 'any') expect(order(heunPath, one.ito)).toBeLessThan(0.3);
    });
  });

  test('mean and variance of geometric Brownian motion', () => {
    const sde = scalar(
      (_t, x) => mu * x,
      (_t, x) => sigma * x,
      () => sigma,
    );
    for (const seed of [1, 2, 3]) {
      const [n, steps] = [8000, 64];
      const path = milsteinPath(
        sde,
        starts(n, x0),
        wienerIncrements(randomStream(seed), { trajectories: n, steps, dt: horizon / steps }),
        horizon / steps,
      );
      const end = moments(Float64Array.from({ length: n }, (_, i) => last(path, i)));
      expect({ value: end.mean, stderr: end.stderr }).toAgreeWith(mean);
      const squares = moments(Float64Array.from({ length: n }, (_, i) => (last(path, i) - end.mean) ** 2));
      expect({ value: squares.mean, stderr: squares.stderr }).toAgreeWith(variance);
    }
  });

  test('what does not fit is refused', () => {
    const sde = problems.gbm_ito.ito;
    const dw = wienerIncrements(randomStream(1), { trajectories: 2, steps: 4, dt: 0.1 });
    expect(() => coarsen(dw, 3)).toThrow('expected a divisor of 4 steps, got 3');
    expect(() => eulerMaruyamaPath(sde, starts(3, 0), dw, 0.1)).toThrow('expected 2 starts');
    expect(() => heunPath(sde, starts(2, 0), dw, 0)).toThrow('dt: expected a number above 0');
    const { diffusionSlope: _slope, ...plain } = sde;
    expect(() => milsteinPath(plain, starts(2, 0), dw, 0.1)).toThrow('slope of the diffusion');
  });

  test.each(byId('ou_em_bias').table as { dt: number; var_euler_maruyama: number; lag1_autocorr_em: number }[])(
    'Euler bias at dt = $dt',
    ({ dt, var_euler_maruyama, lag1_autocorr_em }) => {
      const well = landscape({ dim: 1, energy: ([x]) => 0.5 * x * x, gradient: ([x], out) => out.fill(x) });
      const kernel = make(eulerMaruyamaKernel, { dt })(well);
      const move = (at: number, z: number) => {
        const next = batch(1, 1);
        kernel.step(starts(1, at), givenAt(1, 1), scriptedStream({ normal: () => z }), next);
        return next.data[0];
      };
      expect(move(1, 0)).toBeCloseTo(lag1_autocorr_em, 12);
      expect(move(0, 1) ** 2 / (1 - move(1, 0) ** 2)).toBeCloseTo(var_euler_maruyama, 10);
    },
  );
});
