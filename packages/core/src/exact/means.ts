import { sum } from '../numerics/sum.ts';
import { type PerSeat, type ProcessMeans, perSeat } from './process.ts';

/** Means over the moves of one seat, tick by tick, times the chance that it moves; [ticks] each, nats. */
export interface MoveSums {
  /** ⟨ln p_{n−1}(before) − ln p_n(after)⟩. */
  readonly lawChange: Float64Array;
  /** ⟨i_n(after) − i_{n−1}(before)⟩. */
  readonly informationChange: Float64Array;
  /** ⟨ln K/K̃⟩. */
  readonly logRatio: Float64Array;
}

/** What both back-ends know once they have propagated their laws. */
export interface Propagated {
  readonly sums: PerSeat<MoveSums>;
  readonly entropy: ProcessMeans['entropy'];
  readonly mutualInformation: Float64Array;
  readonly work: PerSeat<number>;
  readonly heat: PerSeat<number>;
}

/** The means of docs/theory.md 10 from those of single ticks. */
export function meansFrom({ sums, entropy, mutualInformation, work, heat }: Propagated): ProcessMeans {
  const last = mutualInformation.length - 1;
  const gained = (s: Float64Array) => s[last] - s[0];
  const logRatio = perSeat((seat) => sum(sums[seat].logRatio));
  const informationFlow = perSeat((seat) => sum(sums[seat].informationChange));
  const partials = perSeat((seat) => sums[seat].lawChange.map((change, t) => change + sums[seat].logRatio[t]));
  return {
    total: gained(entropy.joint) + logRatio.x + logRatio.theta,
    partial: perSeat((seat) => sum(partials[seat])),
    informationFlow,
    nostalgia: -informationFlow.theta,
    apparent: perSeat((seat) => gained(entropy[seat]) + logRatio[seat]),
    conditional: {
      x: gained(entropy.joint) - gained(entropy.theta) + logRatio.x,
      theta: gained(entropy.joint) - gained(entropy.x) + logRatio.theta,
    },
    logRatio,
    work,
    heat,
    entropy,
    mutualInformation,
    ticks: {
      partial: partials,
      informationFlow: perSeat((seat) => sums[seat].informationChange),
      logRatio: perSeat((seat) => sums[seat].logRatio),
    },
  };
}
