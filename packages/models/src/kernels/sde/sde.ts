import { type Batch, type Ensemble, SzilardError } from '@szilard/core';

/** (t, x) → one number per component, into `out`; [dim]. */
export type Coefficient = (t: number, x: Float64Array, out: Float64Array) => void;

/** dX_k = a_k(t, X) dt + b_k(t, X) dW_k: noise of its own for every component. Itô or Stratonovich: the scheme says which. */
export interface Sde {
  readonly dim: number;
  /** a; [dim], length/time. */
  readonly drift: Coefficient;
  /** b; [dim], length/√time. */
  readonly diffusion: Coefficient;
  /** ∂b_k/∂x_k; [dim]. Only Milstein's scheme asks. */
  readonly diffusionSlope?: Coefficient;
}

/** A path along given Wiener increments; [trajectories, steps, dim] → [trajectories, steps + 1, dim], the start first. */
export type PathScheme = (sde: Sde, start: Batch, increments: Ensemble, dt: number) => Ensemble;

/** One step of one trajectory: reads t, x and dW, writes `next`. */
export type Advance = (t: number, x: Float64Array, dw: Float64Array, next: Float64Array) => void;

/** Walks every trajectory along its increments. */
export function along(name: string, { dim }: Sde, start: Batch, increments: Ensemble, dt: number, advance: Advance): Ensemble {
  const { trajectories, steps } = increments;
  if (start.dim !== dim || increments.dim !== dim || start.n !== trajectories)
    throw new SzilardError(
      'shape',
      `[${name}] expected ${trajectories} starts and increments of dimension ${dim}, got ${start.n} of dimension ${start.dim} and increments of ${increments.dim}.`,
    );
  if (!(dt > 0)) throw new SzilardError('parameter', `[${name}] dt: expected a number above 0, got ${dt}.`);
  const data = new Float64Array(trajectories * (steps + 1) * dim);
  for (let i = 0; i < trajectories; i++) {
    const from = i * (steps + 1) * dim;
    data.set(start.data.subarray(i * dim, (i + 1) * dim), from);
    for (let s = 0; s < steps; s++) {
      const at = from + s * dim;
      const dw = increments.data.subarray((i * steps + s) * dim, (i * steps + s + 1) * dim);
      advance(s * dt, data.subarray(at, at + dim), dw, data.subarray(at + dim, at + 2 * dim));
    }
  }
  return { trajectories, steps: steps + 1, dim, data };
}
