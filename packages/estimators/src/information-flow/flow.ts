import type { Domain, Estimate, PairedSeries } from '@szilard/core';
import { errorOfLocal, meanOf } from '../information/mean-error.ts';
import { collected, type View } from '../neighbours/view.ts';
import { delayed, framesOf, snapshot } from '../series/embed.ts';
import { serialErrorOfLocal } from '../series/serial-error.ts';

export interface FlowParams {
  /**
   * `together`: one law for all frames, of all trajectories: for stationary series. `apart`: a law for every frame, from as many samples
   * as there are trajectories; the flows of both sides then sum to ΔI over the whole.
   */
  frames: 'together' | 'apart';
}

export const flowDefaults: FlowParams = { frames: 'together' };
export const flowDomain: { readonly frames: Domain } = { frames: { oneOf: ['together', 'apart'] } };

/** I(x;y): terms whose mean it is, and responses to every row. */
export type PairTerms = (x: View, y: View) => { readonly local: Float64Array; readonly response: Float64Array };

export interface Flow extends Pick<Estimate, 'value' | 'stderr' | 'n'> {
  readonly inefficiency: number;
}

/**
 * Information flow per step [Allahverdyan2009], [Horowitz2014]; nats:
 *
 *     I(x_{t+1}; y_t) − I(x_t; y_t)        x: source, y: target
 *
 * Both informations come from the same rows, so that much of their noise cancels; the error is that of the difference.
 */
export function flowOf(
  { source: { trajectories, steps } }: PairedSeries,
  { frames }: FlowParams,
  read: (of: 'source' | 'target') => View,
  terms: (length: number) => PairTerms,
): Flow {
  const [x, y] = [read('source'), read('target')];
  if (frames === 'together') {
    const all = framesOf({ trajectories, steps }, 1);
    const n = trajectories * all.length;
    const total = { local: new Float64Array(n), response: new Float64Array(n) };
    add(terms(all.length)(delayed(x, all, [0]), delayed(y, all, [1])), 1, total);
    add(terms(all.length)(delayed(x, all, [1]), delayed(y, all, [1])), -1, total);
    return { value: meanOf(total.local), ...serialErrorOfLocal(total.local, total.response, all.length), n };
  }

  const [from, to] = [collected(x), collected(y)];
  const total = { local: new Float64Array(trajectories), response: new Float64Array(trajectories) };
  const share = 1 / (steps - 1);
  for (let t = 0; t + 1 < steps; t++) {
    const partner = snapshot(to, steps, t);
    add(terms(trajectories)(snapshot(from, steps, t + 1), partner), share, total);
    add(terms(trajectories)(snapshot(from, steps, t), partner), -share, total);
  }
  return { value: meanOf(total.local), stderr: errorOfLocal(total.local, total.response), n: trajectories, inefficiency: 1 };
}

function add(part: ReturnType<PairTerms>, weight: number, total: ReturnType<PairTerms>): void {
  for (let i = 0; i < total.local.length; i++) {
    total.local[i] += weight * part.local[i];
    total.response[i] += weight * part.response[i];
  }
}
