import { batch, flip } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Given, Kernel } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import type { RandomStream } from '../contracts/random.ts';

export interface Moved {
  readonly next: Batch;
  /** ln of the chance of the move over that of its undoing; [n], nats. */
  readonly logRatio: Float64Array;
  /** Work of non-conservative forces that the walk booked; [n], energy. */
  readonly work: Float64Array;
}

/** One move with its ratio, as the engine books it in a bath that does not change. */
export function moveWith(kernel: Kernel, x: Batch, given: Given, rng: RandomStream): Moved {
  const [next, logRatio, work] = [batch(x.n, x.dim), new Float64Array(x.n), new Float64Array(x.n)];
  if (kernel.walk) {
    kernel.walk(x, given, rng, next, { logRatio, work });
    return { next, logRatio, work };
  }
  kernel.step(x, given, rng, next);
  return { next, logRatio: densityRatio(kernel, x, next, given), work };
}

/** ln K(x′|x) − ln K̃(x|x′), odd components turned and K̃ the order-reversed kernel; [n], nats. */
export function densityRatio(kernel: Kernel, x: Batch, next: Batch, given: Given): Float64Array {
  const [forward, backward] = [new Float64Array(x.n), new Float64Array(x.n)];
  kernel.logDensity(x, next, given, forward);
  (kernel.reversed ?? kernel).logDensity(flip(next, kernel.parity), flip(x, kernel.parity), given, backward);
  return forward.map((v, i) => v - backward[i]);
}

/** U of every state; [n], energy. */
export function energiesOf(energy: Landscape['energy'], x: Batch, given: Given): Float64Array {
  const out = new Float64Array(x.n);
  energy(x, given, out);
  return out;
}

/** logRatio + β ΔU of every move: 0 where detailed balance holds; [n], nats. */
export function residuals(energy: Landscape['energy'], beta: number, x: Batch, { next, logRatio }: Moved, given: Given): Float64Array {
  const [before, after] = [energiesOf(energy, x, given), energiesOf(energy, next, given)];
  return logRatio.map((r, i) => r + beta * (after[i] - before[i]));
}

/** Product of components of state i. */
export const monomial = ({ dim, data }: Batch, i: number, of: readonly number[]): number =>
  of.reduce((product, k) => product * data[i * dim + k], 1);
