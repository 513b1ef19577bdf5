import { SzilardError } from '../errors.ts';
import { sum } from '../numerics/sum.ts';
import { type RateMatrix, ratesOf, summedRates } from './rate-matrix.ts';

/** Two seats whose states never change together. The joint state (x, θ) is numbered x · states.theta + θ. */
export interface BipartiteRates {
  readonly states: { readonly x: number; readonly theta: number };
  /** Mechanisms that move each seat, between joint states. */
  readonly moves: { readonly x: readonly RateMatrix[]; readonly theta: readonly RateMatrix[] };
}

/** Rate of one seat's jump while the other one stands still; 1/time. */
export type SeatRate = (from: number, to: number, partner: number) => number;

/** Rates of both seats by functions of (from, to, state of the partner), one a mechanism. */
export function bipartiteRates(
  states: BipartiteRates['states'],
  { x, theta }: { readonly x: readonly SeatRate[]; readonly theta: readonly SeatRate[] },
): BipartiteRates {
  const n = states.theta;
  const joint = states.x * n;
  const [xOf, thetaOf] = [(s: number) => Math.floor(s / n), (s: number) => s % n];
  return {
    states,
    moves: {
      x: x.map((w) => ratesOf(joint, (i, j) => (thetaOf(i) === thetaOf(j) ? w(xOf(i), xOf(j), thetaOf(i)) : 0))),
      theta: theta.map((w) => ratesOf(joint, (i, j) => (xOf(i) === xOf(j) ? w(thetaOf(i), thetaOf(j), xOf(i)) : 0))),
    },
  };
}

/** One rate matrix of joint states, told apart by the seat that moves; refused where a jump moves both. */
export function splitBipartite({ states: n, rates }: RateMatrix, states: BipartiteRates['states']): BipartiteRates {
  if (states.x * states.theta !== n) {
    throw new SzilardError('shape', `[splitBipartite] states: expected x · theta = ${n}, got ${states.x} · ${states.theta}.`);
  }
  const [xOf, thetaOf] = [(s: number) => Math.floor(s / states.theta), (s: number) => s % states.theta];
  const at = rates.findIndex((w, k) => w > 0 && xOf(Math.floor(k / n)) !== xOf(k % n) && thetaOf(Math.floor(k / n)) !== thetaOf(k % n));
  if (at >= 0) {
    throw new SzilardError(
      'input',
      `[splitBipartite] expected jumps of one seat at a time, got ${Math.floor(at / n)} → ${at % n} at the rate ${rates[at]}, which moves both. Bipartite dynamics has no such jump.`,
    );
  }
  const only = (moved: (s: number) => number) => ratesOf(n, (i, j) => (moved(i) !== moved(j) ? rates[i * n + j] : 0));
  return { states, moves: { x: [only(xOf)], theta: [only(thetaOf)] } };
}

/** What one seat's jumps do; nats per unit time. */
export interface SeatFlows {
  /** σ̇ = Ṡ + flow − İ ≥ 0: the seat's own second law [Horowitz2014]. */
  readonly entropyProduction: number;
  /** Handed to its reservoirs. */
  readonly entropyFlow: number;
  /** İ: what its jumps add to I(X;Θ); of a sensor, the learning rate [Barato2014]. */
  readonly informationFlow: number;
  /** Ṡ of its marginal law by its jumps. */
  readonly entropyChange: number;
}

export interface BipartiteFlows {
  readonly x: SeatFlows;
  readonly theta: SeatFlows;
  /** Of both; the sum of the two partial ones. */
  readonly entropyProduction: number;
  /** I(X;Θ) of the law; nats. */
  readonly mutualInformation: number;
}

/** Partial entropy production and information flows of both seats at a law of the joint states; [x · theta]. */
export function bipartiteFlows(law: Float64Array, { states, moves }: BipartiteRates): BipartiteFlows {
  const marginalX = new Float64Array(states.x);
  const marginalTheta = new Float64Array(states.theta);
  for (let s = 0; s < law.length; s++) {
    marginalX[Math.floor(s / states.theta)] += law[s];
    marginalTheta[s % states.theta] += law[s];
  }
  const alone = {
    x: (s: number) => marginalX[Math.floor(s / states.theta)],
    theta: (s: number) => marginalTheta[s % states.theta],
  };
  const seat = (mover: 'x' | 'theta'): SeatFlows => {
    const sums = {
      entropyProduction: [] as number[],
      entropyFlow: [] as number[],
      informationFlow: [] as number[],
      entropyChange: [] as number[],
    };
    for (const { states: n, rates } of moves[mover]) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          const [out, home] = [rates[i * n + j], rates[j * n + i]];
          const current = law[i] * out - law[j] * home;
          if (current === 0) continue;
          const [joint, own] = [Math.log(law[i] / law[j]), Math.log(alone[mover](i) / alone[mover](j))];
          sums.entropyProduction.push(current * Math.log((law[i] * out) / (law[j] * home)));
          sums.entropyFlow.push(current * Math.log(out / home));
          sums.informationFlow.push(current * (own - joint));
          sums.entropyChange.push(current * own);
        }
      }
    }
    return {
      entropyProduction: sum(sums.entropyProduction),
      entropyFlow: sum(sums.entropyFlow),
      informationFlow: sum(sums.informationFlow),
      entropyChange: sum(sums.entropyChange),
    };
  };
  const [x, theta] = [seat('x'), seat('theta')];
  return {
    x,
    theta,
    entropyProduction: x.entropyProduction + theta.entropyProduction,
    mutualInformation: sum(law.map((p, s) => (p === 0 ? 0 : p * Math.log(p / (alone.x(s) * alone.theta(s)))))),
  };
}

/** All jumps of both seats together. */
export const jointRates = ({ moves }: BipartiteRates): RateMatrix => summedRates([...moves.x, ...moves.theta], '[bipartite] rates');

/** Learning rate over the entropy paid for it by the seat that learns: at most 1 in the steady state [Barato2014]. */
export const learningEfficiency = ({ informationFlow, entropyFlow }: SeatFlows): number => informationFlow / entropyFlow;
