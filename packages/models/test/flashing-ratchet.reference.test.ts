// The flashing ratchet of [Kim2020] for ten heights of its potential, against exact numbers computed elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Experiment,
  entropyProduction,
  entropyProductionRate,
  fundamentalCycles,
  jumpChain,
  make,
  moments,
  randomStream,
  rateBalance,
  recordState,
  simulate,
  stationaryLaw,
} from '@szilard/core';
import { jumpRatchet, ratchetChain, ratchetEnergy, ratchetRates } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Case {
  readonly V: number;
  readonly ep_per_step_independent: number;
  readonly ctmc_ep_rate: number;
  readonly jump_chain_P: readonly (readonly number[])[];
  readonly jump_chain_stationary: readonly number[];
  readonly ctmc_rates: readonly (readonly number[])[];
  readonly ctmc_stationary: readonly number[];
}

describeReference('neep', (path) => {
  const cases = JSON.parse(readFileSync(join(path, 'ratchet_exact.json'), 'utf8')) as Case[];
  const farthest = (ours: ArrayLike<number>, theirs: readonly number[]) => Math.max(...theirs.map((v, i) => Math.abs(v - ours[i])));

  describe.each(cases.map((entry) => [entry.V, entry] as const))('height %f', (height, entry) => {
    const ratchet = { height, switching: 1, beta: 1 };
    const rates = ratchetRates(ratchet);
    const chain = jumpChain(rates);

    test('rates and chances of the next jump', () => {
      expect(farthest(rates.rates, entry.ctmc_rates.flat())).toBeLessThan(1e-12);
      expect(farthest(chain.rates, entry.jump_chain_P.flat())).toBeLessThan(1e-12);
    });

    test('stationary laws and entropy production, per jump and per unit time', () => {
      expect(farthest(stationaryLaw(rates), entry.ctmc_stationary)).toBeLessThan(1e-10);
      expect(farthest(stationaryLaw(chain), entry.jump_chain_stationary)).toBeLessThan(1e-10);
      expect(Math.abs(entropyProductionRate(stationaryLaw(chain), [chain]) - entry.ep_per_step_independent)).toBeLessThan(1e-10);
      expect(Math.abs(entropyProductionRate(stationaryLaw(rates), [rates]) - entry.ctmc_ep_rate)).toBeLessThan(1e-10);
      const { exact } = jumpRatchet;
      const defaults = { ...jumpRatchet.defaults, ...ratchet, interval: 1, ticks: 1 };
      expect(Math.abs(exact!['entropy-production'](defaults) - entry.ctmc_ep_rate)).toBeLessThan(1e-10);
      const step = { ...ratchetChain.defaults, ...ratchet, ticks: 1 };
      expect(Math.abs(ratchetChain.exact!['entropy-production'](step) - entry.ep_per_step_independent)).toBeLessThan(1e-10);
    });

    test('local detailed balance: −ΔU within a potential, 0 for switching, and no jump that is neither', () => {
      const { edges, worst } = rateBalance([rates], (from, to) =>
        from < 3 !== to < 3 ? 0 : ratchetEnergy(ratchet, from) - ratchetEnergy(ratchet, to),
      );
      expect(edges).toHaveLength(18);
      expect(worst).toBeLessThan(1e-14);
      // The same affinities drive the chain of jumps: what leaves a state cancels around a cycle.
      const law = stationaryLaw(rates);
      const [inTime, byJump] = [fundamentalCycles(law, [rates]), fundamentalCycles(stationaryLaw(chain), [chain])];
      for (const [k, { affinity }] of inTime.entries()) expect(byJump[k].affinity).toBeCloseTo(affinity, 11);
    });
  });

  test.each([1, 2, 3])('seed %i: simulated jumps and times agree with the exact entropy productions', (seed) => {
    const bath = make(ideal);
    const touch = (model: Experiment | object): Experiment => ({ ...(model as Experiment), reservoirs: { x: bath, theta: bath } });
    const { ep_per_step_independent: perJump, ctmc_ep_rate: perTime, jump_chain_stationary: visits } = cases.find(({ V }) => V === 1.5)!;
    const jumps = simulate(touch(make(ratchetChain, { height: 1.5 })), {
      trajectories: 8000,
      rng: randomStream(seed),
      record: { x: recordState('x', 1, 10) },
    });
    const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
    expect(mean(entropyProduction(jumps).map((s) => s / 10))).toAgreeWith(perJump);
    for (const [state, share] of visits.entries()) expect(mean(jumps.x.data.map((x) => (x === state ? 1 : 0)))).toAgreeWith(share);
    const times = simulate(touch(make(jumpRatchet, { height: 1.5, interval: 1, ticks: 4 })), {
      trajectories: 8000,
      rng: randomStream(seed),
    });
    expect(mean(entropyProduction(times).map((s) => s / 4))).toAgreeWith(perTime);
  });
});
