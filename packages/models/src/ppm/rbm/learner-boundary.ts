import type { Batch, Boundary } from '@szilard/core';
import { equilibrium } from './equilibrium.ts';
import { partnerMachine } from './machine.ts';
import { parameterCount, type RbmShape } from './shape.ts';

export interface LearnerBoundaryOptions {
  readonly shape: RbmShape;
  /** Mean of θ for each data set; [sets][parameters]. */
  readonly centres: readonly Float64Array[];
  /** Width of θ around it. */
  readonly prior: number;
  readonly control: Float64Array;
}

/** Any data set b alike, θ ~ N(centre of b, prior²), (v, h) in equilibrium at θ; x = (b, v, h). */
export function learnerBoundary({ shape, centres, prior, control }: LearnerBoundaryOptions): Boundary {
  const dim = parameterCount(shape);
  const rest = equilibrium(shape, 1, 1);
  const lnNormal = dim * Math.log(prior * Math.sqrt(2 * Math.PI)) + Math.log(centres.length);
  return {
    control,
    sample(rng, x, theta) {
      rng.fillNormal(theta.data);
      const [u, units] = [new Float64Array(x.n * (1 + rest.uniforms)), new Float64Array(x.n * rest.uniforms)];
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        const b = Math.floor(centres.length * u[i * (1 + rest.uniforms)]);
        x.data[i * x.dim] = b;
        for (let k = 0; k < dim; k++) theta.data[i * dim + k] = centres[b][k] + prior * theta.data[i * dim + k];
        for (let k = 0; k < rest.uniforms; k++) units[i * rest.uniforms + k] = u[i * (1 + rest.uniforms) + 1 + k];
      }
      const machine = partnerMachine({ partner: theta });
      for (let i = 0; i < x.n; i++) rest.draw(machine, i, units, x);
    },
    logDensity(x, theta, out) {
      const machine = partnerMachine({ partner: theta });
      for (let i = 0; i < x.n; i++) {
        out[i] = rest.logDensity(machine, i, x) - lnNormal - squares(centres[x.data[i * x.dim]], theta, i, dim) / (2 * prior * prior);
      }
    },
  };
}

/** |θ − centre|²; Infinity where there is no such data set. */
function squares(centre: Float64Array | undefined, { data }: Batch, i: number, dim: number): number {
  if (!centre) return Number.POSITIVE_INFINITY;
  let total = 0;
  for (let k = 0; k < dim; k++) total += (data[i * dim + k] - centre[k]) ** 2;
  return total;
}
