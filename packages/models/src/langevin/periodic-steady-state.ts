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

/**
 * Steady state of dx = (−U′ + f) dt + √(2/β) dW on a ring of length L, by quadrature: p(x) ∝ I(x) = ∫₀ᴸ e^{β(U(x+y) − U(x) − f y)} dy
 * and v = L (1 − e^{−βfL})/(β ∫₀ᴸ I dx) [Stratonovich1958]. Velocity; length/time, the density; 1/length.
 */
export function periodicSteadyState({ energy, length, force, beta }: PeriodicSystem) {
  const weight = (x: number): number => {
    let sum = 0;
    for (let j = 0; j < nodes.length; j++) {
      const y = length * nodes[j];
      sum += weights[j] * Math.exp(beta * (energy(x + y) - energy(x) - force * y));
    }
    return length * sum;
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
    /** The largest density on the grid of the quadrature. */
    highest: top / norm,
  };
}
