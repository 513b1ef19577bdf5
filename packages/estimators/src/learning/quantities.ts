import { type Columns, defineQuantity, type Role } from '@szilard/core';

const part = (name: string, about: string, optional = false): Role => ({ name, about, aligned: true, ...(optional ? { optional } : {}) });
const source = part('source', 'what tells one data set from another; one row a run');

/** What a learner keeps of its data, and what it gives back. One row a run. */
export const learningQuantities = [
  defineQuantity({
    id: 'memorised-information',
    title: 'M-info, the information that parameters keep of the data source',
    source: '[Parsi2024]',
    equation: 'M = I(Θ;B)',
    roles: [source, part('theta', 'the parameters that were learned')],
    defaults: {},
    create:
      () =>
      ({ roles }: Columns) => ({ source: roles.source, theta: roles.theta }),
  }),
  defineQuantity({
    id: 'learned-information',
    title: 'L-info, the information that samples of the learned model carry of the data source',
    source: '[Parsi2024]',
    equation: 'L = I(X;B) = I(X;Θ) − I(X;Θ|B)',
    roles: [source, part('x', 'a sample of the learned model'), part('theta', 'the parameters, for the difference', true)],
    defaults: {},
    create:
      () =>
      ({ roles: { source: from, x, theta } }: Columns) => ({ source: from, x, ...(theta ? { theta } : {}) }),
  }),
] as const;
