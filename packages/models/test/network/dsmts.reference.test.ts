import { readNetwork } from '@szilard/models';
import { expect, test } from 'vitest';
import { describeReference } from '../../../../test/reference.ts';
import { dsmtsCases, held } from './dsmts.ts';

/** Linear growth and decay, events, rules, local parameters, sources and sinks; dimers and batches where the folder has them. */
const minimal = [
  '001-01',
  '001-03',
  '001-07',
  '001-19',
  '002-01',
  '002-03',
  '002-05',
  '002-07',
  '002-09',
  '003-01',
  '003-03',
  '004-01',
  '004-03',
];

describeReference('dsmts', (folder) => {
  const cases = dsmtsCases(folder);
  const plain = cases.filter(({ id, network }) => !network.needs_compartment_semantics && minimal.includes(id.slice(-6)));

  test.each((['direct', 'next-reaction'] as const).flatMap((method) => plain.map((one) => [one.id, method, one] as const)))(
    '%s, %s method: means and spreads of 2000 trajectories',
    (_id, method, one) => {
      const { columns, outside } = held(folder, one, 2000, one, method);
      expect(columns).toEqual(one.columns);
      expect(outside.exact).toBe(0);
      expect(outside.worstMean).toBeLessThan(4);
      // In its own standard errors: Y takes the law for Gaussian, and 001-03 at its extinction is far from that.
      expect(outside.worstSpread).toBeLessThan(4);
    },
  );

  test('the folder has cases of this kind', () => expect(plain.length).toBeGreaterThan(5));

  test('a rate constant that is 5 % off is found', () => {
    const [one] = plain;
    const { Lambda, Mu } = one.network.parameters;
    const wrong = { ...one, network: { ...one.network, parameters: { Lambda: 1.05 * Lambda, Mu } } };
    expect(held(folder, one, 2000, wrong).outside.mean).toBeGreaterThan(20);
    expect(held(folder, one, 2000).outside.mean).toBe(0);
  });

  test('cases that need compartment volumes are refused', () => {
    const others = cases.filter(({ network }) => network.needs_compartment_semantics);
    expect(others.length).toBeGreaterThan(0);
    for (const one of others) expect(() => readNetwork(one, { source: one.id })).toThrow(/Compartment volumes are not supported/);
  });
});
