import { defineEstimator, type Ensemble, type Estimate, moments, SzilardError } from '@szilard/core';
import { checkLearning } from './check.ts';
import type { GaussianSteps, MemorisedSamples } from './ensemble.ts';

const id = 'learning/gaussian-step-bound';

/**
 * M-info is at most what every noisy step lets through [Xu2017, Pensia2018, docs/theory.md 6]; nats:
 *
 *     I(Θ_n;B) ≤ Σ_t (d/2) ln(1 + ε_t²⟨|g_t|²⟩/(d s_t²))        θ′ = θ − εg + N(0, s²) in d coordinates, θ₀ independent of B
 *
 * g may leave out whatever of the gradient is a function of θ alone: less of it, a tighter bound. Bounds L-info, too.
 * Error: that of the means over runs; 0 where a single row gives bounds on |g|².
 */
export const gaussianStepBound = defineEstimator<'memorised-information', Record<string, never>>({
  id,
  title: 'what injected noise lets parameters memorise at most, step by step',
  quantity: 'memorised-information',
  bound: 'upper',
  requires: ['steps', 'squaredGradients'],
  source: '[Xu2017], [Pensia2018]; docs/theory.md 6',
  calibrated: true,
  defaults: {},
  create: () => ({ estimate }),
});

function estimate(ensemble: MemorisedSamples): Estimate {
  const { squares, learningRate, noise, dim } = checked(ensemble);
  const { trajectories: runs, steps } = squares;
  const influence = new Float64Array(runs);
  let value = 0;
  for (let t = 0; t < steps; t++) {
    const column = Float64Array.from({ length: runs }, (_, r) => squares.data[r * steps + t]);
    const { mean } = moments(column);
    const gain = learningRate[t] ** 2 / (dim * noise[t] ** 2);
    value += 0.5 * dim * Math.log1p(gain * mean);
    for (let r = 0; r < runs; r++) influence[r] += (0.5 * dim * gain * (column[r] - mean)) / (1 + gain * mean);
  }
  const stderr = runs === 1 ? 0 : moments(influence).stderr;
  const cautions: string[] = [];
  if (runs === 1) cautions.push('one row of |g|²: taken as given bounds, without error');
  else if (stderr === 0) cautions.push('|g|² is the same in all runs: an error of 0 says that, and not how far the number is right');
  return {
    value,
    stderr,
    unit: 'nat',
    n: runs,
    method: id,
    params: {},
    bound: 'upper',
    details: { steps, dim },
    cautions,
  };
}

function checked(ensemble: MemorisedSamples): GaussianSteps & { readonly squares: Ensemble } {
  const { steps: given, squaredGradients: squares } = ensemble;
  if (!given || !squares) {
    throw new SzilardError(
      'input',
      `[${id}] ${given ? 'squaredGradients' : 'steps'}: expected learning rates, noise and |g|² of every step, got none. Record them along the runs.`,
    );
  }
  checkLearning(id, ensemble);
  const { learningRate, noise, dim } = given;
  const { trajectories, steps, dim: width, data } = squares;
  if (width !== 1 || data.length !== trajectories * steps || trajectories < 1 || learningRate.length !== steps || noise.length !== steps) {
    throw new SzilardError(
      'shape',
      `[${id}] squaredGradients: expected [${trajectories}, ${steps}, 1], ${steps} learning rates and as many noises, got ${data.length}, ${learningRate.length} and ${noise.length}. Give one of each a step.`,
    );
  }
  const refuse = (name: string, expected: string, values: Float64Array, fine: (v: number) => boolean) => {
    const bad = values.findIndex((v) => !(Number.isFinite(v) && fine(v)));
    if (bad < 0) return;
    throw new SzilardError('input', `[${id}] ${name}: expected ${expected}, got ${values[bad]} at ${bad} (counted from 0). Repair it.`);
  };
  refuse('squaredGradients', 'finite numbers from 0 on', data, (v) => v >= 0);
  refuse('noise', 'finite numbers above 0: without noise there is no bound', noise, (v) => v > 0);
  refuse('dim', 'a whole number from 1 on', Float64Array.of(dim), (v) => Number.isInteger(v) && v >= 1);
  return { ...given, squares };
}
