import type { Chains, ChainsJob } from './chains.ts';
import { type Layer, sigmoid } from './fields.ts';

/** The specification in plain TypeScript; where there is no WebAssembly SIMD, also what runs. `assembly/rbm.ts` gives the same bits. */
export function plainChains({ shape: { visible, hidden }, x, labels, beta }: ChainsJob): Chains {
  const weights = visible * hidden;
  /** Units and where they start in a row; the other layer's; where the biases start; from a unit's weights to the next one's, and between them. */
  const seats = {
    visible: { units: visible, at: labels, others: hidden, from: labels + visible, biases: weights, line: hidden, step: 1 },
    hidden: { units: hidden, at: labels + visible, others: visible, from: labels, biases: weights + visible, line: 1, step: hidden },
  } satisfies Record<Layer, object>;
  let theta: Float64Array = new Float64Array(0);

  /** Of unit k of a layer in the chain that starts at `row`. */
  function field({ others, from, biases, line, step }: (typeof seats)[Layer], k: number, row: number): number {
    let felt = theta[biases + k];
    const four = (first: number): number => {
      let sum = 0;
      for (let o = first; o < Math.min(first + 4, others); o++) if (x.data[row + from + o] === 1) sum += theta[k * line + o * step];
      return sum;
    };
    for (let first = 0; first < others; first += 8) felt += four(first) + four(first + 4);
    return felt;
  }

  return {
    name: 'plain',
    load(machine) {
      theta = machine;
    },
    read() {},
    draw(layer, rng, before, after) {
      const seat = seats[layer];
      const u = new Float64Array(x.n * seat.units);
      rng.fillUniform(u);
      for (let i = 0, row = 0; i < x.n; i++, row += x.dim) {
        const [was, is] = [
          [0, 0],
          [0, 0],
        ];
        for (let k = 0; k < seat.units; k++) {
          const felt = field(seat, k, row);
          const own = row + seat.at + k;
          if (x.data[own] === 1) was[k & 1] += felt;
          x.data[own] = u[i * seat.units + k] < sigmoid(beta[i] * felt) ? 1 : 0;
          if (x.data[own] === 1) is[k & 1] += felt;
        }
        before[i] = was[0] + was[1];
        after[i] = is[0] + is[1];
      }
    },
    write() {},
  };
}
