import { SzilardError } from '../errors.ts';
import { digamma, logGamma } from './special.ts';
import { sum } from './sum.ts';

/** Two parameters of a law of one variable: mean and deviation, shape and rate, … */
export type Pair = readonly [number, number];

const positive = (name: string, ...values: readonly number[]): void => {
  const wrong = values.find((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (wrong !== undefined)
    throw new SzilardError('parameter', `[divergences.${name}] expected finite parameters above 0, got ${wrong}. No law has it.`);
};

/** Both of one length, no entry below 0, sums 1 to 1e-9. */
const laws = (p: ArrayLike<number>, q: ArrayLike<number>): void => {
  if (p.length !== q.length || p.length === 0)
    throw new SzilardError('shape', `[divergences.categorical] expected two laws on the same values, got ${p.length} and ${q.length}.`);
  for (const law of [p, q])
    if (!(Math.abs(sum(law) - 1) < 1e-9) || Array.from(law).some((chance) => !(chance >= 0)))
      throw new SzilardError('input', `[divergences.categorical] expected chances that sum to 1, got (${Array.from(law).join(', ')}).`);
};

/** Σ p ln p/q: what p has that q forbids makes it ∞. */
function categorical(p: ArrayLike<number>, q: ArrayLike<number>): number {
  laws(p, q);
  return sum(Float64Array.from(p, (chance, k) => (chance === 0 ? 0 : chance * Math.log(chance / q[k]))));
}

/** D(p‖q) = ∫ p ln p/q of two laws of one family, first p, then q; nats, at least 0, 0 only where p = q [Cover2006]. */
export const divergences = {
  categorical,
  /** Of the chances of a one. */
  bernoulli: (p: number, q: number): number => categorical([p, 1 - p], [q, 1 - q]),
  /** [mean, deviation]. */
  normal([m, s]: Pair, [n, t]: Pair): number {
    positive('normal', s, t);
    return Math.log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - 0.5;
  },
  /** Of the rates. */
  exponential(a: number, b: number): number {
    positive('exponential', a, b);
    return Math.log(a / b) + b / a - 1;
  },
  /** [shape, rate]. */
  gamma([a, r]: Pair, [b, s]: Pair): number {
    positive('gamma', a, r, b, s);
    return (a - b) * digamma(a) - logGamma(a) + logGamma(b) + b * Math.log(r / s) + a * (s / r - 1);
  },
  /** [α, β]. */
  beta([a, b]: Pair, [c, d]: Pair): number {
    positive('beta', a, b, c, d);
    const lnB = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
    return lnB(c, d) - lnB(a, b) + (a - c) * digamma(a) + (b - d) * digamma(b) + (c - a + d - b) * digamma(a + b);
  },
  /** Of the means. */
  poisson(a: number, b: number): number {
    positive('poisson', a, b);
    return a * Math.log(a / b) + b - a;
  },
  /** [median, scale]. */
  laplace([m, a]: Pair, [n, b]: Pair): number {
    positive('laplace', a, b);
    const far = Math.abs(m - n);
    return Math.log(b / a) + (a * Math.exp(-far / a) + far) / b - 1;
  },
};
