import { SzilardError } from '@szilard/core';

const term = /^(\d+)?\s*\*?\s*([\p{L}_][\p{L}\p{N}_]*)$/u;
const nothing = new Set(['', '0', '∅']);

/** One side of a reaction, `2A + B`, as counts by species; empty or 0 is nothing. */
export function reactionSide(text: string, where: string): Map<string, number> {
  const counts = new Map<string, number>();
  if (nothing.has(text.trim())) return counts;
  for (const part of text.split('+')) {
    const [, count = '1', name] = term.exec(part.trim()) ?? [];
    if (name === undefined)
      throw new SzilardError(
        'input',
        `[${where}] expected terms such as 2A + B, got "${text.trim()}". Write 0 or nothing for an empty side.`,
      );
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return counts;
}

/** `2A + B -> C` as its two sides. */
export function reactionEquation(text: string, where: string): { reactants: Map<string, number>; products: Map<string, number> } {
  const sides = text.split(/-->|->|→/);
  if (sides.length !== 2)
    throw new SzilardError(
      'input',
      `[${where}] expected one arrow, as in 2A + B -> C, got "${text}". Write a way back as a reaction of its own.`,
    );
  return { reactants: reactionSide(sides[0], where), products: reactionSide(sides[1], where) };
}
