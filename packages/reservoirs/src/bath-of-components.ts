import { type Batch, type Bath, SzilardError } from '@szilard/core';
import { naiveBath } from './naive-bath.ts';

/**
 * A naive bath for every component. Movers of one component at a time meet that component's bath, ΔS_R = q/T_k; movers of several
 * at once meet the tensor diag T, and the entropy they are credited is a naive accountant's: one β = dim/Σ T_k.
 */
export function bathOfComponents(where: string, n: number, temperatures: readonly number[]): Bath {
  const dim = temperatures.length;
  const parts = temperatures.map((temperature) => naiveBath(n, temperature));
  return {
    ...naiveBath(n, temperatures.reduce((a, b) => a + b) / dim),
    temperature({ n: states }: Batch, out: Float64Array) {
      out.fill(0);
      for (let i = 0; i < states; i++) for (let k = 0; k < dim; k++) out[(i * dim + k) * dim + k] = temperatures[k];
    },
    part(component) {
      const part = parts[component];
      if (part) return part;
      throw new SzilardError('composition', `[${where}] expected a component from 0 to ${dim - 1}, got ${component}.`);
    },
  };
}
