import { moments, SzilardError, sum } from '@szilard/core';

export interface AutocorrelationTime {
  /** τ = Σ_{t≥1} ρ(t), in frames: 0 for independent frames. */
  readonly tau: number;
  /** g = 1 + 2τ: the variance of the mean is g/n times that of a frame. */
  readonly inefficiency: number;
  /** n/g. */
  readonly effective: number;
  /** Lags summed. */
  readonly window: number;
}

export interface AutocorrelationOptions {
  /**
   * Where the sum ends. `initial-sequence`: pairs ρ(2m) + ρ(2m + 1) as long as positive, made to fall [Geyer1992]: for reversible
   * chains. `window`: the first lag above `width` times ½ + Σ|ρ| so far [Sokal1997]; of |ρ|, or alternating signs would end it early.
   */
  readonly method?: 'initial-sequence' | 'window';
  /** Of the automatic window. */
  readonly width?: number;
}

/** Integrated autocorrelation time of equally spaced frames; [n]. */
export function autocorrelationTime(
  series: Float64Array,
  { method = 'initial-sequence', width = 5 }: AutocorrelationOptions = {},
): AutocorrelationTime {
  const n = series.length;
  const { mean } = moments(series);
  const away = series.map((value) => value - mean);
  const square = sum(away.map((v) => v * v));
  if (!(square > 0)) {
    throw new SzilardError(
      'input',
      `[autocorrelationTime] series: expected at least two different finite numbers, got a sum of squares of ${square}. A constant has no correlations.`,
    );
  }
  const rho = (t: number): number => {
    let product = 0;
    for (let i = 0; i + t < n; i++) product += away[i] * away[i + t];
    return product / square;
  };
  const { tau, window } = method === 'window' ? automatic(rho, n, width) : initial(rho, n);
  return { tau, inefficiency: 1 + 2 * tau, effective: n / (1 + 2 * tau), window };
}

function initial(rho: (t: number) => number, n: number): { tau: number; window: number } {
  let total = 0;
  let last = Number.POSITIVE_INFINITY;
  let t = 0;
  for (; t + 1 < n; t += 2) {
    const pair = (t === 0 ? 1 : rho(t)) + rho(t + 1);
    if (!(pair > 0)) break;
    last = Math.min(last, pair);
    total += last;
  }
  return { tau: total - 1, window: t };
}

function automatic(rho: (t: number) => number, n: number, width: number): { tau: number; window: number } {
  let [tau, size] = [0, 0.5];
  for (let t = 1; t < n; t++) {
    const correlation = rho(t);
    tau += correlation;
    size += Math.abs(correlation);
    if (t >= width * size) return { tau, window: t };
  }
  throw new SzilardError(
    'input',
    `[autocorrelationTime] series: expected a length of many autocorrelation times, got ${n} frames. Run longer.`,
  );
}
