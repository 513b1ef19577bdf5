/** One entropy of a sum: weight · S of the variables numbered in `of`, jointly. */
export interface Term {
  readonly weight: number;
  readonly of: readonly number[];
}

const all = (count: number) => Array.from({ length: count }, (_, i) => i);
const without = (count: number, i: number) => all(count).filter((j) => j !== i);

/** I(0;1) = S(0) + S(1) − S(0,1). */
export const mutual: readonly Term[] = [
  { weight: 1, of: [0] },
  { weight: 1, of: [1] },
  { weight: -1, of: [0, 1] },
];

/** I(0;1|2) = S(0,2) + S(1,2) − S(2) − S(0,1,2). */
export const conditional: readonly Term[] = [
  { weight: 1, of: [0, 2] },
  { weight: 1, of: [1, 2] },
  { weight: -1, of: [2] },
  { weight: -1, of: [0, 1, 2] },
];

/** T = Σ S(i) − S(all) [Watanabe1960]. */
export const total = (count: number): Term[] => [...all(count).map((i) => ({ weight: 1, of: [i] })), { weight: -1, of: all(count) }];

/** Ω = (count − 2) S(all) + Σ [S(i) − S(all but i)] [Rosas2019]. */
export const organisation = (count: number): Term[] => [
  ...all(count).flatMap((i) => [
    { weight: 1, of: [i] },
    { weight: -1, of: without(count, i) },
  ]),
  { weight: count - 2, of: all(count) },
];
