import { type BipartiteFlows, bipartiteFlows, bipartiteRates, defineModel, jointRates, stationaryLaw } from '@szilard/core';
import { continuousPair } from './continuous-pair.ts';
import { jointBoundary } from './joint-boundary.ts';
import { jumpSeat } from './jump-seat.ts';
import type { Jumps } from './jumps.ts';
import { rateJumps } from './rate-jumps.ts';

export interface TwoStateSensor {
  readonly right: number;
  readonly wrong: number;
  readonly flip: number;
  readonly dt: number;
  readonly ticks: number;
}

/**
 * A two-state sensor x of a signal θ that flips at the rate `flip` either way and does not feel it: x goes to θ at the rate
 * `right`, away from it at `wrong`. The energy of x is ln(right/wrong) where it errs. In the steady state x learns
 * J ln(p_c/p_w) for the heat J ln(right/wrong) per unit time, J = flip (p_c − p_w) [Barato2014]. At another β, right and wrong are
 * √(right·wrong) (right/wrong)^{±β/2}.
 */
export const twoStateSensor = defineModel<TwoStateSensor>({
  id: 'jump/two-state-sensor',
  title: 'a two-state sensor that follows a flipping signal, in the steady state',
  source: '[Barato2014]; docs/theory.md 11',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { right: 4, wrong: 1, flip: 0.5, dt: 0.1, ticks: 20 },
  domain: {
    right: { above: 0 },
    wrong: { above: 0 },
    flip: { above: 0 },
    dt: { above: 0 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: (sensor) => {
    const { right, wrong, flip, dt, ticks } = sensor;
    const where = '[jump/two-state-sensor]';
    const gap = Math.log(right / wrong);
    const clock = continuousPair({ x: Math.max(right, wrong), theta: flip }, dt, ticks, where);
    const follow: Jumps = {
      states: 2,
      rate: (_from, to, { partner, beta }) => Math.sqrt(right * wrong) * Math.exp(((to === partner[0] ? 1 : -1) * beta * gap) / 2),
    };
    const signal: Jumps = { states: 2, rate: () => flip };
    const steady = jointBoundary(stationaryLaw(jointRates(sensorRates(sensor))), 2);
    const exact = { invariance: 'exact', detailedBalance: 'exact' } as const;
    return {
      subsystems: {
        x: jumpSeat(follow, rateJumps(follow, clock.dt.x, { where, claims: exact }), (x, { partner }) => (x === partner[0] ? 0 : gap)),
        theta: jumpSeat(signal, rateJumps(signal, clock.dt.theta, { where, claims: exact }), () => 0),
      },
      ticks: clock.ticks,
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** p_c: chance that x agrees with θ. */
    agreement: (sensor) => right(sensor),
    'entropy-production': (sensor) =>
      sensor.ticks * sensor.dt * sensor.flip * (2 * right(sensor) - 1) * Math.log(sensor.right / sensor.wrong),
  },
});

const right = ({ right: there, wrong, flip }: TwoStateSensor): number => (there + flip) / (there + wrong + 2 * flip);

const sensorRates = ({ right: there, wrong, flip }: TwoStateSensor) =>
  bipartiteRates({ x: 2, theta: 2 }, { x: [(_from, to, theta) => (to === theta ? there : wrong)], theta: [() => flip] });

/** What the sensor learns, pays and wastes per unit time in its steady state; nats per unit time. */
export function sensorFlows(sensor: TwoStateSensor): BipartiteFlows {
  const rates = sensorRates(sensor);
  return bipartiteFlows(stationaryLaw(jointRates(rates)), rates);
}
