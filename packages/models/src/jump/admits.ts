import type { Batch, Buffers } from '@szilard/core';

/** Can a table of numbered states serve a block: one temperature, and all states among those that have a number? */
export const admits = ({ x, partner, partnerStates, beta }: Buffers, states: number): boolean =>
  beta.every((b) => b === beta[0]) && below(x, states) && (partner.dim === 0 || below(partner, partnerStates!.n));

const below = ({ data }: Batch, states: number): boolean => data.every((state) => Number.isInteger(state) && state >= 0 && state < states);
