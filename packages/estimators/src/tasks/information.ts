import { defineTask } from '@szilard/core';
import { gaussianPairs, sparse } from './gaussian-pairs.ts';
import { columnsOf, equicorrelated, fineNormals } from './normal-columns.ts';

const several = { dim: { atLeast: 2, atMost: 50, integer: true }, correlation: { atLeast: 0, below: 1 } };
const defaults = { dim: 3, correlation: 0.5 };
type Columns = typeof defaults;

/** Normal laws whose informations are closed forms. */
export const informationTasks = [
  defineTask<'conditional-mutual-information', { readonly correlation: number; readonly dim: number }>({
    id: 'conditional-mutual-information/normal',
    title: 'two correlated normal variables, a third one added to both',
    source: '[Cover2006]',
    equation: 'I(X;Y|Z) = −½ ln(1 − ρ²); x = z₁ + e, y = z₁ + e′',
    quantity: 'conditional-mutual-information',
    defaults: { correlation: 0.6, dim: 1 },
    domain: { correlation: { above: -1, below: 1 }, dim: { atLeast: 1, atMost: 50, integer: true } },
    create: ({ correlation, dim }) => ({
      truth: -0.5 * Math.log(1 - correlation ** 2),
      unit: 'nat',
      sample(n, rng) {
        const { x, y } = gaussianPairs(sparse(1, 1, correlation, 1), n, rng.fork('pair'));
        const z = fineNormals(n, dim, rng.fork('known'));
        for (let i = 0; i < n; i++) {
          x.data[i] += z.data[i * dim];
          y.data[i] += z.data[i * dim];
        }
        return { x, y, z };
      },
    }),
  }),
  defineTask<'total-correlation', Columns>({
    id: 'total-correlation/normal',
    title: 'normal variables, every pair correlated',
    source: '[Watanabe1960]',
    equation: 'T = −½ ln det R',
    quantity: 'total-correlation',
    defaults,
    domain: several,
    create: ({ dim, correlation }) => ({
      truth: -0.5 * equicorrelated(dim, correlation),
      unit: 'nat',
      sample: (n, rng) => ({ x: columnsOf(n, dim, correlation, rng) }),
    }),
  }),
  defineTask<'o-information', Columns>({
    id: 'o-information/normal',
    title: 'normal variables, every pair correlated: redundant',
    source: '[Rosas2019]',
    equation: 'Ω = ½(m − 2) ln det R − ½ m ln det R′, R′ without one variable',
    quantity: 'o-information',
    defaults,
    domain: { ...several, dim: { ...several.dim, atLeast: 3 } },
    create: ({ dim, correlation }) => ({
      truth: 0.5 * (dim - 2) * equicorrelated(dim, correlation) - 0.5 * dim * equicorrelated(dim - 1, correlation),
      unit: 'nat',
      sample: (n, rng) => ({ x: columnsOf(n, dim, correlation, rng) }),
    }),
  }),
] as const;
