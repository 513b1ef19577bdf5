import type { BatchView } from '@szilard/core';

/** What a result has to say of its mini-batches: a line, or none where there are no batches. */
export const viewText = (view: BatchView | undefined): readonly string[] =>
  view === undefined
    ? []
    : view === 'protocol'
      ? ['mini-batches are the PROTOCOL: each is given, and changing it is work']
      : ['mini-batches are the RESERVOIR: they are averaged over, and their noise takes heat'];
