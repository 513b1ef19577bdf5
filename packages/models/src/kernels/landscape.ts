import { type Batch, type Given, type Landscape, SzilardError } from '@szilard/core';

/** A landscape by plain functions of one state. `x`, `partner` and `out` are scratch arrays: read and write, do not keep. */
export interface LandscapeOptions {
  readonly dim: number;
  /** U(x; λ, partner), energy. */
  readonly energy: (x: Float64Array, control: Float64Array, partner: Float64Array) => number;
  /** ∂U/∂x into `out`, every component; energy/length. */
  readonly gradient?: (x: Float64Array, out: Float64Array, control: Float64Array, partner: Float64Array) => void;
  /** Non-conservative force into `out`, every component; energy/length. */
  readonly force?: (x: Float64Array, out: Float64Array, control: Float64Array, partner: Float64Array) => void;
  readonly stiffness?: Landscape['stiffness'];
  readonly values?: Landscape['values'];
}

/** A landscape from functions of one state: what an own system needs to write. */
export function landscape({ dim, energy, gradient, force, stiffness, values }: LandscapeOptions): Landscape {
  if (!Number.isSafeInteger(dim) || dim < 1)
    throw new SzilardError('parameter', `[landscape] dim: expected a whole number of at least 1, got ${dim}.`);
  if (values && values.length !== dim)
    throw new SzilardError('shape', `[landscape] values: expected one list for each of ${dim} coordinates, got ${values.length}.`);
  const at = new Float64Array(dim);
  let other = new Float64Array(0);
  const look = (x: Batch, { partner }: Given, i: number): void => {
    for (let k = 0; k < dim; k++) at[k] = x.data[i * dim + k];
    if (other.length !== partner.dim) other = new Float64Array(partner.dim);
    for (let k = 0; k < partner.dim; k++) other[k] = partner.data[i * partner.dim + k];
  };
  const field = (of: NonNullable<LandscapeOptions['gradient']>): NonNullable<Landscape['gradient']> => {
    const slot = new Float64Array(dim);
    return (x, given, out) => {
      for (let i = 0; i < x.n; i++) {
        look(x, given, i);
        // A component that nobody writes must not pass for a number.
        for (let k = 0; k < dim; k++) slot[k] = Number.NaN;
        of(at, slot, given.control, other);
        for (let k = 0; k < dim; k++) out.data[i * dim + k] = slot[k];
      }
    };
  };
  return {
    dim,
    energy(x, given, out) {
      for (let i = 0; i < x.n; i++) {
        look(x, given, i);
        out[i] = energy(at, given.control, other);
      }
    },
    ...(gradient ? { gradient: field(gradient) } : {}),
    ...(force ? { force: field(force) } : {}),
    ...(stiffness ? { stiffness } : {}),
    ...(values ? { values } : {}),
  };
}
