import { Container, ContainerModule } from 'inversify';
import type { CheckPlugin, Environment, EstimatorPlugin, KernelPlugin, ModelPlugin, Plugin, ReservoirPlugin } from '../contracts/plugin.ts';
import type { QuantityPlugin } from '../contracts/quantity.ts';
import type { TaskPlugin } from '../contracts/task.ts';
import { nearest, SzilardError } from '../errors.ts';
import { make, paramsOf } from './make.ts';

export interface Kinds {
  model: ModelPlugin;
  kernel: KernelPlugin;
  reservoir: ReservoirPlugin;
  estimator: EstimatorPlugin;
  quantity: QuantityPlugin;
  task: TaskPlugin;
  check: CheckPlugin;
}
export type Kind = keyof Kinds;
export const kinds: readonly Kind[] = ['model', 'kernel', 'reservoir', 'estimator', 'quantity', 'task', 'check'];

/** What a package or a user hands to a lab. */
export type LabModule = ContainerModule | readonly ContainerModule[];

/** Under this token the container holds one plugin: `rebind(pluginToken('model', id))` swaps it. */
export const pluginToken = (kind: Kind, id: string): symbol => Symbol.for(`szilard/${kind}/${id}`);
/** Under this token the container holds a service as a function that resolves it: `() => T | Promise<T>`. */
export const serviceToken = (name: keyof Environment & string): symbol => Symbol.for(`szilard/service/${name}`);
const shelfToken = (kind: Kind): symbol => Symbol.for(`szilard/${kind}`);

const exactness = ['exact', 'order-1', 'order-2', 'none'];
const spaces = ['positions', 'phase-space', 'finite'];
type Need = (met: boolean, where: string, expected: string, got: unknown) => void;

function mustClaim({ id, claims, space }: Partial<KernelPlugin>, need: Need): void {
  need(spaces.includes(space as string), `kernel "${id}", space`, `one of ${spaces.join(', ')}`, space);
  for (const name of ['invariance', 'detailedBalance'] as const)
    need(exactness.includes(claims?.[name] as string), `kernel "${id}", claims.${name}`, `one of ${exactness.join(', ')}`, claims?.[name]);
}

/** Refuses what is not a list of plugins, by name. */
function mustBeCatalog(kind: Kind, catalog: readonly unknown[]): void {
  const need = (met: boolean, where: string, expected: string, got: unknown) => {
    if (!met) throw new SzilardError('composition', `[lab] ${where}: expected ${expected}, got ${String(got)}. See docs/add-a-plugin.md.`);
  };
  need(kinds.includes(kind), 'catalogModule', `one of ${kinds.join(', ')}`, kind);
  need(Array.isArray(catalog), `catalogModule('${kind}')`, 'an array of plugins', catalog);
  for (const [at, plugin] of catalog.entries()) {
    const { id, defaults, create, claims, reservoirs, quantity, law, calibrated } = (plugin ?? {}) as Record<string, unknown>;
    need(typeof id === 'string' && id !== '', `${kind} ${at}, id`, 'a name', id);
    need(typeof defaults === 'object' && defaults !== null, `${kind} "${id}", defaults`, 'an object', defaults);
    need(typeof create === 'function', `${kind} "${id}", create`, 'a function', create);
    if (kind === 'model') {
      const claimed = (claims as Record<string, unknown> | undefined)?.localDetailedBalance;
      need(exactness.includes(claimed as string), `model "${id}", claims.localDetailedBalance`, 'exact, order-1, order-2 or none', claimed);
      need(
        Array.isArray((claims as Record<string, unknown>).reservoirs),
        `model "${id}", claims.reservoirs`,
        'ids of reservoirs',
        (claims as Record<string, unknown>).reservoirs,
      );
      need(Array.isArray(reservoirs), `model "${id}", reservoirs`, 'ids of reservoirs', reservoirs);
    }
    if (kind === 'kernel') mustClaim((plugin ?? {}) as Partial<KernelPlugin>, need);
    if (kind === 'estimator' || kind === 'task') need(typeof quantity === 'string', `${kind} "${id}", quantity`, 'a name', quantity);
    if (kind === 'estimator') need(typeof calibrated === 'boolean', `estimator "${id}", calibrated`, 'true or false', calibrated);
    if (kind === 'quantity')
      need(Array.isArray((plugin as Record<string, unknown>).roles), `quantity "${id}", roles`, 'a list of roles', undefined);
    if (kind === 'check') need(typeof law === 'string', `check "${id}", law`, 'a name', law);
  }
}

type Services = { readonly [S in keyof Environment]?: () => Environment[S] | Promise<Environment[S]> };

/** A catalogue of plain values, and the services its plugins name in `needs`, become a module. The only bridge between physics and container. */
export const catalogModule = <K extends Kind>(kind: K, catalog: readonly Kinds[K][], services: Services = {}): ContainerModule =>
  new ContainerModule(({ bind }) => {
    mustBeCatalog(kind, catalog);
    for (const plugin of catalog) {
      // Ids are listed under one token, values lie under their own: so one plugin can be rebound alone.
      bind(shelfToken(kind)).toConstantValue(plugin.id);
      bind(pluginToken(kind, plugin.id)).toConstantValue(plugin);
    }
    for (const [name, resolve] of Object.entries(services)) bind(Symbol.for(`szilard/service/${name}`)).toConstantValue(resolve);
  });

/** Swap plugins or services that earlier modules bound; later modules win. */
export const replace = <K extends Kind>(kind: K, plugin: Kinds[K]): ContainerModule =>
  new ContainerModule(({ rebind, isBound }) => {
    mustBeBound(isBound(pluginToken(kind, plugin.id)), `${kind} "${plugin.id}"`);
    rebind(pluginToken(kind, plugin.id)).toConstantValue(plugin);
  });
export const replaceService = <S extends keyof Environment & string>(
  name: S,
  resolve: () => Environment[S] | Promise<Environment[S]>,
): ContainerModule =>
  new ContainerModule(({ rebind, isBound }) => {
    mustBeBound(isBound(serviceToken(name)), `service "${name}"`);
    rebind(serviceToken(name)).toConstantValue(resolve);
  });

function mustBeBound(bound: boolean, what: string): void {
  if (!bound)
    throw new SzilardError(
      'composition',
      `[lab] there is no ${what} to replace yet. Load replacements only after the module that binds it.`,
    );
}

export interface Lab {
  /** A plugin by its id, or by the last part of it where that names only one. */
  model(id: string): ModelPlugin;
  kernel(id: string): KernelPlugin;
  reservoir(id: string): ReservoirPlugin;
  estimator(id: string): EstimatorPlugin;
  quantity(id: string): QuantityPlugin;
  task(id: string): TaskPlugin;
  check(id: string): CheckPlugin;
  ids(kind: Kind): string[];
  /** Build a plugin with the services it needs. */
  build<P extends object, T>(plugin: Plugin<P, T>, overrides?: Partial<P>): Promise<T>;
  /** A service, resolved once. */
  service<S extends keyof Environment & string>(name: S): Promise<Environment[S]>;
  /** Has anything asked for this service yet? */
  resolved(name: keyof Environment & string): boolean;
}

/** The composition root: modules in, plugins by id out. */
export function createLab(...modules: readonly LabModule[]): Lab {
  const container = new Container();
  for (const module of modules.flat()) container.load(module);
  const shelves = Object.fromEntries(kinds.map((kind) => [kind, shelf(container, kind)])) as { [K in Kind]: Map<string, Kinds[K]> };
  const find =
    <K extends Kind>(kind: K) =>
    (id: string): Kinds[K] => {
      const known = [...shelves[kind].keys()];
      const short = known.filter((candidate) => candidate.endsWith(`/${id}`));
      const plugin = shelves[kind].get(id) ?? (short.length === 1 ? shelves[kind].get(short[0]) : undefined);
      if (plugin) return plugin as Kinds[K];
      const near = nearest(id, known);
      throw new SzilardError(
        'unknown-id',
        `No ${kind} "${id}". Known: ${known.sort().join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
      );
    };
  const resolved = new Map<string, Promise<unknown>>();
  const service: Lab['service'] = (name) => {
    if (!resolved.has(name)) {
      if (!container.isBound(serviceToken(name))) {
        return Promise.reject(
          new SzilardError('composition', `[lab] no service "${name}" is bound, and a plugin needs it. Load the module that brings it.`),
        );
      }
      resolved.set(name, Promise.resolve().then(container.get<() => never>(serviceToken(name))));
    }
    return resolved.get(name) as Promise<never>;
  };
  return {
    model: find('model'),
    kernel: find('kernel'),
    reservoir: find('reservoir'),
    estimator: find('estimator'),
    quantity: find('quantity'),
    task: find('task'),
    check: find('check'),
    ids: (kind) => [...shelves[kind].keys()],
    async build(plugin, overrides) {
      const environment: Record<string, unknown> = {};
      const needs = [...(plugin.needs ?? []), ...(plugin.needsOf?.(paramsOf(plugin, overrides)) ?? [])];
      for (const name of needs) environment[name] = await service(name as keyof Environment & string);
      return make(plugin, overrides, environment);
    },
    service,
    resolved: (name) => resolved.has(name),
  };
}

function shelf<K extends Kind>(container: Container, kind: K): Map<string, Kinds[K]> {
  const byId = new Map<string, Kinds[K]>();
  const ids = container.isBound(shelfToken(kind)) ? container.getAll<string>(shelfToken(kind)) : [];
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new SzilardError(
      'composition',
      `[lab] two ${kind === 'quantity' ? 'quantities' : `${kind}s`} are called "${twice}". Rename one, or use replace('${kind}', …): ids are how a run names its parts.`,
    );
  }
  for (const id of ids) byId.set(id, container.get<Kinds[K]>(pluginToken(kind, id)));
  return byId;
}
