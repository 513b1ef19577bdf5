import { SzilardError } from '@szilard/core';
import { checkSamples } from '../border.ts';
import type { LearningEnsemble } from './ensemble.ts';

/** Refuse parts whose rows do not pair up or that hold NaN or infinities, whether this estimator reads them or not. */
export function checkLearning(where: string, { source, theta, x, squaredGradients, steps }: Partial<LearningEnsemble>): void {
  checkSamples(where, { ...(theta ? { theta } : {}), ...(x ? { x } : {}), ...(source ? { source } : {}) });
  const columns = { squaredGradients: squaredGradients?.data, learningRate: steps?.learningRate, noise: steps?.noise };
  for (const [name, values] of Object.entries(columns)) {
    const bad = values?.findIndex((v) => !Number.isFinite(v)) ?? -1;
    if (bad >= 0)
      throw new SzilardError(
        'non-finite',
        `[${where}] ${name}: expected finite numbers, got ${values![bad]} at ${bad} (counted from 0). Repair it.`,
      );
  }
}
