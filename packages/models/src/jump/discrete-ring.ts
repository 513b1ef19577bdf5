import { defineModel, SzilardError, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { discreteBoundary } from './discrete-boundary.ts';
import { jumpSeat } from './jump-seat.ts';
import type { Jumps } from './jumps.ts';
import { transitionKernel } from './transition-matrix.ts';

/**
 * A walk in discrete time on a ring: a step up with the chance `up`, down with `down`, else none. All states are alike, so σ is the
 * net number of steps times ln(up/down), without a boundary term. In a bath of another β, up and down are √(up·down) (up/down)^{±β/2}.
 */
export const discreteRing = defineModel({
  id: 'jump/discrete-ring',
  title: 'a biased walk in discrete time on a uniform ring',
  source: '[Lebowitz1999]; docs/theory.md 11',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { states: 3, up: 0.5, down: 0.25, ticks: 10 },
  domain: {
    states: { atLeast: 3, atMost: 1000, integer: true },
    up: { above: 0, below: 1 },
    down: { above: 0, below: 1 },
    ticks: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: ({ states, up, down, ticks }) => {
    if (!(up + down <= 1))
      throw new SzilardError('parameter', `[jump/discrete-ring] up + down: expected at most 1, got ${up + down}. Lower one.`);
    const control = new Float64Array(0);
    const bias = Math.log(up / down);
    const way = (from: number, to: number) => ((from + 1) % states === to ? 1 : (to + 1) % states === from ? -1 : 0);
    const jumps: Pick<Jumps, 'states' | 'work'> = { states, work: (from, to) => way(from, to) * bias };
    const kernel = transitionKernel(
      states,
      (from, to, { beta }) => {
        const step = (direction: number) => Math.sqrt(up * down) * Math.exp((direction * beta * bias) / 2);
        if (from === to) return 1 - step(1) - step(-1);
        return way(from, to) === 0 ? 0 : step(way(from, to));
      },
      { where: '[jump/discrete-ring]' },
    );
    const uniform = discreteBoundary(new Array(states).fill(1 / states), control);
    return {
      subsystems: { x: jumpSeat(jumps, kernel, () => 0), theta: still },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control })),
      start: uniform,
      end: uniform,
    };
  },
  cycles: ({ states }) => [
    {
      seat: 'x',
      states: { n: states, dim: 1, data: Float64Array.from({ length: states }, (_, i) => i) },
      control: new Float64Array(0),
    },
  ],
  exact: {
    'entropy-production': ({ up, down, ticks }) => ticks * (up - down) * Math.log(up / down),
    work: ({ up, down, ticks }) => ticks * (up - down) * Math.log(up / down),
  },
});
