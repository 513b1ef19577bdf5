import type { PairedSamples } from '@szilard/core';

/** ln N(x; y, width²) summed over components; [n], nats. */
export function gaussianConditional(width: number): NonNullable<PairedSamples['logConditional']> {
  const norm = -Math.log(width) - 0.5 * Math.log(2 * Math.PI);
  return ({ dim, data }, y, out) => {
    for (let i = 0; i < out.length; i++) {
      let square = 0;
      for (let at = i * dim; at < (i + 1) * dim; at++) square += ((data[at] - y.data[at]) / width) ** 2;
      out[i] = dim * norm - 0.5 * square;
    }
  };
}
