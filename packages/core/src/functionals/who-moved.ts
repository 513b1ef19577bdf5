import type { Batch } from '../contracts/batch.ts';
import type { Experiment, Seat } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { type PerSeat, partnerOf, perSeat } from '../exact/process.ts';
import { randomStream } from '../random/stream.ts';

/** Θ's part in tick t of each trajectory: 1 where it moved, 0 where x did, between where a random tick left both where they were. */
export function whoMoved(experiment: Experiment, n: number) {
  const { ticks, subsystems, reservoirs } = experiment;
  const scans = ticks.some(({ mover }) => mover === 'random');
  const bath = perSeat((seat) => {
    const { dim } = subsystems[seat];
    const contact = contactOf(experiment, seat, { n, dim, data: new Float64Array(n * dim) });
    return scans ? reservoirs[seat].open(n, randomStream('who-moved'), contact) : null;
  });
  return (t: number, before: { readonly states: PerSeat<Batch> }, after: { readonly states: PerSeat<Batch> }): Float64Array => {
    const { mover, slowShare = 0.5, control } = ticks[t];
    const part = new Float64Array(n);
    if (mover !== 'random') return part.fill(mover === 'theta' ? 1 : 0);
    const changed = perSeat((seat) => differing(before.states[seat], after.states[seat]));
    /** Chance that a seat, had it been picked, would have stayed. */
    const stays = (seat: Seat): Float64Array => {
      const { kernel, states } = subsystems[seat];
      const [own, partner] = [before.states[seat], before.states[partnerOf[seat]]];
      if (!states || !bath[seat]?.additive)
        throw new SzilardError(
          'input',
          `[bipartiteEntropies] ticks[${t}]: expected a change of x or θ in every trajectory, got none in some; whose move it was is in no record. Use theta-first or x-first, or declare ${seat}'s states.`,
        );
      const out = new Float64Array(n);
      kernel.logDensity(own, own, { partner, control, bath: bath[seat] }, out);
      return out.map(Math.exp);
    };
    const idle = changed.x.some((yes, i) => !yes && !changed.theta[i]);
    const stay = idle ? perSeat(stays) : null;
    for (let i = 0; i < n; i++) {
      if (changed.theta[i]) part[i] = 1;
      else if (!changed.x[i]) {
        const [theta, x] = [slowShare * stay!.theta[i], (1 - slowShare) * stay!.x[i]];
        part[i] = theta / (theta + x);
      }
    }
    return part;
  };
}

function differing(a: Batch, b: Batch): Uint8Array {
  const out = new Uint8Array(a.n);
  for (let at = 0; at < a.data.length; at++) if (a.data[at] !== b.data[at]) out[Math.floor(at / a.dim)] = 1;
  return out;
}
