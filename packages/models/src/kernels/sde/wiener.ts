import { type Ensemble, type RandomStream, SzilardError } from '@szilard/core';

export interface WienerOptions {
  readonly trajectories: number;
  readonly steps: number;
  readonly dim?: number;
  readonly dt: number;
}

/** Increments of a Wiener process, N(0, dt) each; [trajectories, steps, dim], one lane of `rng` per trajectory. */
export function wienerIncrements(rng: RandomStream, { trajectories, steps, dim = 1, dt }: WienerOptions): Ensemble {
  const data = new Float64Array(trajectories * steps * dim);
  rng.trajectories(0, trajectories).fillNormal(data);
  for (let at = 0; at < data.length; at++) data[at] *= Math.sqrt(dt);
  return { trajectories, steps, dim, data };
}

/** The same path seen at every `factor`-th instant: sums of increments; [trajectories, steps/factor, dim]. */
export function coarsen({ trajectories, steps, dim, data }: Ensemble, factor: number): Ensemble {
  if (!Number.isSafeInteger(factor) || factor < 1 || steps % factor !== 0)
    throw new SzilardError('parameter', `[coarsen] factor: expected a divisor of ${steps} steps, got ${factor}.`);
  const out = { trajectories, steps: steps / factor, dim, data: new Float64Array(data.length / factor) };
  for (let i = 0; i < trajectories; i++)
    for (let s = 0; s < steps; s++)
      for (let k = 0; k < dim; k++) out.data[(i * out.steps + Math.floor(s / factor)) * dim + k] += data[(i * steps + s) * dim + k];
  return out;
}
