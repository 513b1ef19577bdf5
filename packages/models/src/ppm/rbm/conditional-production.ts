import { type Batch, type Ensemble, type Experiment, type Recorder, type Run, SzilardError, sum } from '@szilard/core';
import { addModelMeans, logPartition } from './enumerate.ts';
import { energyAt, jointLaw } from './joint.ts';
import type { RbmLearnerModel } from './learner.ts';
import { listedLaws } from './listed-laws.ts';
import { parameterCount, type RbmShape } from './shape.ts';

/** What `conditionalProduction` and `dissipationAlong` read: x at the start, and θ before the first step and after each. Lagged orders only. */
export function learnerRecords({ subsystems, ticks }: Experiment | RbmLearnerModel['model']): Record<'start' | 'path', Recorder> {
  const steps = ticks.filter(({ mover }) => mover === 'theta').length;
  if (steps === 0)
    throw new SzilardError(
      'composition',
      '[learnerRecords] order: expected ticks of theta, got a random scan. Take theta-first or x-first.',
    );
  return {
    start: { every: ticks.length, dim: subsystems.x.dim, observe: (x, _theta, out) => out.data.set(x.data) },
    path: { every: ticks.length / steps, dim: subsystems.theta.dim, observe: (_x, theta, out) => out.data.set(theta.data) },
  };
}

/**
 * Entropy production of x given the path of θ, against equilibrium at both ends: ln p(x₀|θ₀) − ln p(x_N|θ_N) + Σ ln K/K̃ of its own
 * moves = W − ΔF of x at β = 1; [trajectories], nats. Its mean exceeds E4 of docs/theory.md 10 by D(p_N(x|θ_N) ‖ p(x|θ_N)), 0
 * where x relaxes fully; ⟨e^−σ⟩ = 1 exactly where θ moves by itself. The run needs its ledger move by move, and `learnerRecords`.
 */
export function conditionalProduction({ shape, model }: RbmLearnerModel, { ledger, records, x, theta }: Run): Float64Array {
  const { start, path } = records as Readonly<Record<string, Ensemble | undefined>>;
  if (!start || !path || ledger.ticks !== ledger.moves)
    throw new SzilardError(
      'input',
      '[conditionalProduction] expected a run with the ledger move by move and the records of learnerRecords, got another.',
    );
  const dim = parameterCount(shape);
  const fields = new Float64Array(shape.hidden);
  const own = model.ticks.flatMap(({ mover }, t) => (mover === 'x' ? [t] : []));
  const logLaw = (state: Batch, row: number, parameters: Float64Array, at: number) =>
    -energyAt(shape, parameters, at, state.data, row * state.dim + 1, fields) - logPartition(shape, parameters, 1, at);
  const first: Batch = { n: start.trajectories * start.steps, dim: start.dim, data: start.data };
  return Float64Array.from({ length: ledger.trajectories }, (_, i) => {
    const flow = own.reduce((total, t) => total + ledger.logRatio[i * ledger.ticks + t], 0);
    return logLaw(first, i * start.steps, path.data, i * path.steps * dim) - logLaw(x, i, theta.data, i * dim) + flow;
  });
}

/**
 * Its mean over the draws of x, given one path of θ that x did not steer: Σ_n ⟨E_θn − E_θn−1⟩ under the law of x then, + ln Z_N/Z_0;
 * [frames, parameters] → nats. `lag`: half-steps between two frames, hidden first and in turns; Infinity: x relaxes fully, and it
 * is Σ D(p_θn−1 ‖ p_θn).
 */
export function dissipationAlong(shape: RbmShape, path: Float64Array, lag: number): number {
  const dim = parameterCount(shape);
  const frames = path.length / dim;
  if (!Number.isInteger(frames) || frames < 2)
    throw new SzilardError('shape', `[dissipationAlong] path: expected two frames of ${dim} numbers or more, got ${path.length} numbers.`);
  const at = (n: number) => path.subarray(n * dim, (n + 1) * dim);
  const gained = logPartition(shape, at(frames - 1)) - logPartition(shape, at(0));
  if (lag === Number.POSITIVE_INFINITY) {
    let work = 0;
    for (let n = 1; n < frames; n++) {
      const means = new Float64Array(dim);
      addModelMeans(shape, at(n - 1), 0, 1, means);
      for (let k = 0; k < dim; k++) work -= (at(n)[k] - at(n - 1)[k]) * means[k];
    }
    return work + gained;
  }
  const laws = listedLaws(shape);
  let { law, energy } = jointLaw(shape, at(0), 1, '[dissipationAlong]');
  let [work, turn] = [0, 0];
  for (let n = 1; n < frames; n++) {
    const next = jointLaw(shape, at(n), 1, '[dissipationAlong]').energy;
    work += sum(law.map((p, s) => p * (next[s] - energy[s])));
    energy = next;
    for (let m = 0; m < lag; m++) law = laws.after(law, at(n), turn++ % 2 === 0 ? 'hidden' : 'visible');
  }
  return work + gained;
}
