import type { Batch, Given } from '@szilard/core';
import type { Layer } from './fields.ts';
import type { RbmShape } from './shape.ts';

/** Which layer a tick moves, as the second number of its control. */
export const layerCode = { hidden: 0, visible: 1 } as const satisfies Record<Layer, number>;
export const layerAt = (control: Float64Array): Layer => (control[1] === layerCode.visible ? 'visible' : 'hidden');

/** Parameters of the machine of every row: read from `at(i)` on. */
export interface Machine {
  readonly theta: Float64Array;
  at(row: number): number;
  /** True: one machine for all rows, whose numbers never change. */
  readonly fixed: boolean;
}

/** The machine, given λ and the partner. `shared`: it is one for all rows, whatever is given; half-steps are then made by a fast pass. */
export type Machines = ((given: Pick<Given, 'control' | 'partner'>) => Machine) & { readonly shared?: boolean };

/** A machine that is there from the start, its weights multiplied by the first number of the control. */
export function scaledMachine(
  { visible, hidden }: RbmShape,
  theta: Float64Array,
): ((given: Pick<Given, 'control'>) => Machine) & { readonly shared: true } {
  const known = new Map<number, Machine>();
  const at = () => 0;
  const machine = ({ control: [scale] }: Pick<Given, 'control'>): Machine => {
    let found = known.get(scale);
    if (!found) {
      found = { theta: theta.map((value, k) => (k < visible * hidden ? scale * value : value)), at, fixed: true };
      known.set(scale, found);
    }
    return found;
  };
  return Object.assign(machine, { shared: true } as const);
}

/** The machine whose parameters are the partner's. */
export const partnerMachine = ({ partner }: { readonly partner: Batch }): Machine => ({
  theta: partner.data,
  at: (row) => row * partner.dim,
  fixed: false,
});
