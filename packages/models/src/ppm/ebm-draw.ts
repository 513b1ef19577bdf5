import { type RandomStream, SzilardError } from '@szilard/core';
import type { NetworkEnergy } from './ebm-energy.ts';

/** Fewer proposals than this in a million that are taken: sampling would not end. */
const RARE = 10;

/** x ~ p(x|θ) ∝ e^−φ into `out` [dim], exactly: draws of the confining law, taken with chance e^−(f − bound). */
export function drawFrom(where: string, energy: NetworkEnergy, theta: Float64Array, lnZ: number) {
  const { dim, confinement: c, net, bound } = energy;
  const low = bound(theta);
  const taken = Math.exp(lnZ + low - dim * Math.log(c * Math.sqrt(2 * Math.PI)));
  if (!(taken * 1e6 > RARE))
    throw new SzilardError(
      'parameter',
      `[${where}] expected weights whose law can be drawn from its confinement, got a share of ${taken.toExponential(1)} that would be taken. Lower the weights, or the number of hidden units.`,
    );
  return (rng: RandomStream, out: Float64Array): void => {
    for (;;) {
      for (let k = 0; k < dim; k++) out[k] = c * rng.normal();
      const { layers } = net.forward(theta, out, 1);
      if (Math.log(rng.uniform()) < low - layers[layers.length - 1][0]) return;
    }
  };
}
