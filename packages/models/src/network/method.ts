/** Exact ways to draw what happens next: the same law, other numbers. */
export type NetworkMethod = 'direct' | 'next-reaction';

/** The rule, and part of the definition of the numbers: up to so many reactions the direct method is about as fast, whatever depends on what. */
export const DIRECT_UP_TO = 16;
export const methodFor = (reactions: number): NetworkMethod => (reactions <= DIRECT_UP_TO ? 'direct' : 'next-reaction');
