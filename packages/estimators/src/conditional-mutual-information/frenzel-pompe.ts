import { type Batch, defineEstimator, type Estimate, type RandomStream } from '@szilard/core';
import { checkSamples } from '../border.ts';
import { columnsOf } from '../columns.ts';
import { ballTerms } from '../information/balls.ts';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { errorWithTies, identical, infinite, neighbourCautions, preparationCautions } from '../information/neighbour-cautions.ts';
import { type NeighbourParams, neighbourDefaults, neighbourDomain } from '../information/neighbour-params.ts';
import { prepare } from '../information/prepare.ts';
import { conditional } from '../information/terms.ts';
import { sameColumn, viewOf } from '../neighbours/view.ts';

const id = 'conditional-mutual-information/frenzel-pompe';

/**
 * I(X;Y|Z) from nearest neighbours [Frenzel2007]; [n, dx], [n, dy] and [n, dz], nats:
 *
 *     I = ψ(k) − ⟨ψ(n_xz + 1) + ψ(n_yz + 1) − ψ(n_z + 1)⟩
 *
 * n_xz, n_yz, n_z: other points strictly closer, in those variables, than the k-th neighbour in all. May be negative; never clamped.
 *
 * Error: as for mutual-information/ksg1. It does not cover bias: towards 0,
 * and growing with the number of columns of z.
 */
export const frenzelPompe = defineEstimator<'conditional-mutual-information', NeighbourParams>({
  id,
  title: 'conditional mutual information from nearest neighbours, after Frenzel and Pompe',
  quantity: 'conditional-mutual-information',
  source: '[Frenzel2007]',
  defaults: neighbourDefaults,
  domain: neighbourDomain,
  calibrated: true,
  create: (params) => ({ estimate: (input, rng) => estimate(params, input, rng) }),
});

function estimate(params: NeighbourParams, { x, y, z }: { x: Batch; y: Batch; z: Batch }, rng: RandomStream): Estimate {
  checkSamples(id, { x, y, z });
  const own = { x: columnsOf('x', x), y: columnsOf('y', y), z: columnsOf('z', z) };
  const columns = [...own.x, ...own.y, ...own.z];
  const views = [
    prepare(id, x, own.x, params, rng.fork('x')),
    prepare(id, y, own.y, params, rng.fork('y')),
    prepare(id, z, own.z, params, rng.fork('z')),
  ];
  const { local, response, tied, ceiling } = ballTerms(id, views, conditional, { ...params, names: 'x, y and z' });
  const [value, stderr] = [meanOf(local), errorWithTies(errorOfLocal(local, response), tied, x.n)];
  const batches = { x, y, z };
  const same = (a: keyof typeof own, b: keyof typeof own, i: number, j: number) => sameColumn(viewOf(batches[a]), i, viewOf(batches[b]), j);
  const alike = (a: keyof typeof own, b: keyof typeof own) => identical(own[a], own[b], (i, j) => same(a, b, i, j));
  // What z knows already is shared with nobody.
  const known = (['x', 'y'] as const).filter((name) =>
    own[name].every((column, i) => identical([column], own.z, (_, j) => same(name, 'z', i, j))),
  );
  const twins = alike('x', 'z') || alike('y', 'z') ? null : alike('x', 'y');
  const limit = known.length > 0 ? {} : { ceiling };
  const cautions = [...preparationCautions(params), ...neighbourCautions({ value, stderr, n: x.n, k: params.k, tied, columns, ...limit })];
  if (twins) cautions.unshift(infinite(twins));
  if (known.length > 0)
    cautions.unshift(
      `${known.join(' and ')} ${known.length > 1 ? 'are' : 'is'} part of z: given z nothing is left to share, and the truth is 0`,
    );
  return {
    value,
    stderr,
    unit: 'nat',
    n: x.n,
    method: id,
    params: { ...params },
    ...(twins ? { bound: 'lower' as const } : {}),
    cautions,
  };
}
