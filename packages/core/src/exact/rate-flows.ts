import { sum } from '../numerics/sum.ts';
import type { RateMatrix } from './rate-matrix.ts';

/** J(i → j) = p_i w(i → j) − p_j w(j → i); [states, states], antisymmetric, 1/time. */
export function probabilityCurrents(law: Float64Array, { states: n, rates }: RateMatrix): Float64Array {
  return rates.map((w, at) => law[Math.floor(at / n)] * w - law[at % n] * rates[(at % n) * n + Math.floor(at / n)]);
}

/** Σ p_i w(i → j) a(i, j): what `amount` a jump adds up to per unit time. */
export function meanRate(law: Float64Array, { states: n, rates }: RateMatrix, amount: (from: number, to: number) => number): number {
  return sum(rates.map((w, at) => (w === 0 ? 0 : law[Math.floor(at / n)] * w * amount(Math.floor(at / n), at % n))));
}

/**
 * Σ over mechanisms and pairs of J ln[p_i w(i → j)/p_j w(j → i)]; nats per unit time, ≥ 0, +∞ where a jump cannot be undone by its own
 * mechanism. Mechanisms that join the same states count apart: lumped, their rates show less [Schnakenberg1976] [Esposito2010].
 */
export const entropyProductionRate = (law: Float64Array, mechanisms: readonly RateMatrix[]): number =>
  pairwise(law, mechanisms, (there, back) => (there === back ? 0 : (there - back) * Math.log(there / back)));

/** Σ p_i w(i → j) ln[w(i → j)/w(j → i)]: entropy handed to the reservoirs; nats per unit time. */
export const entropyFlowRate = (law: Float64Array, mechanisms: readonly RateMatrix[]): number =>
  pairwise(law, mechanisms, (there, back, out, home) => (there === back ? 0 : (there - back) * Math.log(out / home)));

/** dS/dt of the law; nats per unit time. Entropy production less entropy flow. */
export const entropyChangeRate = (law: Float64Array, mechanisms: readonly RateMatrix[]): number =>
  pairwise(law, mechanisms, (there, back, _out, _home, p, q) => (there === back ? 0 : (there - back) * Math.log(p / q)));

function pairwise(
  law: Float64Array,
  mechanisms: readonly RateMatrix[],
  term: (there: number, back: number, out: number, home: number, p: number, q: number) => number,
): number {
  const terms: number[] = [];
  for (const { states: n, rates } of mechanisms) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const [out, home] = [rates[i * n + j], rates[j * n + i]];
        if (out !== 0 || home !== 0) terms.push(term(law[i] * out, law[j] * home, out, home, law[i], law[j]));
      }
    }
  }
  return sum(terms);
}
