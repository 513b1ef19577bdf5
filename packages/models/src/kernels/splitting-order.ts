import { SzilardError } from '@szilard/core';

/** A sub-move: R flight, V kick, O thermostat, over `span` of time; { and } enclose what is accepted or undone as a whole. */
export interface SubMove {
  readonly kind: 'R' | 'V' | 'O' | '{' | '}';
  readonly span: number;
}

const synonyms: Readonly<Record<string, SubMove['kind']>> = { R: 'R', A: 'R', V: 'V', B: 'V', O: 'O', '{': '{', '}': '}' };
const mirrored = { R: 'R', V: 'V', O: 'O', '{': '}', '}': '{' } as const;

/** 'O V R V O' → sub-moves: each letter's kind shares dt equally. A = R, B = V; spaces do not matter. */
export function parseOrder(order: string, dt: number): SubMove[] {
  const kinds = [...order.replace(/\s+/g, '')].map((letter) => {
    const kind = synonyms[letter];
    if (!kind)
      throw new SzilardError(
        'parameter',
        `[splitting] order: expected letters of R V O (or A B O) and at most one { }, got "${letter}" in "${order}".`,
      );
    return kind;
  });
  const count = (kind: SubMove['kind']) => kinds.filter((k) => k === kind).length;
  const need = (met: boolean, expected: string) => {
    if (!met)
      throw new SzilardError('parameter', `[splitting] order: expected ${expected}, got "${order}". Write for instance "O V R V O".`);
  };
  need(count('O') > 0, 'at least one O: without a thermostat there is no noise and no bath');
  need(count('R') > 0, 'at least one R: without flight the positions stand still');
  const [open, close] = [kinds.indexOf('{'), kinds.indexOf('}')];
  need(count('{') === count('}') && count('{') <= 1 && open <= close, 'at most one pair { }, opened before it is closed');
  const within = open < 0 ? [] : kinds.slice(open + 1, close);
  need(
    !within.includes('O') && isPalindrome(within),
    'a palindrome of R and V between { and }: only what can be undone can be turned down',
  );
  return kinds.map((kind) => ({ kind, span: dt / count(kind) }));
}

const isPalindrome = (kinds: readonly SubMove['kind'][]): boolean =>
  kinds.every((kind, at) => kind === mirrored[kinds[kinds.length - 1 - at]]);

/** The same sub-moves in opposite order. */
export const reversedOrder = (moves: readonly SubMove[]): SubMove[] =>
  moves.toReversed().map(({ kind, span }) => ({ kind: mirrored[kind], span }));

/** Is the order its own reverse? */
export const isSymmetric = (moves: readonly SubMove[]): boolean => isPalindrome(moves.map(({ kind }) => kind));

/** True: every R and V stands between braces, so that nothing of the discretisation is left. */
export const isMetropolised = (moves: readonly SubMove[]): boolean => {
  const [open, close] = [moves.findIndex(({ kind }) => kind === '{'), moves.findIndex(({ kind }) => kind === '}')];
  return open >= 0 && moves.every(({ kind }, at) => (kind !== 'R' && kind !== 'V') || (at > open && at < close));
};

/** True: between any two O, flight and kick last equally long, so that what one takes from the energy the other gives back to first order. */
export function isBalanced(moves: readonly SubMove[]): boolean {
  let lead = 0;
  for (const { kind, span } of [...moves, { kind: 'O', span: 0 } as const]) {
    if (kind === 'R') lead += span;
    if (kind === 'V') lead -= span;
    if (kind === 'O' && Math.abs(lead) > 1e-12 * Math.abs(moves[0].span)) return false;
  }
  return true;
}
