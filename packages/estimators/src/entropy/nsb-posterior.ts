import type { Counts } from '../discrete/counts.ts';
import { dirichletEntropy, each, type Posterior } from '../discrete/dirichlet.ts';
import { logRising, trigamma } from '../discrete/special.ts';

/** Weights below e^−DEEP of the largest do not count. */
const DEEP = 45;
const POINTS = 200;

/**
 * Mean and variance of S where the Dirichlet parameter β has the prior that makes ⟨S⟩(β) uniform on (0, ln K) [Nemenman2002]; nats:
 *
 *     p(β|n) ∝ dξ/dβ · Γ(Kβ)/Γ(n + Kβ) Π_i Γ(n_i + β)/Γ(β),   ξ(β) = ψ(Kβ + 1) − ψ(β + 1)
 *
 * The integral runs over u = ln β, where the integrand dies away exponentially at both ends: the trapezium rule with ever more
 * points, until mean and variance move by less than 1e-10.
 */
export function nsbPosterior(counts: Counts, alphabet: number): Posterior {
  if (alphabet === 1) return { mean: 0, variance: 0 };
  const logWeight = (u: number) => u + logPrior(Math.exp(u), alphabet) + logEvidence(counts, alphabet, Math.exp(u));
  const [low, high, top] = support(logWeight, -DEEP - Math.log(alphabet), DEEP + Math.log(counts.n));
  let before: Posterior = { mean: Number.NaN, variance: Number.NaN };
  for (let points = 64; points <= 65536; points *= 2) {
    const now = average(points, low, high, (u) => ({
      weight: Math.exp(logWeight(u) - top),
      at: () => dirichletEntropy(counts, alphabet, Math.exp(u)),
    }));
    const moved = Math.max(Math.abs(now.mean - before.mean) / now.mean, Math.abs(now.variance / before.variance - 1));
    if (moved < 1e-10) return now;
    before = now;
  }
  return before;
}

/** ln dξ/dβ = ln[K ψ′(Kβ + 1) − ψ′(β + 1)]; by series where the two terms nearly cancel. */
function logPrior(beta: number, alphabet: number): number {
  if (beta < 30) return Math.log(alphabet * trigamma(alphabet * beta + 1) - trigamma(beta + 1));
  const term = (power: number) => (1 - alphabet ** -power) / beta ** power;
  const series = term(1) / 2 - term(2) / 6 + term(4) / 30 - term(6) / 42 + term(8) / 30;
  return Math.log(series / beta);
}

function logEvidence(counts: Counts, alphabet: number, beta: number): number {
  let out = -logRising(alphabet * beta, counts.n);
  each(counts, alphabet, (count, times) => {
    if (count > 0) out += times * logRising(beta, count);
  });
  return out;
}

/** Where the weight is worth counting, and its largest logarithm there. */
function support(logWeight: (u: number) => number, low: number, high: number): [low: number, high: number, top: number] {
  for (;;) {
    const step = (high - low) / POINTS;
    const logs = Float64Array.from({ length: POINTS + 1 }, (_, i) => logWeight(low + i * step));
    const top = logs.reduce((a, b) => Math.max(a, b));
    const first = logs.findIndex((value) => value > top - DEEP);
    const last = logs.findLastIndex((value) => value > top - DEEP);
    if (last - first > POINTS / 2) return [low, high, top];
    high = low + (last + 1) * step;
    low += (first - 1) * step;
  }
}

function average(
  points: number,
  low: number,
  high: number,
  sample: (u: number) => { readonly weight: number; at(): Posterior },
): Posterior {
  let [total, mean, square] = [0, 0, 0];
  const found: [weight: number, mean: number][] = [];
  for (let i = 0; i <= points; i++) {
    const { weight, at } = sample(low + ((high - low) * i) / points);
    if (weight < 1e-20) continue;
    const own = at();
    total += weight;
    mean += weight * own.mean;
    square += weight * own.variance;
    found.push([weight, own.mean]);
  }
  mean /= total;
  for (const [weight, own] of found) square += weight * (own - mean) ** 2;
  return { mean, variance: square / total };
}
