import { digamma } from '@szilard/core';
import type { Counts } from './counts.ts';
import { trigamma } from './special.ts';

export interface Posterior {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Entropy under the Dirichlet law with parameters a_i = n_i + prior, i = 1 … alphabet [Wolpert1995]; nats, exact. A = Σ a_i:
 *
 *     ⟨S⟩ = ψ(A + 1) − Σ (a_i/A) ψ(a_i + 1)
 *
 * Variance from ⟨p_i p_j (−ln p_i − c)(−ln p_j − c)⟩ with c = ⟨S⟩: taken about the mean, few digits cancel.
 */
export function dirichletEntropy(counts: Counts, alphabet: number, prior: number): Posterior {
  const total = counts.n + alphabet * prior;
  const mean = digamma(total + 1) - over(counts, alphabet, prior, (a) => (a / total) * digamma(a + 1));
  const far = digamma(total + 2) - mean;
  let [first, squares, own] = [0, 0, 0];
  each(counts, alphabet, (count, times) => {
    const a = count + prior;
    const apart = far - digamma(a + 1);
    const together = apart - 1 / (a + 1);
    first += times * a * apart;
    squares += times * (a * apart) ** 2;
    own += times * a * (a + 1) * (together ** 2 + trigamma(a + 2));
  });
  return { mean, variance: (first ** 2 - squares + own) / total / (total + 1) - trigamma(total + 2) };
}

function over(counts: Counts, alphabet: number, prior: number, term: (a: number) => number): number {
  let out = 0;
  each(counts, alphabet, (count, times) => {
    out += times * term(count + prior);
  });
  return out;
}

/** Every count with its number of symbols, those that never occurred last. */
export function each({ seen, sizes, times }: Counts, alphabet: number, visit: (count: number, times: number) => void): void {
  for (let j = 0; j < sizes.length; j++) visit(sizes[j], times[j]);
  if (alphabet > seen) visit(0, alphabet - seen);
}
