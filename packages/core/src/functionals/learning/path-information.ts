import type { Batch } from '../../contracts/batch.ts';
import type { Experiment } from '../../contracts/dynamics.ts';
import { SzilardError } from '../../errors.ts';
import { randomStream } from '../../random/stream.ts';
import { frame } from '../bipartite-entropies.ts';
import { averages, type Measured } from './measured.ts';
import { logSum } from './mixtures.ts';
import { groupsOf, type LearningRecord } from './record.ts';

export interface PathInformationOptions {
  /** Which component of x is the data set, and its value on each; source s of the record is `labels[s]`. */
  readonly component: number;
  readonly labels: readonly number[];
  readonly onFrame?: (done: number) => void;
}

/**
 * I(Θ_0 … Θ_n;B), what the whole path of the parameters tells of which of these data sets they learn from, after n = 0, 1, … moves
 * of Θ; an upper bound on M-info I(Θ_n;B) [docs/theory.md 21]; nats:
 *
 *     ⟨ln P(path|B) − ln (1/S) Σ_s P(path|s)⟩,    P(path|s) = p(θ_0) Π_n K_s(θ_n|θ_{n−1})
 *
 * Exact but for the sampling of paths, and never above ln S. K_s is the learner's own kernel with the label of s in x; Θ must not
 * feel anything else of x. Both seats are to be recorded at every tick, and θ_0 must not know its data set.
 */
export function pathInformation(experiment: Experiment, record: LearningRecord, options: PathInformationOptions): Measured[] {
  const where = '[pathInformation]';
  const { component, labels, onFrame } = options;
  const groups = groupsOf(record, where);
  const { sources: S, trajectories: T, source } = groups;
  const { ticks, subsystems, reservoirs } = experiment;
  if (record.theta.steps !== ticks.length + 1)
    throw new SzilardError(
      'input',
      `${where} expected frames at every one of ${ticks.length} ticks and the start, got ${record.theta.steps}. Record every tick.`,
    );
  if (ticks.some(({ mover }) => mover === 'random'))
    throw new SzilardError('composition', `${where} expected a fixed order of ticks, got a random scan. Take theta-first or x-first.`);
  if (labels.length !== S)
    throw new SzilardError('shape', `${where} labels: expected one for each of ${S} data sets, got ${labels.length}.`);
  const { mean } = averages(groups, 'these');
  const logs = new Float64Array(T * S);
  const told = (): Measured =>
    mean(
      Float64Array.from({ length: T }, (_, i) => {
        const row = logs.subarray(i * S, (i + 1) * S);
        return row[source[i]] - logSum(row) + Math.log(S);
      }),
    );
  const out = [told()];
  const density = new Float64Array(T);
  for (const [t, { mover, control }] of ticks.entries()) {
    if (mover !== 'theta') continue;
    const [from, to, x] = [frame(record.theta, t), frame(record.theta, t + 1), frame(record.x, t)];
    const bath = reservoirs.theta.open(T, randomStream(where).trajectories(0, T), { subsystem: subsystems.theta, state: from });
    for (let s = 0; s < S; s++) {
      subsystems.theta.kernel.logDensity(from, to, { partner: labelled(x, component, labels[s]), control, bath }, density);
      for (let i = 0; i < T; i++) logs[i * S + s] += density[i];
    }
    const lost = logs.findIndex((v) => Number.isNaN(v) || v === Number.POSITIVE_INFINITY);
    if (lost >= 0)
      throw new SzilardError('non-finite', `${where} kernel of θ: expected densities below infinity, got ${logs[lost]} at tick ${t}.`);
    out.push(told());
    onFrame?.(t + 1);
  }
  return out;
}

function labelled({ n, dim, data }: Batch, component: number, label: number): Batch {
  const copy = data.slice();
  for (let i = 0; i < n; i++) copy[i * dim + component] = label;
  return { n, dim, data: copy };
}
