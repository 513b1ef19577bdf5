import type { Batch, Given, Kernel } from '@szilard/core';

export interface RingOptions {
  readonly length: number;
  /** −U′; energy/length, with period `length`. */
  readonly force: (x: number) => number;
  /** Constant and non-conservative. */
  readonly drive: number;
  readonly dt: number;
}

/** Images on either side that a wrapped density is summed over. */
const IMAGES = 3;

/**
 * Euler-Maruyama on a ring, at unit mobility; states in [0, length). Where the particle ends does not show how often it went
 * round, so the ratio and the work of the drive are those of its way, and only `logDensity` sums over windings.
 */
export function ringEulerMaruyama({ length, force, drive, dt }: RingOptions): Kernel {
  const wrap = (x: number): number => {
    const y = x - length * Math.floor(x / length);
    return y >= length ? 0 : y;
  };
  const move = (x: Batch, { bath }: Given, rng: Parameters<Kernel['step']>[2], next: Batch) => {
    rng.fillNormal(next.data);
    for (let i = 0; i < x.n; i++) next.data[i] = dt * (force(x.data[i]) + drive) + Math.sqrt((2 * dt) / bath.beta[i]) * next.data[i];
  };
  return {
    step(x, given, rng, next) {
      move(x, given, rng, next);
      for (let i = 0; i < x.n; i++) next.data[i] = wrap(x.data[i] + next.data[i]);
    },
    walk(x, given, rng, next, { logRatio, work }) {
      move(x, given, rng, next);
      for (let i = 0; i < x.n; i++) {
        const way = next.data[i];
        const to = wrap(x.data[i] + way);
        const [push, back] = [force(x.data[i]) + drive, force(to) + drive];
        logRatio[i] += (given.bath.beta[i] / 4) * (push + back) * (2 * way + dt * (back - push));
        work[i] += drive * way;
        next.data[i] = to;
      }
    },
    logDensity(from, to, { bath }, out) {
      for (let i = 0; i < from.n; i++) {
        const variance = (2 * dt) / bath.beta[i];
        const miss = to.data[i] - from.data[i] - dt * (force(from.data[i]) + drive);
        const near = miss - length * Math.round(miss / length);
        let sum = 0;
        for (let m = -IMAGES; m <= IMAGES; m++) sum += Math.exp(-(((near + m * length) ** 2 - near * near) / (2 * variance)));
        out[i] = Math.log(sum) - 0.5 * (Math.log(2 * Math.PI * variance) + (near * near) / variance);
      }
    },
  };
}
