import { sum } from '../numerics/sum.ts';
import { entropyFlowRate } from './rate-flows.ts';
import { type RateMatrix, ratesOf, summedRates } from './rate-matrix.ts';
import { evolve } from './rate-propagator.ts';
import { stationaryLaw } from './rate-stationary.ts';

/** Rates that hold for a time, then give way to the next piece. Mechanisms count apart. */
export interface RatePiece {
  readonly mechanisms: readonly RateMatrix[];
  readonly time: number;
}

/** What came of a protocol of rates; nats. */
export interface PiecewiseEvolution {
  /** p at the start and after every piece. */
  readonly laws: readonly Float64Array[];
  /** Handed to the reservoirs in each piece. */
  readonly entropyFlows: readonly number[];
  /** ΔS of the law plus the flow, ≥ 0. */
  readonly entropyProduction: number;
}

/** A law through rates that change at given times; exact in each piece. */
export function evolveThrough(law: Float64Array, pieces: readonly RatePiece[]): PiecewiseEvolution {
  const laws = [law];
  const entropyFlows: number[] = [];
  for (const { mechanisms, time } of pieces) {
    const { law: next, occupation } = evolve(laws.at(-1)!, lumped(mechanisms), time);
    laws.push(next);
    // The flow is linear in the law: that of the time spent is that of the piece.
    entropyFlows.push(entropyFlowRate(occupation, mechanisms));
  }
  return { laws, entropyFlows, entropyProduction: entropyOf(laws.at(-1)!) - entropyOf(law) + sum(entropyFlows) };
}

/** The law that comes back after one round of a protocol repeated for ever; [states]. */
export function periodicLaw(pieces: readonly RatePiece[]): Float64Array {
  const { states: n } = pieces[0].mechanisms[0];
  const rows = Array.from({ length: n }, (_, i) => {
    const start = Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0));
    return pieces.reduce<Float64Array>((law, { mechanisms, time }) => evolve(law, lumped(mechanisms), time).law, start);
  });
  return stationaryLaw(summedRates([ratesOf(n, (i, j) => rows[i][j])], '[periodicLaw] one round'));
}

/** S = −Σ p ln p; nats. */
export const entropyOf = (law: Float64Array): number => -sum(law.map((p) => (p === 0 ? 0 : p * Math.log(p))));

/** In one piece states may be cut off from one another; over a round they need not be. */
function lumped(mechanisms: readonly RateMatrix[]): RateMatrix {
  return ratesOf(mechanisms[0].states, (i, j) => mechanisms.reduce((w, m) => w + m.rates[i * m.states + j], 0));
}
