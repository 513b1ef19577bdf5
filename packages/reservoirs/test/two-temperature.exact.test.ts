import {
  batch,
  exactProcess,
  inContact,
  localDetailedBalance,
  make,
  moments,
  randomStream,
  SzilardError,
  simulate,
  total,
} from '@szilard/core';
import { beadChain, gaussianPair } from '@szilard/models';
import { gradient, twoTemperature } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const near = (value: number, truth: number) => expect(Math.abs(value - truth)).toBeLessThan(1.01e-9 * Math.max(1, Math.abs(truth)));
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const pair = (first: number, second: number, params: object = {}) => {
  const bath = make(twoTemperature, { first, second });
  return inContact(make(gaussianPair, { sampleTemperature: first, parameterTemperature: second, ...params }), { x: bath, theta: bath });
};

describe('V17 between seats', () => {
  test('heat, Σ, information flow, partial Σ of one cycle', () => {
    const { heat, total: sigma, informationFlow, partial } = exactProcess(pair(1, 2, { steps: 1 })).means;
    near(heat.x, 0.08181818182);
    near(heat.theta, -0.08181818182);
    near(sigma, 0.04090909091);
    near(informationFlow.x, 0.06791909936);
    near(partial.x, 0.01389908246);
    near(partial.theta, 0.02701000845);
  });
  test('swapped, the heat turns and Σ stays; equal, there is neither', () => {
    const { heat, total: sigma } = exactProcess(pair(2, 1, { steps: 1 })).means;
    near(heat.x, -0.08181818182);
    near(sigma, 0.04090909091);
    near(exactProcess(pair(1.4, 1.4, { steps: 1 })).means.total, 0);
  });
  test.each([1, 2, 3])('simulated: Σ = q (1/T_x − 1/T_θ), local detailed balance exact; seed %i', (seed) => {
    const e = pair(1, 2);
    const { ledger } = simulate(e, { trajectories: 8000, rng: randomStream(seed) });
    expect(localDetailedBalance({ ledger }).holds).toBe('yes');
    expect(mean(total(ledger.bathEntropy, ledger.ticks))).toAgreeWith(10 * 0.04090909091);
  });
});

describe('between components', () => {
  test.each([1, 2, 3])('beads of a chain alternate: ΔS_R = q/T of each, Σ of the exact back-end; seed %i', (seed) => {
    const bath = make(twoTemperature, { first: 3, second: 1, between: 'components' });
    const e = inContact(make(beadChain, { beads: 4, sweeps: 5 }), { x: bath, theta: bath });
    const { ledger } = simulate(e, { trajectories: 8000, rng: randomStream(seed) });
    expect(localDetailedBalance({ ledger }).holds).toBe('yes');
    const worth = ledger.heat.map((q, at) => q / ((at % ledger.ticks) % 2 === 0 ? 3 : 1));
    expect(mean(worth)).toAgreeWith(exactProcess(e).means.logRatio.x / ledger.ticks);
  });
  test('two beads: the same numbers as `gradient` from end to end', () => {
    const of = (bath: ReturnType<typeof make<any, any>>) =>
      exactProcess(inContact(make(beadChain, { beads: 2, hot: 10, sweeps: 3 }), { x: bath, theta: bath })).means.logRatio.x;
    expect(of(make(twoTemperature, { first: 10, second: 1, between: 'components' }))).toBe(of(make(gradient, { from: 10, to: 1 })));
  });
  test('numbering goes on in θ', () => {
    const still = {
      dim: 1,
      kernel: { step() {}, logDensity: (_a: unknown, _b: unknown, _c: unknown, out: Float64Array) => void out.fill(0) },
    };
    const subsystem = { ...still, energy: (_x: unknown, _given: unknown, out: Float64Array) => void out.fill(0) };
    const open = (first: number) =>
      make(twoTemperature, { first: 4, second: 2, between: 'components' }).open(1, randomStream(1), {
        subsystem,
        state: batch(1, 1),
        place: { first, of: 3 },
      });
    expect([open(0), open(1), open(2)].map(({ beta }) => beta[0])).toEqual([0.25, 0.5, 0.25]);
    expect(() => make(twoTemperature).open(1, randomStream(1), { subsystem, state: batch(1, 1) })).toThrow(SzilardError);
  });
});
