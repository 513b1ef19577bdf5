/** Parameters of `ppm/gaussian-mean`; see there. */
export interface GaussianMean {
  readonly learningRate: number;
  readonly sampleVariance: number;
  readonly batch: number;
  readonly width: number;
  readonly memory: number;
  readonly lag: number;
  readonly steps: number;
  readonly prior: number;
  readonly dataSpread: number;
  readonly order: 'theta-first' | 'x-first' | 'random-scan';
}

/** The Gaussian law of (θ, x) given the data mean m after some steps: E[θ|m] = along·m, E[x|m] = alongX·m, covariances given m. */
export interface Law {
  readonly along: number;
  readonly alongX: number;
  readonly theta: number;
  readonly cross: number;
  readonly x: number;
}

/** Means over the ensemble up to that step, x seat: work by θ, heat to the bath; nats. */
export interface Flow {
  readonly work: number;
  readonly heat: number;
}

/** Covariance propagation through alternating affine maps, for the deterministic orders. docs/theory.md 6 */
export function propagate(params: GaussianMean): { law: Law; flow: Flow } {
  const { learningRate: rate, sampleVariance, batch, width, memory, lag, steps, prior, dataSpread, order } = params;
  const keep = 1 - rate;
  const kick = (rate * rate * sampleVariance) / batch;
  let law: Law = { along: 0, alongX: 0, theta: prior ** 2, cross: prior ** 2, x: prior ** 2 + width ** 2 };
  let [work, heat] = [0, 0];
  const stretch = ({ along, alongX, theta, cross, x }: Law) =>
    (theta - 2 * cross + x + (along - alongX) ** 2 * dataSpread ** 2) / (2 * width ** 2);
  const slow = () => {
    const before = stretch(law);
    law = { ...law, along: keep * law.along + rate, theta: keep * keep * law.theta + kick, cross: keep * law.cross };
    work += stretch(law) - before;
  };
  const fast = () => {
    const before = stretch(law);
    const { along, theta } = law;
    law = {
      ...law,
      alongX: memory * law.alongX + (1 - memory) * along,
      x: memory ** 2 * law.x + 2 * memory * (1 - memory) * law.cross + (1 - memory) ** 2 * theta + (1 - memory ** 2) * width ** 2,
      cross: memory * law.cross + (1 - memory) * theta,
    };
    heat += before - stretch(law);
  };
  for (let n = 0; n < steps; n++) {
    if (order !== 'x-first') slow();
    for (let k = 0; k < lag; k++) fast();
    if (order === 'x-first') slow();
  }
  return { law, flow: { work, heat } };
}
