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
      if (!gradient.every(Number.isFinite)) return false;
      lost *= FIRST;
      lostSquare *= SECOND;
      for (let k = 0; k < size; k++) {
        mean[k] = FIRST * mean[k] + (1 - FIRST) * gradient[k];
        square[k] = SECOND * square[k] + (1 - SECOND) * gradient[k] ** 2;
        parameters[k] += (rate * (mean[k] / (1 - lost))) / (Math.sqrt(square[k] / (1 - lostSquare)) + FLOOR);
      }
      return true;
    },
  };
}
