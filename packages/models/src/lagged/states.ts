import { type Batch, type Boundary, batch, SzilardError } from '@szilard/core';
import { jointBoundary } from '../jump/joint-boundary.ts';

/** Every state of a seat, a row of numbers each; [states][dim]. */
export type States = readonly (readonly number[])[];

/** Numbers of listed states: row i of a batch is state out[i]; [n]. A row that is not listed is refused. */
export function stateNumbers(states: States, where: string): (x: Batch) => Float64Array {
  const dim = states[0].length;
  return ({ n, data }) => {
    const out = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      out[i] = states.findIndex((state) => state.every((v, k) => data[i * dim + k] === v));
      if (out[i] < 0)
        throw new SzilardError(
          'input',
          `${where}: expected one of ${states.length} states, got (${data.slice(i * dim, (i + 1) * dim).join(', ')}). Start it in a state of the list.`,
        );
    }
    return out;
  };
}

/** (x, θ) at one end with the probability `law[x · |Θ| + θ]` of the states with these numbers. */
export function listedBoundary(law: ArrayLike<number>, x: States, theta: States, where: string): Boundary {
  const numbered = jointBoundary(law, theta.length);
  const [ofX, ofTheta] = [stateNumbers(x, `${where} x`), stateNumbers(theta, `${where} theta`)];
  return {
    control: numbered.control,
    sample(rng, outX, outTheta) {
      const [i, j] = [batch(outX.n, 1), batch(outX.n, 1)];
      numbered.sample(rng, i, j);
      for (let k = 0; k < outX.n; k++) {
        outX.data.set(x[i.data[k]], k * outX.dim);
        outTheta.data.set(theta[j.data[k]], k * outTheta.dim);
      }
    },
    logDensity(atX, atTheta, out) {
      numbered.logDensity({ n: atX.n, dim: 1, data: ofX(atX) }, { n: atX.n, dim: 1, data: ofTheta(atTheta) }, out);
    },
  };
}
