import { ASIDE } from './engine.ts';
import { fastEngine, roomy } from './engines.ts';
import type { View } from './view.ts';

/** What `use` makes of one column in ascending order; it may overwrite the numbers, and must not keep them. */
export function inOrder<T>(view: View, column: number, use: (sorted: Float64Array) => T): T {
  const { n } = view;
  const bytes = 32 * n + ASIDE;
  const engine = roomy(fastEngine(), bytes);
  return engine.inRoom(bytes, (room) => {
    const values = room.doubles(n);
    const sorted = room.doubles(n);
    view.fill(column, values, 0, 1);
    engine.sort({ values, sorted }, room);
    return use(sorted);
  });
}
