import { type Batch, batch } from '@szilard/core';

/** The first half of the components, the system's own; [n, 2 dim] → [n, dim], a copy. */
export const visibleOf = (state: Batch, dim: number): Batch => half(state, dim, 0);

/** The last half, the bath's; [n, 2 dim] → [n, dim], a copy. */
export const hiddenOf = (state: Batch, dim: number): Batch => half(state, dim, dim);

function half({ n, dim: width, data }: Batch, dim: number, offset: number): Batch {
  const out = batch(n, dim);
  for (let i = 0; i < n; i++) for (let k = 0; k < dim; k++) out.data[i * dim + k] = data[i * width + offset + k];
  return out;
}

/** λ without the entry that says whose tick it is: 0 the system's, 1 the memory's. */
export const before = (control: Float64Array): Float64Array => control.subarray(0, control.length - 1);
export const whose = (control: Float64Array): number => control[control.length - 1];
