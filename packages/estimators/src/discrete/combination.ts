import type { Term } from '../information/terms.ts';
import { type CorrectionParams, corrections } from './corrections.ts';
import { type Counts, countsOf, occurrences } from './counts.ts';
import { influences } from './influence.ts';
import { joints } from './joints.ts';
import { secondOrder } from './second-order.ts';
import type { Symbols } from './symbols.ts';

export interface Combination {
  /** Σ_S w_S S(S); nats. */
  readonly value: number;
  /** First-order influence of each row; [n], nats. */
  readonly influence: Float64Array;
  /** Bias of the plug-in to first order, −Σ_S w_S (K_S − 1)/(2n), from the symbols seen; nats. */
  readonly bias: number;
  /** Counts of all variables together. */
  readonly whole: Counts;
  /** Error of second order alone: where the first order vanishes, as for independent variables, the error does not. Nats. */
  leastError(): number;
}

/**
 * A sum of entropies of variables given as symbols, each entropy by the same formula. Influences are the jackknife's; for `nsb`, whose
 * own would cost an integral for every count, those of the plug-in.
 */
export function combination(variables: readonly Symbols[], terms: readonly Term[], { correction }: CorrectionParams): Combination {
  const entropyOf = corrections[correction];
  const influenceOf = correction === 'nsb' ? corrections.none : entropyOf;
  const together = joints(variables);
  const { n } = variables[0];
  const influence = new Float64Array(n);
  let value = 0;
  let bias = 0;
  for (const { weight, of } of terms) {
    if (weight === 0) continue;
    const symbols = together(of);
    const times = occurrences(symbols);
    const counts = countsOf(times);
    const alphabet = of.reduce((product, v) => product * variables[v].size, 1);
    value += weight * entropyOf(counts, alphabet);
    bias -= (weight * (counts.seen - 1)) / (2 * n);
    const own = influences(counts, alphabet, influenceOf);
    const bySize = new Float64Array(counts.sizes.at(-1)! + 1);
    counts.sizes.forEach((size, j) => {
      bySize[size] = weight * own[j];
    });
    for (let i = 0; i < n; i++) influence[i] += bySize[times[symbols.of[i]]];
  }
  const whole = countsOf(occurrences(together(variables.map((_, v) => v))));
  return { value, influence, bias, whole, leastError: () => secondOrder(together, terms, n) };
}
