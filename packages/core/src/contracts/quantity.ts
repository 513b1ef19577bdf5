import type { Batch } from './batch.ts';
import type { Quantities } from './estimator.ts';
import type { Plugin } from './plugin.ts';

/** A part of a quantity's input that columns of a table can play. */
export interface Role {
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
  /** True: as many rows as any other aligned role, row by row. False: a sample of its own. */
  readonly aligned: boolean;
  /** Exactly so many columns. Absent: any number. */
  readonly columns?: number;
}

/** Columns by role, and the rows at which a new trajectory starts (the first is 0). */
export interface Columns {
  readonly roles: Readonly<Record<string, Batch>>;
  readonly starts: readonly number[];
}

/** What is estimated: a definition, apart from every estimator of it. `create` gives the way from columns of numbers to its input. */
export interface QuantityPlugin<Q extends keyof Quantities = any, P = any> extends Plugin<P, (columns: Columns) => Quantities[Q]> {
  readonly id: Q & string;
  /** The definition, as an equation. */
  readonly equation: string;
  readonly roles: readonly Role[];
  /** True: rows are frames in time, and a column may tell trajectories apart. */
  readonly series?: boolean;
}

export const defineQuantity = <Q extends keyof Quantities, P>(plugin: QuantityPlugin<Q, P>): QuantityPlugin<Q, P> => plugin;
