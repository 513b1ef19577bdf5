import { SzilardError } from '@szilard/core';
import type { ReactionNetwork } from './network.ts';

/** Pairs of reactions, each the other's way back: the first one after it with the opposite change. */
export function waysBack({ reactions, source }: Pick<ReactionNetwork, 'reactions' | 'source'>): [number, number][] {
  const change = (r: number, sign: number) =>
    reactions[r].change
      .map(([index, amount]) => `${index}:${sign * amount}`)
      .sort()
      .join();
  const free = new Set(reactions.keys());
  return [...reactions.keys()].flatMap((forward): [number, number][] => {
    if (!free.delete(forward)) return [];
    const back = [...free].find((r) => change(r, -1) === change(forward, 1));
    if (back === undefined || reactions[forward].change.length === 0)
      throw new SzilardError(
        'input',
        `[${source}] reaction "${reactions[forward].name}": expected a reaction with the opposite change after it, got none. What cannot be undone has no finite entropy production.`,
      );
    free.delete(back);
    return [[forward, back]];
  });
}
