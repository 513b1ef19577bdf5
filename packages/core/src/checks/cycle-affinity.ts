import { batch, rows } from '../arrays/batch.ts';
import type { Experiment } from '../contracts/dynamics.ts';
import { defineCheck } from '../contracts/plugin.ts';
import type { Cycle, Verdict } from '../contracts/verdict.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { randomStream } from '../random/stream.ts';

const law = 'cycle affinity';

/** A_C of one closed walk by both accountants, nats. Zero for every cycle ⇔ detailed balance (Kolmogorov). */
export interface Affinity {
  /** Σ ln K(x′|x)/K(x|x′). */
  readonly dynamics: number;
  /** Σ ΔS_R(q). */
  readonly reservoir: number;
}

/** The affinity of a closed walk, from one freshly opened bath [Schnakenberg1976]. */
export function affinityOf(experiment: Experiment, { seat, states, control }: Cycle): Affinity {
  const subsystem = experiment.subsystems[seat];
  const { kernel } = subsystem;
  const partner = batch(1, experiment.subsystems[seat === 'x' ? 'theta' : 'x'].dim);
  const bath = experiment.reservoirs[seat].open(1, randomStream('cycle'), contactOf(experiment, seat, rows(states, 0, 1)));
  const given = { partner, control, bath };
  const one = () => new Float64Array(1);
  const [rest, after, push, gain, forward, backward] = [one(), one(), one(), one(), one(), one()];
  let dynamics = 0;
  let reservoir = 0;
  for (let i = 0; i < states.n; i++) {
    const from = rows(states, i, i + 1);
    const next = (i + 1) % states.n;
    const to = rows(states, next, next + 1);
    subsystem.energy(from, given, rest);
    subsystem.energy(to, given, after);
    push[0] = 0;
    subsystem.work?.(from, to, given, push);
    const heat = Float64Array.of(push[0] - (after[0] - rest[0]));
    bath.entropyGain(heat, gain);
    kernel.logDensity(from, to, given, forward);
    bath.absorb(heat);
    (kernel.reversed ?? kernel).logDensity(to, from, given, backward);
    dynamics += forward[0] - backward[0];
    reservoir += gain[0];
  }
  return { dynamics, reservoir };
}

/** Around every cycle the dynamics' affinity is what the reservoirs received. */
export function cycleAffinity(experiment: Experiment, cycles: readonly Cycle[], { tolerance = 1e-9 } = {}): Verdict {
  let worst: Affinity = { dynamics: 0, reservoir: 0 };
  let off = -1;
  for (const cycle of cycles) {
    const affinity = affinityOf(experiment, cycle);
    const miss = Math.abs(affinity.dynamics - affinity.reservoir);
    if (miss > off || Number.isNaN(miss)) [worst, off] = [affinity, miss];
  }
  const relative = off / Math.max(1, Math.abs(worst.reservoir));
  return {
    law,
    holds: !Number.isFinite(relative) ? 'undecided' : relative <= tolerance ? 'yes' : 'no',
    statistic: [worst.dynamics, 0],
    resolution: tolerance,
    n: cycles.length,
    because: Number.isFinite(relative)
      ? `affinity ${worst.dynamics.toPrecision(4)} nats by the dynamics, ${worst.reservoir.toPrecision(4)} by the reservoir`
      : 'some move of the cycle cannot be undone',
  };
}

export const cycleAffinityCheck = defineCheck({
  id: 'cycle-affinity',
  title: 'around a closed walk, dynamics and reservoir agree on the affinity',
  law,
  source: '[Schnakenberg1976]; docs/theory.md 2',
  defaults: { tolerance: 1e-9 },
  domain: { tolerance: { above: 0 } },
  create:
    (options) =>
    ({ experiment, cycles }) =>
      cycles && cycles.length > 0 ? cycleAffinity(experiment, cycles, options) : null,
});
