import { logGamma } from '@szilard/core';

/** ψ′(x) for x > 0: recurrence up to 10, then the asymptotic series [Abramowitz1964, 6.4]. */
export function trigamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shift = 0;
  while (x < 10) shift += 1 / (x * x++);
  const y = 1 / (x * x);
  const series = y * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * (5 / 66 - y * (691 / 2730 - (7 * y) / 6))))));
  return shift + (1 + 0.5 / x + series) / x;
}

/** ln Γ(x + n)/Γ(x) = Σ_{j<n} ln(x + j), without the cancellation where x is large. */
export function logRising(x: number, n: number): number {
  if (n <= 16) {
    let out = 0;
    for (let j = 0; j < n; j++) out += Math.log(x + j);
    return out;
  }
  if (x < 10) return logGamma(x + n) - logGamma(x);
  const tail = (z: number) => (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / z / z) / z / z) / z / z) / z;
  return n * Math.log(x) + (x + n - 0.5) * Math.log1p(n / x) - n + tail(x + n) - tail(x);
}
