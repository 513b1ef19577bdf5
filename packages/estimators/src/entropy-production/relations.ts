/** A lower bound on entropy production as a function of r = ⟨J⟩²/Var J; nats. */
export interface Bound {
  /** Analytic below 0 too, where an estimate of r may fall. */
  readonly of: (r: number) => number;
  readonly slope: (r: number) => number;
  /** r must lie above this. */
  readonly above: number;
}

/** arsinh(√r)/√r, analytic at 0. */
function ratio(r: number): number {
  if (Math.abs(r) < 1e-6) return 1 - r / 6;
  const root = Math.sqrt(Math.abs(r));
  return (r > 0 ? Math.asinh(root) : Math.asin(root)) / root;
}

export const relations = {
  /** 2 √(r/(1 + r)) arsinh √r: the least entropy production of any current with a fluctuation theorem [Timpanaro2019]. */
  'fluctuation-theorem': {
    of: (r) => (2 * r * ratio(r)) / Math.sqrt(1 + r),
    slope: (r) => 1 / (1 + r) + ratio(r) / (1 + r) ** 1.5,
    above: -1,
  },
  /** ln(1 + 2r) [Hasegawa2019]; per step, with r of infinitely many steps, that of Markov chains [Proesmans2017]. */
  exponential: { of: (r) => Math.log1p(2 * r), slope: (r) => 2 / (1 + 2 * r), above: -0.5 },
  /** 2r: continuous time [Barato2015], [Gingrich2016]. */
  continuous: { of: (r) => 2 * r, slope: () => 2, above: Number.NEGATIVE_INFINITY },
} satisfies Record<string, Bound>;

export type Relation = keyof typeof relations;
