import { type Activity, sigmoid } from './forward.ts';
import type { MadeLayout } from './layout.ts';

/** ADDS ∂(−ln p(x|θ))/∂θ times `share` to `gradient`, which begins at `at` as θ does; `seen` is the pass of this picture. */
export function pullback(
  { layers }: MadeLayout,
  theta: Float64Array,
  at: number,
  x: Float64Array,
  atX: number,
  seen: Activity,
  share: number,
  gradient: Float64Array,
): void {
  // ∂(−ln p)/∂z_o = p_o − x_o
  let delta = seen.logits.map((z, o) => share * (sigmoid(z) - x[atX + o]));
  for (let l = layers.length - 1; l >= 0; l--) {
    const { units, sees, first } = layers[l];
    const [before, from] = l === 0 ? [x, atX] : [seen.hidden[l - 1], 0];
    const back = l === 0 ? undefined : new Float64Array(before.length);
    for (let k = 0; k < units; k++) {
      const d = delta[k];
      const w = at + first[k];
      const length = sees[k];
      if (d === 0) continue;
      for (let j = 0; j < length; j++) gradient[w + j] += d * before[from + j];
      if (back) for (let j = 0; j < length; j++) back[j] += d * theta[w + j];
      gradient[w + length] += d;
    }
    if (!back) return;
    for (let j = 0; j < back.length; j++) back[j] *= 1 - before[j] * before[j];
    delta = back;
  }
}
