import type { Ensemble } from '../contracts/batch.ts';
import { SzilardError } from '../errors.ts';
import type { Reading } from '../numerics/ratio-of-means.ts';

/** Groups of trajectories, each left out once. */
const GROUPS = 20;
/** The window that is summed is so many times its own result [Sokal1997]. */
const WIDTH = 5;

export interface TimeScale extends Reading {
  /** Lags summed; 0 where no window was found. */
  readonly window: number;
}

/**
 * Integrated autocorrelation time τ = ½ + Σ_s ρ(s), in frames, of the components together: ρ(s) = Σ_i C_ii(s)/Σ_i C_ii(0) about the
 * mean over trajectories at each frame, so that a common drift is no correlation. NaN where the record is too short for it.
 */
export function timeScale(series: Ensemble): TimeScale {
  const { trajectories, steps } = series;
  if (trajectories < 2 || steps < 2)
    throw new SzilardError(
      'input',
      `[timeScale] series: expected two trajectories of two frames at least, got ${trajectories} of ${steps}. Run more.`,
    );
  const groups = Math.min(GROUPS, trajectories);
  const away = centred(series);
  /** Σ over t, components and the trajectories of each group, lag by lag; made when asked for. */
  const products: Float64Array[] = [];
  const atLag = (s: number) => (products[s] ??= productsAt(away, s, groups));
  const rho = (s: number, without: number) => {
    const sum = (values: Float64Array) => values.reduce((total, v, g) => (g === without ? total : total + v), 0);
    return (sum(atLag(s)) * steps) / (sum(atLag(0)) * (steps - s));
  };
  const upTo = (window: number, without: number) => {
    let tau = 0.5;
    for (let s = 1; s <= window; s++) tau += rho(s, without);
    return tau;
  };
  let [tau, window] = [0.5, 0];
  for (let s = 1; s < steps && window === 0; s++) {
    tau += rho(s, -1);
    if (s >= WIDTH * tau) window = s;
  }
  if (window === 0) return { value: Number.NaN, stderr: Number.NaN, window };
  const left = Array.from({ length: groups }, (_, g) => upTo(window, g));
  const mean = left.reduce((a, b) => a + b, 0) / groups;
  const spread = left.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { value: tau, stderr: Math.sqrt(((groups - 1) / groups) * spread), window };
}

/** τ of one over τ of another; their errors are taken for independent. */
export function timeScaleRatio(over: Reading, under: Reading): Reading {
  const value = over.value / under.value;
  return { value, stderr: Math.abs(value) * Math.hypot(over.stderr / over.value, under.stderr / under.value) };
}

function centred({ trajectories, steps, dim, data }: Ensemble): Ensemble {
  const width = steps * dim;
  const mean = new Float64Array(width);
  for (let i = 0; i < trajectories; i++) for (let at = 0; at < width; at++) mean[at] += data[i * width + at] / trajectories;
  return { trajectories, steps, dim, data: data.map((v, at) => v - mean[at % width]) };
}

function productsAt({ trajectories, steps, dim, data }: Ensemble, s: number, groups: number): Float64Array {
  const out = new Float64Array(groups);
  for (let i = 0; i < trajectories; i++) {
    let sum = 0;
    for (let at = i * steps * dim; at < (i * steps + steps - s) * dim; at++) sum += data[at] * data[at + s * dim];
    out[Math.floor((i * groups) / trajectories)] += sum;
  }
  return out;
}
