import { defineEstimator } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { normalConditional } from '../information/normal-conditional.ts';
import { type NormalParams, normalDefaults, normalDomain } from '../information/normal-params.ts';
import { standardise } from '../information/whiten.ts';
import { joined, viewOf } from '../neighbours/view.ts';

const id = 'conditional-mutual-information/gaussian';

/**
 * I(X;Y|Z) of the jointly normal law with the sample's covariances [Cover2006, ch. 8]; [n, dx], [n, dy] and [n, dz], nats:
 *
 *     I = −½ ln( det R_xyz det R_z / (det R_xz det R_yz) )        R: correlations of those columns
 *
 * Columns that others determine are left out and named; x tied to y beyond what z explains is infinite. Error and bias: as for
 * mutual-information/gaussian.
 */
export const gaussianConditionalMutualInformation = defineEstimator<'conditional-mutual-information', NormalParams>({
  id,
  title: 'conditional mutual information of the normal law with the same covariances',
  quantity: 'conditional-mutual-information',
  source: '[Cover2006], [Misra2005]',
  calibrated: true,
  defaults: normalDefaults,
  domain: normalDomain,
  verifiedBy: 'jidt',
  create: (params) => ({
    estimate: ({ x, y, z }) => {
      const widths = [x.dim, y.dim, z.dim] as const;
      checkSamples(id, { x, y, z }, x.dim + y.dim + z.dim + 2);
      const columns = [...columnsOf('x', x), ...columnsOf('y', y), ...columnsOf('z', z)];
      const rows = standardise(id, joined([viewOf(x), viewOf(y), viewOf(z)]), columns);
      const { value, stderr, cautions } = normalConditional(params, rows, columns, widths);
      return { value, stderr, unit: 'nat', n: x.n, method: id, params: { ...params }, cautions };
    },
  }),
});
