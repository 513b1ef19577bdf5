import { constant, type Expression } from './expression.ts';
import { folded } from './resolve-expression.ts';

/**
 * Propensity of k under mass action, k ∏ᵢ C(nᵢ, sᵢ) = k/∏ sᵢ! · ∏ nᵢ(nᵢ − 1)…(nᵢ − sᵢ + 1): k per distinct set of reactants, so
 * that 2A → B at rate constant k fires k n(n − 1)/2 times per unit time [Gillespie1977]. `reactants`: nᵢ and sᵢ.
 */
export function massAction(rateConstant: Expression, reactants: readonly (readonly [n: Expression, count: number])[]): Expression {
  const orderings = reactants.reduce((product, [, count]) => product * factorial(count), 1);
  let product = orderings === 1 ? rateConstant : folded('/', [rateConstant, constant(orderings)]);
  for (const [n, count] of reactants) {
    for (let taken = 0; taken < count; taken++) {
      const left = taken === 0 ? n : folded('-', [n, constant(taken)]);
      product = folded('*', [product, left]);
    }
  }
  return product;
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
