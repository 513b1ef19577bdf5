import { errorOf, errorOfLocal, meanOf } from '../information/mean-error.ts';

export interface SerialError {
  /** Standard error of the mean. */
  readonly stderr: number;
  /** Rows that are worth as much as one independent row; 1 without correlations in time. */
  readonly inefficiency: number;
}

/** From so many trajectories on, their spread tells the error without a word about correlations in time. */
const ENOUGH = 30;

/**
 * Standard error of the mean of numbers in order of time, trajectory after trajectory, `length` each.
 * Many trajectories: spread of their means. Few: var · g/n, g = 1 + 2 Σ_l c_l/c_0 over lags l, summed in pairs while those stay above 0
 * [Geyer1992]; the series is then taken to be stationary.
 */
export function serialError(values: Float64Array, length: number): SerialError {
  const n = values.length;
  const mean = meanOf(values);
  const trajectories = n / length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
  if (variance === 0) return { stderr: 0, inefficiency: 1 };
  const naive = Math.sqrt(variance / (n - 1));
  const finish = (stderr: number) => ({ stderr, inefficiency: (stderr / naive) ** 2 });
  if (trajectories >= ENOUGH) {
    let squares = 0;
    for (let from = 0; from < n; from += length) squares += (meanOf(values.subarray(from, from + length)) - mean) ** 2;
    return finish(Math.sqrt(squares / (trajectories - 1) / trajectories));
  }

  const covariance = (lag: number): number => {
    let products = 0;
    for (let from = 0; from < n; from += length)
      for (let i = from, end = from + length - lag; i < end; i++) products += (values[i] - mean) * (values[i + lag] - mean);
    return products / n;
  };
  let twice = -variance;
  for (let lag = 0; lag + 1 < length; lag += 2) {
    const pair = covariance(lag) + covariance(lag + 1);
    if (!(pair > 0)) break;
    twice += 2 * pair;
  }
  // Steps that undo each other from one to the next: independence errs on the safe side.
  return finish(twice > 0 ? naive * Math.sqrt(twice / variance) : naive);
}

/** The same for terms of which each depends on its neighbours. */
export function serialErrorOfLocal(local: Float64Array, response: Float64Array, length: number): SerialError {
  const stderr = errorOfLocal(local, response, (values) => serialError(values, length).stderr);
  const naive = errorOfLocal(local, response, errorOf);
  return { stderr, inefficiency: naive === 0 ? 1 : (stderr / naive) ** 2 };
}
