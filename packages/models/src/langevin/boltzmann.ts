import type { Boundary, RandomStream } from '@szilard/core';
import { SzilardError } from '@szilard/core';

/** Beyond this many nats above the minimum the density is below the last bit of a double. */
const DEEP = 45;
const NODES = 4096;
/** Least mean of e^−β(U − min U) over the grid. */
const NARROW = 0.005;

/** Equilibrium of a one-dimensional confining energy: ln p = −βU(x) − ln Z, Z by trapezoid, drawn by rejection. */
export function boltzmann(energy: (x: number) => number, beta: number, control: Float64Array): Boundary {
  const reach = (sign: 1 | -1) => {
    let far = 1;
    while (!(beta * (energy(sign * far) - lowest(energy, far)) > DEEP)) {
      far *= 1.25;
      if (far > 1e9)
        throw new SzilardError(
          'composition',
          '[boltzmann] expected an energy that grows in both directions, got one that does not confine. Give the boundary a law of its own.',
        );
    }
    return sign * far;
  };
  const [left, right] = [reach(-1), reach(1)];
  const width = (right - left) / NODES;
  const bottom = lowest(energy, Math.max(-left, right));
  let sum = 0;
  for (let j = 0; j <= NODES; j++) sum += Math.exp(-beta * (energy(left + j * width) - bottom));
  // Both the sum over nodes and the rejection need the law to be wide on the grid.
  if (sum < NARROW * NODES) {
    throw new SzilardError(
      'parameter',
      `[boltzmann] expected an equilibrium that fills more than ${100 * NARROW} % of [${left.toPrecision(3)}, ${right.toPrecision(3)}], got ${((100 * sum) / NODES).toPrecision(2)} %. Lower the barrier or β, or give the boundary a law of its own.`,
    );
  }
  const lnZ = Math.log(sum * width) - beta * bottom;

  const draw = (rng: RandomStream): number => {
    for (;;) {
      const x = left + (right - left) * rng.uniform();
      if (Math.log(rng.uniform()) < -beta * (energy(x) - bottom)) return x;
    }
  };
  return {
    control,
    sample(rng, x) {
      for (let i = 0; i < x.n; i++) x.data[i] = draw(rng.lane(i));
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = -beta * energy(x.data[i]) - lnZ;
    },
  };
}

/** The least energy on a fine grid over [−far, far], refined by golden section: an upper bound of e^−βU needs it below every visit. */
function lowest(energy: (x: number) => number, far: number): number {
  let best = 0;
  for (let j = 0; j <= NODES; j++) {
    const x = -far + (2 * far * j) / NODES;
    if (energy(x) < energy(best)) best = x;
  }
  let [a, b] = [best - (2 * far) / NODES, best + (2 * far) / NODES];
  for (let pass = 0; pass < 80; pass++) {
    const [c, d] = [b - (b - a) * 0.6180339887498949, a + (b - a) * 0.6180339887498949];
    if (energy(c) < energy(d)) b = d;
    else a = c;
  }
  return Math.min(energy(best), energy((a + b) / 2));
}
