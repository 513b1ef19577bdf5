import { batch, flip } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { Given } from '../contracts/kernel.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { Entry } from './bookkeeping.ts';

/** One move by the plain contract: step, energies, the reservoir's opinion, the dynamics' opinion. */
export function plainMove({ subsystems }: Experiment, seat: Seat, n: number) {
  const { kernel, energy, work, dim } = subsystems[seat];
  const back = kernel.reversed ?? kernel;
  const next = batch(n, dim);
  const [rest, after, push, heat, forward, backward, passage] = Array.from({ length: 7 }, () => new Float64Array(n));

  return (here: Given, x: Batch, rng: RandomStream, known: Float64Array, mask: Float64Array | null, entry: Entry, gain: Float64Array) => {
    energy(x, here, rest);
    push.fill(0);
    passage.fill(0);
    if (kernel.walk) kernel.walk(x, here, rng, next, { logRatio: passage, work: push });
    else kernel.step(x, here, rng, next);
    // A trajectory that is not chosen stays: its move has no heat, no ratio and leaves its bath alone.
    if (mask) for (let i = 0; i < n; i++) if (mask[i] === 0) for (let k = 0; k < dim; k++) next.data[i * dim + k] = x.data[i * dim + k];
    energy(next, here, after);
    if (!kernel.walk) work?.(x, next, here, push);
    for (let i = 0; i < n; i++) heat[i] = mask && mask[i] === 0 ? 0 : push[i] - (after[i] - rest[i]);
    here.bath.entropyGain(heat, gain);
    if (kernel.walk) here.bath.absorb(heat);
    else {
      kernel.logDensity(x, next, here, forward);
      here.bath.absorb(heat); // the reversed move starts from the bath as it is now
      back.logDensity(flip(next, kernel.parity), flip(x, kernel.parity), here, backward);
    }
    for (let i = 0; i < n; i++) {
      if (mask && mask[i] === 0) {
        gain[i] = 0;
        continue;
      }
      entry.work[i] += push[i] + rest[i] - known[i];
      entry.heat[i] += heat[i];
      entry.logRatio[i] += kernel.walk ? passage[i] : forward[i] - backward[i];
      known[i] = after[i];
    }
    x.data.set(next.data);
  };
}
