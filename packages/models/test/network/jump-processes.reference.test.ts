import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../../test/reference.ts';
import { meanAt, simulated } from './simulation.ts';

/** One decay through sixteen channels. */
const channels = ({ A0, rates }: any) => ({ initial: { A: A0 }, reactions: rates.map((rate: number) => ['A -> 0', rate]) });

/** Every firing lifts the intensity by α, which decays at β; between firings it only falls, so its last value bounds it. */
const hawkes = ({ p: { lambda0, alpha, beta } }: any) => ({
  initial: { N: 0 },
  parameters: { lambda0, alpha, beta, heat: 0, last: 0 },
  reactions: [
    {
      products: { N: 1 },
      rate: 'lambda0 + heat*exp(-beta*(t - last))',
      bound: 'lambda0 + heat',
      assign: 'heat = heat*exp(-beta*(t - last)) + alpha; last = t',
    },
  ],
});

describeReference('jumpprocesses', (folder) => {
  const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')).cases;
  const found = (id: string) => cases.find((one: any) => one.id === id);
  const within = (value: number, { expected, rel_tol }: any) => expect(Math.abs(value / expected - 1)).toBeLessThan(rel_tol);

  describe.each([1, 2, 3])('seed %i', (seed) => {
    test('two molecules at a time, three at a time', () => {
      const one = found('bimolecular');
      const { value } = meanAt(simulated(one, { times: [one.tf], trajectories: one.n_sims, seed }), 'A', 0);
      within(value, one);
    });

    test('reversible binding: the stationary mean, by the null space of the master equation', () => {
      const one = found('reversible_binding');
      const mean = meanAt(simulated(one, { times: [one.tf], trajectories: 1000, seed }), 'A', 0);
      within(mean.value, one);
      expect(mean).toAgreeWith(one.expected);
    });

    test('sixteen channels: A₀ exp(−Σk t)', () => {
      const one = found('linear_16_channels');
      const mean = meanAt(simulated(channels(one), { times: [one.tf], trajectories: one.n_sims, seed }), 'A', 0);
      within(mean.value, one);
      expect(mean).toAgreeWith(one.expected);
    });

    test('a self-exciting process: mean and variance of its rate', () => {
      const { T, expected, abs_tol, n_sims, ...one } = found('hawkes');
      const summary = simulated(hawkes(one), { times: [T], trajectories: n_sims, seed });
      expect(Math.abs(summary.mean[0] / T - expected.mean)).toBeLessThan(abs_tol.mean);
      expect({ value: (summary.sd[0] / T) ** 2, stderr: expected.var * Math.sqrt(2 / n_sims) }).toAgreeWith(expected.var);
    });
  });

  test('gene expression with negative feedback', () => {
    const one = found('gene_expression');
    within(meanAt(simulated(one, { times: [one.tf], trajectories: 2000 }), 'P', 0).value, one);
  });
});
