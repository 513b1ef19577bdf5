import { type Batch, type Boundary, batch } from '@szilard/core';
import { hiddenOf, visibleOf } from './layout.ts';
import type { Memory } from './memory.ts';

/** The law of the model at one end, and of the memory given it: z ~ N(x, T/κ) where it is tied to x, N(0, T/κ) where it is not. */
export function hiddenLaw(law: Boundary, seat: 'x' | 'theta', dim: number, { stiffness, memoryTemperature, friction }: Memory): Boundary {
  const variance = memoryTemperature / stiffness;
  const follows = friction === 'matched' ? 1 : 0;
  const split = (x: Batch, theta: Batch) => {
    const own = seat === 'x' ? x : theta;
    const visible = visibleOf(own, dim);
    return { own, visible, hidden: hiddenOf(own, dim), x: seat === 'x' ? visible : x, theta: seat === 'x' ? theta : visible };
  };
  return {
    control: Float64Array.of(...law.control, 0),
    sample(rng, x, theta) {
      const { own, ...at } = split(x, theta);
      law.sample(rng, at.x, at.theta);
      const noise = batch(own.n, dim);
      rng.fork('memory').fillNormal(noise.data);
      for (let i = 0; i < own.n; i++)
        for (let k = 0; k < dim; k++) {
          const visible = at.visible.data[i * dim + k];
          own.data[2 * i * dim + k] = visible;
          own.data[(2 * i + 1) * dim + k] = follows * visible + Math.sqrt(variance) * noise.data[i * dim + k];
        }
    },
    logDensity(x, theta, out) {
      const { visible, hidden, ...at } = split(x, theta);
      law.logDensity(at.x, at.theta, out);
      const lnZ = 0.5 * dim * Math.log(2 * Math.PI * variance);
      for (let i = 0; i < visible.n; i++) {
        let square = 0;
        for (let at = i * dim; at < (i + 1) * dim; at++) square += (hidden.data[at] - follows * visible.data[at]) ** 2;
        out[i] -= (0.5 * square) / variance + lnZ;
      }
    },
    ...(law.gaussian ? { gaussian: hiddenMoments(law.gaussian, seat, dim, follows, variance) } : {}),
  };
}

/** Moments of (x, z, θ), or of (x, θ, z): z = follows · (its own visible components) + N(0, variance). */
function hiddenMoments(
  { mean, covariance }: NonNullable<Boundary['gaussian']>,
  seat: 'x' | 'theta',
  dim: number,
  follows: number,
  variance: number,
): NonNullable<Boundary['gaussian']> {
  const old = mean.length;
  const first = seat === 'x' ? 0 : old - dim;
  // Where each new component comes from, and how much of it; z has noise besides.
  const from = [
    ...Array.from({ length: first + dim }, (_, k) => ({ k, part: 1, own: -1 })),
    ...Array.from({ length: dim }, (_, k) => ({ k: first + k, part: follows, own: k })),
    ...Array.from({ length: old - first - dim }, (_, k) => ({ k: first + dim + k, part: 1, own: -1 })),
  ];
  return {
    mean: Float64Array.from(from, ({ k, part }) => part * mean[k]),
    covariance: Float64Array.from(
      from.flatMap((a) => from.map((b) => a.part * b.part * covariance[a.k * old + b.k] + (a.own >= 0 && a.own === b.own ? variance : 0))),
    ),
  };
}
