import {
  type BipartiteFlows,
  type BipartiteRates,
  bipartiteFlows,
  bipartiteRates,
  defineModel,
  jointRates,
  SzilardError,
  stationaryLaw,
} from '@szilard/core';
import { continuousPair } from './continuous-pair.ts';
import { jointBoundary } from './joint-boundary.ts';
import { jumpSeat } from './jump-seat.ts';
import type { Jumps } from './jumps.ts';
import { rateJumps } from './rate-jumps.ts';

export interface QuantumDots {
  /** Level of the empty-neighbour dot, of the empty-neighbour detector; energy. */
  readonly level: number;
  readonly detectorLevel: number;
  readonly repulsion: number;
  /** Tunnelling rates of the dot [detector empty, detector full] at either lead; 1/time. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly detector: number;
  /** μ_L − μ_R; the mean is 0, as is that of the detector's lead. */
  readonly bias: number;
  readonly temperature: number;
  readonly detectorTemperature: number;
  readonly dt: number;
  readonly ticks: number;
}

/**
 * Two quantum dots with one electron at most in each. The dot x exchanges electrons with two leads at μ = ±bias/2, the dot θ, a
 * detector, with a colder one at μ = 0; they repel each other, H = ε x + ε_θ θ + U x θ. Tunnelling in goes at Γ f, out at Γ(1 − f),
 * f the Fermi function of the lead; Γ of the leads of x depends on θ, so that the cold detector drives electrons against the bias: a
 * demon [Strasberg2013] [Horowitz2014]. An electron from a lead brings μ as work, so both seats share one H and local detailed balance is exact
 * lead by lead. Starts and ends in the steady state of the two `…temperature` parameters: let the reservoirs have them, as
 * `gradient` has with from = temperature, to = detectorTemperature.
 */
export const quantumDots = defineModel<QuantumDots>({
  id: 'jump/quantum-dots',
  title: 'a quantum dot between two leads and a cold one that watches it: an autonomous demon',
  source: '[Strasberg2013]; [Horowitz2014]',
  claims: { localDetailedBalance: 'exact', reservoirs: ['gradient', 'ideal'] },
  reservoirs: ['gradient', 'ideal'],
  baths: ({ temperature, detectorTemperature }) => ({ gradient: { from: temperature, to: detectorTemperature } }),
  defaults: {
    level: -2,
    detectorLevel: -2,
    repulsion: 4,
    left: [1, 0.1],
    right: [0.1, 1],
    detector: 5,
    bias: 4,
    temperature: 4,
    detectorTemperature: 1,
    dt: 0.1,
    ticks: 30,
  },
  // The temperatures that `gradient` has by default.
  quick: { temperature: 2 },
  domain: {
    left: { above: 0 },
    right: { above: 0 },
    detector: { above: 0 },
    temperature: { above: 0 },
    detectorTemperature: { above: 0 },
    dt: { above: 0 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: (dots) => {
    const where = '[jump/quantum-dots]';
    for (const lead of ['left', 'right'] as const) {
      const { length } = dots[lead];
      if (length !== 2) throw new SzilardError('parameter', `${where} ${lead}: expected 2 rates, detector empty and full, got ${length}.`);
    }
    const { x, theta } = dotJumps(dots);
    const both = [0, 1].map((full) => dots.left[full] + dots.right[full]);
    const clock = continuousPair({ x: Math.max(...both), theta: dots.detector }, dots.dt, dots.ticks, where);
    const hamiltonian = (electron: number, detected: number) =>
      dots.level * electron + dots.detectorLevel * detected + dots.repulsion * electron * detected;
    const steady = jointBoundary(stationaryLaw(jointRates(dotRates(dots))), 2);
    return {
      sharedEnergy: true,
      subsystems: {
        x: jumpSeat({ states: 2 }, rateJumps(x, clock.dt.x, { where }), (n, { partner }) => hamiltonian(n, partner[0])),
        theta: jumpSeat(
          { states: 2 },
          rateJumps(theta, clock.dt.theta, { where, claims: { invariance: 'exact', detailedBalance: 'exact' } }),
          (n, { partner }) => hamiltonian(partner[0], n),
        ),
      },
      ticks: clock.ticks,
      start: steady,
      end: steady,
    };
  },
  exact: {
    'entropy-production': (dots) => dotFlows(dots).entropyProduction * dots.dt * dots.ticks,
    /** Chemical work of the leads: bias × electrons from left to right. */
    work: (dots) => dots.bias * leftCurrent(dots) * dots.dt * dots.ticks,
  },
});

/** Mechanisms of x: left lead, right lead. */
function dotJumps({ level, detectorLevel, repulsion, left, right, detector, bias }: QuantumDots): {
  readonly x: Jumps;
  readonly theta: Jumps;
} {
  const potential = [bias / 2, -bias / 2];
  const tunnel = (into: number, energy: number, beta: number) => 1 / (1 + Math.exp((into === 1 ? beta : -beta) * energy));
  return {
    x: {
      states: 2,
      mechanisms: 2,
      rate: (_from, to, { partner: [full], beta }, lead) =>
        [left, right][lead][full] * tunnel(to, level + repulsion * full - potential[lead], beta),
      work: (_from, to, _around, lead) => (to === 1 ? potential[lead] : -potential[lead]),
    },
    theta: { states: 2, rate: (_from, to, { partner: [full], beta }) => detector * tunnel(to, detectorLevel + repulsion * full, beta) },
  };
}

function dotRates(dots: QuantumDots): BipartiteRates {
  const { x, theta } = dotJumps(dots);
  const control = new Float64Array(0);
  const at = (jumps: Jumps, temperature: number, lead: number) => (from: number, to: number, partner: number) =>
    jumps.rate(from, to, { partner: Float64Array.of(partner), control, beta: 1 / temperature }, lead);
  return bipartiteRates(
    { x: 2, theta: 2 },
    { x: [at(x, dots.temperature, 0), at(x, dots.temperature, 1)], theta: [at(theta, dots.detectorTemperature, 0)] },
  );
}

/** Steady-state flows of dot and detector; nats per unit time. */
export function dotFlows(dots: QuantumDots): BipartiteFlows {
  const rates = dotRates(dots);
  return bipartiteFlows(stationaryLaw(jointRates(rates)), rates);
}

/** Net electrons per unit time from the left lead into the dot, in the steady state. */
export function leftCurrent(dots: QuantumDots): number {
  const rates = dotRates(dots);
  const law = stationaryLaw(jointRates(rates));
  const [{ rates: w }] = rates.moves.x;
  // Joint states 00, 01, 10, 11: the electron enters from 0θ to 1θ.
  return [0, 1].reduce((sum, theta) => sum + law[theta] * w[4 * theta + 2 + theta] - law[2 + theta] * w[4 * (2 + theta) + theta], 0);
}
