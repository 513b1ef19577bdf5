import { type Domain, SzilardError } from '@szilard/core';
import type { Counts } from './counts.ts';

export interface AlphabetParams {
  /** Symbols that the law may have. 0: as many as were seen. */
  alphabet: number;
}

export const alphabetDefaults: AlphabetParams = { alphabet: 0 };
export const alphabetDomain: { readonly alphabet: Domain } = { alphabet: { integer: true, atLeast: 0 } };

/** The number asked for, or the symbols seen. */
export function alphabetOf(where: string, { alphabet }: AlphabetParams, { seen }: Counts): number {
  if (alphabet === 0) return seen;
  if (alphabet >= seen) return alphabet;
  throw new SzilardError(
    'parameter',
    `[${where}] alphabet: expected at least the ${seen} symbols seen, got ${alphabet}. Give all symbols that the law may have, or 0 for those seen.`,
  );
}
