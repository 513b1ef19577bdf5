import { type Columns, component, defineQuantity, type PairedSeries, type Role } from '@szilard/core';
import { learningQuantities } from '../learning/quantities.ts';
import { seriesOf } from './series.ts';

const sample = (name: string, about: string): Role => ({ name, about, aligned: true });
const loose = (name: string, about: string): Role => ({ name, about, aligned: false, columns: 1 });
const optional = (role: Role): Role => ({ ...role, optional: true });
const none = {};

const pairedSeries = (columns: Columns): PairedSeries => {
  const { source, target, condition } = columns.roles;
  return {
    source: seriesOf('source', source, columns),
    target: seriesOf('target', target, columns),
    ...(condition ? { condition: seriesOf('condition', condition, columns) } : {}),
  };
};
const pair = [sample('source', 'the series that informs'), sample('target', 'the series that is informed')];
const variables = [sample('x', 'the variables, one a column')];

export const quantities = [
  defineQuantity({
    id: 'entropy',
    title: 'entropy of all columns together',
    source: '[Cover2006]',
    equation: 'S(X) = −⟨ln p(x)⟩',
    roles: [sample('x', 'the variable; several columns are one joint variable')],
    defaults: none,
    create:
      () =>
      ({ roles: { x } }) => ({ x }),
  }),
  defineQuantity({
    id: 'mutual-information',
    title: 'information that x and y share',
    source: '[Cover2006]',
    equation: 'I(X;Y) = S(X) + S(Y) − S(X,Y)',
    roles: [sample('x', 'one variable'), sample('y', 'the other')],
    defaults: none,
    create:
      () =>
      ({ roles: { x, y } }) => ({ x, y }),
  }),
  defineQuantity({
    id: 'conditional-mutual-information',
    title: 'information that x and y share once z is known',
    source: '[Cover2006]',
    equation: 'I(X;Y|Z) = S(X,Z) + S(Y,Z) − S(Z) − S(X,Y,Z)',
    roles: [sample('x', 'one variable'), sample('y', 'the other'), sample('z', 'what is known')],
    defaults: none,
    create:
      () =>
      ({ roles: { x, y, z } }) => ({ x, y, z }),
  }),
  defineQuantity({
    id: 'total-correlation',
    title: 'information that the columns share',
    source: '[Watanabe1960]',
    equation: 'T = Σ_k S(X_k) − S(X)',
    roles: variables,
    defaults: none,
    create:
      () =>
      ({ roles: { x } }) => ({ x }),
  }),
  defineQuantity({
    id: 'o-information',
    title: 'redundancy less synergy among the columns',
    source: '[Rosas2019]',
    equation: 'Ω = (m − 2) S(X) + Σ_k [S(X_k) − S(X without X_k)]',
    roles: variables,
    defaults: none,
    create:
      () =>
      ({ roles: { x } }) => ({ x }),
  }),
  defineQuantity({
    id: 'transfer-entropy',
    title: 'what the past of source tells about the next of target beyond its own past',
    source: '[Schreiber2000]',
    equation: 'TE = I(past of source; next of target | past of target)',
    series: true,
    roles: [...pair, optional(sample('condition', 'a third series whose past is known too'))],
    defaults: none,
    create: () => pairedSeries,
  }),
  defineQuantity({
    id: 'active-information-storage',
    title: 'what the past of a series tells about its next',
    source: '[Lizier2012]',
    equation: 'A = I(past; next)',
    series: true,
    roles: [sample('target', 'the series')],
    defaults: none,
    create: () => (columns) => ({ target: seriesOf('target', columns.roles.target, columns) }),
  }),
  defineQuantity({
    id: 'information-flow',
    title: 'what the moves of source add to the information between source and target, per step',
    source: '[Horowitz2014]',
    equation: 'ΔI = I(source′; target) − I(source; target)',
    series: true,
    roles: pair,
    defaults: none,
    create: () => pairedSeries,
  }),
  defineQuantity({
    id: 'entropy-production-rate',
    title: 'entropy production per step, from the states alone',
    source: '[Seifert2012]',
    equation: 'Σ = ⟨ln P(trajectory)/P(reversed)⟩ per step',
    series: true,
    roles: [sample('series', 'the states, frame by frame')],
    defaults: none,
    create: () => (columns) => ({ series: seriesOf('series', columns.roles.series, columns) }),
  }),
  defineQuantity({
    id: 'free-energy-difference',
    title: 'free-energy difference between the ends of a process, from its work',
    source: '[Jarzynski1997]',
    equation: '⟨e^−W⟩ = e^−ΔF, in units of k_BT',
    roles: [loose('forward', 'work of the process'), optional(loose('backward', 'work of its reverse'))],
    defaults: none,
    create:
      () =>
      ({ roles: { forward, backward } }) => ({
        forward: component(forward, 0),
        ...(backward ? { backward: component(backward, 0) } : {}),
      }),
  }),
  defineQuantity({
    id: 'crooks-slope',
    title: 'slope of ln P_F(W)/P_R(−W): 1 where the Crooks relation holds',
    source: '[Crooks1999]',
    equation: 'ln P_F(W)/P_R(−W) = slope · (W − ΔF)',
    roles: [loose('forward', 'work of the process'), loose('backward', 'work of its reverse')],
    defaults: none,
    create:
      () =>
      ({ roles: { forward, backward } }) => ({ forward: component(forward, 0), backward: component(backward, 0) }),
  }),
  defineQuantity({
    id: 'free-energy-between-states',
    title: 'free-energy differences among sampled states',
    source: '[Shirts2008]',
    equation: 'f_i = −ln Σ_n e^−u_i(x_n) / Σ_k N_k e^{f_k − u_k(x_n)}',
    roles: [
      sample('reduced', 'reduced energy of each sample in each state, one state a column'),
      { name: 'counts', about: 'samples drawn in each state, in the order of the columns', aligned: false, columns: 1 },
    ],
    defaults: none,
    create:
      () =>
      ({ roles: { reduced, counts } }) => ({ reduced, counts: Array.from(counts.data) }),
  }),
  ...learningQuantities,
] as const;
