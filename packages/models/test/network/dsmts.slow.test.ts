import { expect, test } from 'vitest';
import { describeReference } from '../../../../test/reference.ts';
import { type DsmtsCase, dsmtsCases, held } from './dsmts.ts';

/** These need the sizes of compartments: the plain reading of them is another model. */
const volumes = ['001-11', '001-18'];

/** Flagged cases whose volumes cancel run as plain networks, the one compartment being a parameter of size 1. */
const plainly = (one: DsmtsCase) =>
  one.network.needs_compartment_semantics
    ? {
        ...one,
        sbml_only: false,
        network: { ...one.network, needs_compartment_semantics: false, parameters: { ...one.network.parameters, Cell: 1 } },
      }
    : one;

describeReference('dsmts', (folder) => {
  test('10000 trajectories of every case stay inside the bounds of the suite', { timeout: 600_000 }, () => {
    const total = { mean: 0, sd: 0, exact: 0 };
    for (const one of dsmtsCases(folder).filter(({ id }) => !volumes.includes(id.slice(-6)))) {
      const { outside } = held(folder, one, 10_000, plainly(one));
      expect(outside.worstMean, one.id).toBeLessThan(4);
      expect(outside.worstSpread, one.id).toBeLessThan(4);
      total.mean += outside.mean;
      total.sd += outside.sd;
      total.exact += outside.exact;
    }
    expect(total.exact).toBe(0);
    expect(total.mean).toBeLessThanOrEqual(3);
    expect(total.sd).toBeLessThanOrEqual(6);
  });
});
