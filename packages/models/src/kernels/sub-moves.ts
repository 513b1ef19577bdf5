import { type Batch, batch, type Given, type Landscape } from '@szilard/core';
import { driftOf } from './forces.ts';

/** [q, p] on its way through a splitting; [n, d] each. */
export interface Phase {
  readonly q: Batch;
  readonly p: Batch;
}

/** The deterministic sub-moves on the positions' landscape. Each is undone by the same one over −span. */
export interface Flow {
  /** R: q += span p/m. */
  fly(at: Phase, span: number): void;
  /** V: p += span (−∇U + f); adds the work of f to `work`, its share of the change of kinetic energy. */
  kick(at: Phase, given: Given, span: number, work?: Float64Array): void;
  /** U(q) + Σ p²/2m; [n], energy. */
  energy(at: Phase, given: Given, out: Float64Array): void;
}

export function flowOn(positions: Landscape, masses: Float64Array, kernel: string): Flow {
  const d = positions.dim;
  const total = driftOf(positions, kernel);
  return {
    fly({ q, p }, span) {
      for (let i = 0, at = 0; i < q.n; i++) for (let k = 0; k < d; k++, at++) q.data[at] += (span * p.data[at]) / masses[k];
    },
    kick({ q, p }, given, span, work) {
      const push = batch(q.n, d);
      total(q, given, push);
      if (work && positions.force) {
        const driven = batch(q.n, d);
        positions.force(q, given, driven);
        // Δ(p²/2m) of the kick is span (F + f)·(p + p′)/2m: the part with f is work.
        for (let i = 0, at = 0; i < q.n; i++)
          for (let k = 0; k < d; k++, at++) work[i] += (span * driven.data[at] * (p.data[at] + 0.5 * span * push.data[at])) / masses[k];
      }
      for (let at = 0; at < p.data.length; at++) p.data[at] += span * push.data[at];
    },
    energy({ q, p }, given, out) {
      positions.energy(q, given, out);
      for (let i = 0, at = 0; i < q.n; i++) for (let k = 0; k < d; k++, at++) out[i] += (0.5 * p.data[at] * p.data[at]) / masses[k];
    },
  };
}
