import type { Ensemble, RandomStream } from '@szilard/core';
import { type Column, columnsOf } from '../columns.ts';
import { type Preparation, prepare } from '../information/prepare.ts';
import type { View } from '../neighbours/view.ts';
import { rowsOf } from './embed.ts';

/** Series by name: all their frames as prepared rows, and what their columns look like. */
export interface Prepared<Name extends string> {
  readonly columns: Column[];
  read(name: Name): View;
}

/** Scaling and jitter are those of the full series, before anything is embedded: a frame is the same number wherever it stands. */
export function prepareSeries<Name extends string>(
  where: string,
  series: Readonly<Partial<Record<Name, Ensemble>>>,
  params: Preparation,
  rng: RandomStream,
): Prepared<Name> {
  const columns: Column[] = [];
  const views = new Map<string, View>();
  for (const [name, ensemble] of Object.entries<Ensemble>(series as Record<string, Ensemble>)) {
    const own = columnsOf(name, rowsOf(ensemble));
    columns.push(...own);
    views.set(name, prepare(where, rowsOf(ensemble), own, params, rng.fork(name)));
  }
  return { columns, read: (name) => views.get(name)! };
}
