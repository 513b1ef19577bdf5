import { addLogLaw } from './layers.ts';
import type { Patterns } from './patterns.ts';
import type { RbmShape } from './shape.ts';
import { bitNumber, bitStates } from './states.ts';

/** The law of v after k sweeps from a data set, every state counted. */
export function expectedChains(shape: RbmShape, sweeps: number) {
  const { visible, hidden } = shape;
  const [states, hs] = [bitStates(visible), bitStates(hidden)];
  const row = new Float64Array(visible);
  return {
    states,
    after(theta: Float64Array, { rows, share }: Patterns): Float64Array {
      let law: Float64Array = new Float64Array(states.n);
      for (let r = 0; r < rows.n; r++) law[bitNumber(rows.data, r * visible, visible)] += share[r];
      const hGivenV = Array.from({ length: states.n }, (_, s) => {
        row.set(states.data.subarray(s * visible, (s + 1) * visible));
        return conditional('hidden', row);
      });
      const vGivenH = Array.from({ length: hs.n }, (_, s) => conditional('visible', hs.data.slice(s * hidden, (s + 1) * hidden)));
      for (let sweep = 0; sweep < sweeps; sweep++) law = through(through(law, hGivenV, hs.n), vGivenH, states.n);
      return law;

      /** P(every state of `layer` | one state of the other). */
      function conditional(layer: 'visible' | 'hidden', other: Float64Array): Float64Array {
        const own = layer === 'visible' ? states : hs;
        const same = { n: own.n, dim: other.length, data: new Float64Array(own.n * other.length) };
        for (let s = 0; s < own.n; s++) same.data.set(other, s * other.length);
        const out = new Float64Array(own.n);
        addLogLaw(shape, layer, theta, same, own, 1, out);
        return out.map(Math.exp);
      }
    },
  };
}

function through(law: Float64Array, rows: readonly Float64Array[], size: number): Float64Array {
  const out = new Float64Array(size);
  for (let s = 0; s < law.length; s++) if (law[s] > 0) for (let to = 0; to < size; to++) out[to] += law[s] * rows[s][to];
  return out;
}
