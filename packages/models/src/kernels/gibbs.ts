import { defineKernel, type Kernel, type Landscape } from '@szilard/core';
import { heatBathOn, lawAt, pick } from './heat-bath.ts';

const id = 'monte-carlo/gibbs';
const claims = { invariance: 'exact', detailedBalance: 'exact' } as const;

/** Each state picks one coordinate at random and draws it from its conditional law: random scan, its own reverse, exact in any reservoir. */
export const gibbsKernel = defineKernel({
  id,
  title: 'heat bath of one coordinate at random: exact, its own reverse, any reservoir',
  source: '[Geman1984]',
  space: 'finite',
  claims,
  defaults: {},
  create: () => randomScan,
});

function randomScan(landscape: Landscape): Kernel {
  const { dim, energy } = landscape;
  const { values, logLaw } = heatBathOn(landscape, id);
  return {
    claims,
    step(x, given, rng, next) {
      const [chance, start] = [new Float64Array(2 * x.n), new Float64Array(x.n)];
      rng.fillUniform(chance);
      energy(x, given, start);
      next.data.set(x.data);
      for (let k = 0; k < dim; k++) {
        const laws = logLaw(x, k, given, start);
        for (let i = 0; i < x.n; i++)
          if (Math.floor(chance[2 * i] * dim) === k) next.data[i * dim + k] = pick(laws, i, values[k], chance[2 * i + 1]);
      }
    },
    logDensity(from, to, given, out) {
      const start = new Float64Array(from.n);
      energy(from, given, start);
      out.fill(0); // Σ over coordinates of the chance to get from one state to the other by it alone
      for (let k = 0; k < dim; k++) {
        const laws = logLaw(from, k, given, start);
        for (let i = 0; i < from.n; i++) {
          let elsewhere = false;
          for (let j = 0; j < dim; j++) elsewhere ||= j !== k && from.data[i * dim + j] !== to.data[i * dim + j];
          if (!elsewhere) out[i] += Math.exp(lawAt(laws, i, values[k], to.data[i * dim + k]));
        }
      }
      for (let i = 0; i < out.length; i++) out[i] = Math.log(out[i] / dim);
    },
  };
}
