/** x ∈ {0, 1} with p(x|θ) ∝ e^θx, and a parameter θ on whole numbers: the chances of their moves, docs/theory.md 10. */

/** p(x|θ) at inverse temperature β. */
export const bernoulli = (x: number, theta: number, beta = 1): number => 1 / (1 + Math.exp((1 - 2 * x) * beta * theta));

/** With the chance `rate` x is drawn afresh from p(x|θ). */
export const refreshed = (from: number, to: number, theta: number, rate: number, beta = 1): number =>
  rate * bernoulli(to, theta, beta) + (from === to ? 1 - rate : 0);

/** One step up or down proposed, with the chance ½ each, and accepted with min(1, e^−βΔU); off the ends U is ∞. */
export function metropolisStep(from: number, to: number, energy: readonly number[], beta = 1): number {
  const go = (step: number) => {
    const there = energy[from + step];
    return there === undefined ? 0 : 0.5 * Math.min(1, Math.exp(-beta * (there - energy[from])));
  };
  return from === to ? 1 - go(-1) - go(1) : Math.abs(to - from) === 1 ? go(to - from) : 0;
}
