import { type Estimator, type EstimatorPlugin, make, nearest, type Quantities, SzilardError } from '@szilard/core';

/** An estimator that a composition is made of, by its id or the last part of it. */
export function underlying<Q extends keyof Quantities>(
  where: string,
  shelf: readonly EstimatorPlugin<Q>[],
  id: string,
  settings: Readonly<Record<string, unknown>>,
): Estimator<Q> {
  const plugin = shelf.find((candidate) => candidate.id === id) ?? shelf.find((candidate) => candidate.id.endsWith(`/${id}`));
  if (plugin) return make(plugin, settings);
  const known = shelf.map((candidate) => candidate.id);
  const near = nearest(id, known);
  throw new SzilardError(
    'parameter',
    `[${where}] estimator: expected one of ${known.join(', ')}, got "${id}".${near ? ` Did you mean "${near}"?` : ' Take one of those.'}`,
  );
}

/** The plugins of one quantity. */
export const shelfOf = <Q extends keyof Quantities>(plugins: readonly EstimatorPlugin[], quantity: Q): EstimatorPlugin<Q>[] =>
  plugins.filter((plugin) => plugin.quantity === quantity);
