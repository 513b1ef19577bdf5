import { adam } from './adam.ts';
import type { TrainingParams } from './params.ts';

/** What is trained, whatever it is for. */
export interface Training {
  /** Where it starts; not changed. */
  readonly initial: Float32Array;
  /** Gradient of the objective, to be made large, at the next batch. */
  gradient(parameters: Float32Array): Float32Array;
  /** The objective on the validation part. */
  validate(parameters: Float32Array): number;
}

export interface Trained {
  /** The best on the validation part, the start included. */
  readonly parameters: Float32Array;
  readonly validation: number;
  /** Steps taken, and after which of them it was best. */
  readonly steps: number;
  readonly best: number;
  /** `patience`: nothing better came; `limit`: it might have; `divergence`: the gradient was no number. */
  readonly ended: 'patience' | 'limit' | 'divergence';
}

/** Ascent with early stopping. */
export function train({ initial, gradient, validate }: Training, params: TrainingParams): Trained {
  const { learningRate, steps, every, patience } = params;
  const parameters = initial.slice();
  const ascent = adam(parameters.length, learningRate);
  let best = { parameters: initial, validation: validate(initial), best: 0 };
  let idle = 0;
  for (let step = 1; step <= steps; step++) {
    if (!ascent.step(parameters, gradient(parameters))) return { ...best, steps: step, ended: 'divergence' };
    if (step % every !== 0 && step !== steps) continue;
    const validation = validate(parameters);
    if (validation > best.validation || !Number.isFinite(best.validation)) {
      best = { parameters: parameters.slice(), validation, best: step };
      idle = 0;
    } else if (++idle >= patience) return { ...best, steps: step, ended: 'patience' };
  }
  return { ...best, steps, ended: 'limit' };
}

export function trainingCautions({ ended, steps, best }: Trained): string[] {
  const cautions: string[] = [];
  if (best === 0) cautions.push('nothing learnt does better on the validation part than f = 0: the bound says nothing');
  if (ended === 'limit') cautions.push(`training ended at its limit of ${steps} steps, best at ${best}: more might raise the bound`);
  if (ended === 'divergence') cautions.push(`training diverged at step ${steps}: the network is that of step ${best}`);
  return cautions;
}

export const trainingDetails = ({ validation, steps, best }: Trained) => ({ validation, trainingSteps: steps, bestStep: best });
