import { SzilardError } from '@szilard/core';
import { gaussLegendre } from './quadrature.ts';

/** Points around the ring: the trapezoid rule converges exponentially for smooth periodic functions. */
const RING = 512;
const { nodes, weights } = gaussLegendre(64);

export interface PeriodicSystem {
  /** Smooth, with period `length`. */
  readonly energy: (x: number) => number;
  readonly length: number;
  readonly force: number;
  readonly beta: number;
}

export interface PeriodicSteadyState {
  /** Length/time. */
  readonly velocity: number;
  /** 1/length. */
  readonly density: (x: number) => number;
  /** The largest density on the grid of the quadrature. */
  readonly highest: number;
}

/** Powers of e beyond which a part of the integral is rounding. */
const NEGLIGIBLE = 50;

/** β(highest − lowest energy) beyond which densities leave the range of numbers. */
const STEEPEST = 600;

/**
 * Steady state of dx = (−U′ + f) dt + √(2/β) dW on a ring of length L, by quadrature: p(x) ∝ I(x) = ∫₀ᴸ e^{β(U(x+y) − U(x) − f y)} dy
 * and v = L (1 − e^{−βfL})/(β ∫₀ᴸ I dx) [Stratonovich1958]. The y beyond which a strong
 * force leaves nothing are left out, and narrow barriers get panels of their own.
 */
export function periodicSteadyState(system: PeriodicSystem): PeriodicSteadyState {
  const { energy, length, force, beta } = system;
  if (force < 0) return mirrored(system);
  const energies = Array.from({ length: RING }, (_, j) => energy((j * length) / RING));
  const height = beta * (Math.max(...energies) - Math.min(...energies));
  if (!(height <= STEEPEST))
    throw new SzilardError(
      'parameter',
      `[periodicSteadyState] expected an energy that rises by at most ${STEEPEST} times the temperature, got ${height.toPrecision(4)} times. Lower the barrier, or raise the temperature.`,
    );
  const reach = Math.min(length, (height + NEGLIGIBLE) / (beta * force));
  const panels = Math.max(1, Math.ceil(Math.sqrt(height) / 6));
  const weight = (x: number): number => {
    let sum = 0;
    for (let panel = 0; panel < panels; panel++) {
      for (let j = 0; j < nodes.length; j++) {
        const y = (reach * (panel + nodes[j])) / panels;
        sum += weights[j] * Math.exp(beta * (energy(x + y) - energy(x) - force * y));
      }
    }
    return (reach * sum) / panels;
  };
  let [norm, top] = [0, 0];
  for (let j = 0; j < RING; j++) {
    const here = weight((j * length) / RING);
    norm += (here * length) / RING;
    top = Math.max(top, here);
  }
  return {
    velocity: (length * -Math.expm1(-beta * force * length)) / (beta * norm),
    density: (x: number) => weight(x) / norm,
    highest: top / norm,
  };
}

/** The same ring looked at from the other side, where the force is positive. */
function mirrored({ energy, length, force, beta }: PeriodicSystem): PeriodicSteadyState {
  const { velocity, density, highest } = periodicSteadyState({ energy: (x) => energy(-x), length, force: -force, beta });
  return { velocity: -velocity, density: (x) => density(-x), highest };
}
