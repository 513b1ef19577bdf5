/** Parameters that climb by Adam [Kingma2015]: every number moves by about `rate` a step, whatever the size of its gradient. */
export interface Ascent {
  /** One step uphill, in place; false, and no step, where the gradient is not finite. */
  step(parameters: Float32Array, gradient: Float32Array): boolean;
}

const [FIRST, SECOND, FLOOR] = [0.9, 0.999, 1e-8];

/** Moments in double precision. */
export function adam(size: number, rate: number): Ascent {
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  let [lost, lostSquare] = [1, 1];
  return {
    step(parameters, gradient) {
      let whole = 0;
      for (let k = 0; k < size; k++) whole += gradient[k] - gradient[k];
      if (whole !== 0) return false;
      lost *= FIRST;
      lostSquare *= SECOND;
      const [pace, root] = [rate / (1 - lost), 1 / Math.sqrt(1 - lostSquare)];
      for (let k = 0; k < size; k++) {
        const g = gradient[k];
        const m = FIRST * mean[k] + (1 - FIRST) * g;
        const s = SECOND * square[k] + (1 - SECOND) * (g * g);
        mean[k] = m;
        square[k] = s;
        parameters[k] += (pace * m) / (root * Math.sqrt(s) + FLOOR);
      }
      return true;
    },
  };
}
