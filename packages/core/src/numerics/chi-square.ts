import { erfc } from './special.ts';

/** P(χ² > x) with a whole number of degrees of freedom: Q(a + 1, y) = Q(a, y) + y^a e^−y/Γ(a + 1), y = x/2 [Abramowitz1964, 6.5]. */
export function chiSquareTail(x: number, freedom: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const y = x / 2;
  const odd = freedom % 2 === 1;
  let tail = odd ? erfc(Math.sqrt(y)) : 0;
  // y^a e^−y/Γ(a + 1), from a = ½ or 0 upwards.
  let term = odd ? 2 * Math.sqrt(y / Math.PI) * Math.exp(-y) : Math.exp(-y);
  for (let a = odd ? 0.5 : 0; a < freedom / 2; a++) {
    tail += term;
    term *= y / (a + 1);
  }
  return tail;
}
