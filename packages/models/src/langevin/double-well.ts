import { defineModel, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { boltzmann } from './boltzmann.ts';
import { langevin } from './langevin.ts';

/** A bead in the double well a(x² − 1)² − λx, tilted once to and fro: λ(s) = A sin 2πs. Euler-Maruyama. */
export const doubleWell = defineModel({
  id: 'langevin/double-well',
  title: 'bead in a double well, tilted to and fro; Euler-Maruyama',
  source: '[Kramers1940]; docs/theory.md 5',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { barrier: 2, tilt: 1, dt: 0.005, ticks: 400, beta: 1 },
  quick: { dt: 0.01, ticks: 200 },
  domain: { barrier: { above: 0 }, dt: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true }, beta: { above: 0 } },
  create: ({ barrier: a, tilt, dt, ticks, beta }) => {
    const rest = boltzmann((x) => a * (x * x - 1) * (x * x - 1), beta, Float64Array.of(0));
    return {
      subsystems: { x: langevin({ polynomial: (lambda) => [a, -lambda, -2 * a, 0, a], dt }), theta: still },
      ticks: Array.from(
        { length: ticks },
        (_, t): Tick => ({ mover: 'x', control: Float64Array.of(tilt * Math.sin((2 * Math.PI * (t + 1)) / ticks)) }),
      ),
      start: rest,
      end: rest,
    };
  },
});
