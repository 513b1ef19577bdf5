import { type Environment, type Estimator, type EstimatorPlugin, make, nearest, type Quantities, SzilardError } from '@szilard/core';

/** An estimator that a composition is made of, and the services that it needs. */
export interface Underlying<Q extends keyof Quantities> {
  needs(id: string): readonly (keyof Environment)[];
  build(id: string, settings: Readonly<Record<string, unknown>>, environment: Partial<Environment>): Estimator<Q>;
}

/** Estimators of one quantity, by id or the last part of it. */
export function underlying<Q extends keyof Quantities>(where: string, plugins: readonly EstimatorPlugin[], quantity: Q): Underlying<Q> {
  const shelf = plugins.filter((plugin): plugin is EstimatorPlugin<Q> => plugin.quantity === quantity);
  return {
    needs: (id) => find(where, shelf, id).needs ?? [],
    build(id, settings, environment) {
      const plugin = find(where, shelf, id);
      const missing = plugin.needs?.find((name) => environment[name] === undefined);
      if (missing === undefined) return make(plugin, settings, environment);
      throw new SzilardError(
        'composition',
        `[${where}] estimator: expected the service ${missing}, which ${plugin.id} needs, got none. Build it with lab.build, or give make { ${missing} } as its third argument.`,
      );
    },
  };
}

function find<Q extends keyof Quantities>(where: string, shelf: readonly EstimatorPlugin<Q>[], id: string): EstimatorPlugin<Q> {
  const plugin = shelf.find((candidate) => candidate.id === id) ?? shelf.find((candidate) => candidate.id.endsWith(`/${id}`));
  if (plugin) return plugin;
  const known = shelf.map((candidate) => candidate.id);
  const near = nearest(id, known);
  throw new SzilardError(
    'parameter',
    `[${where}] estimator: expected one of ${known.join(', ')}, got "${id}".${near ? ` Did you mean "${near}"?` : ' Take one of those.'}`,
  );
}
