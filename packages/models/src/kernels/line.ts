import { type Landscape, SzilardError } from '@szilard/core';

export interface LineOptions {
  /** U(x; λ), energy; λ the first control, 0 where there is none. */
  readonly energy: (x: number, lambda: number) => number;
  /** ∂U/∂x, energy/length. */
  readonly gradient: (x: number, lambda: number) => number;
}

// Not a property of the landscape: one that is made from it by overriding its energy is another landscape.
const known = new WeakMap<Landscape, LineOptions>();

/** What a landscape, or that of its positions, is made of, if `line` has made it. */
export const lineOf = (landscape: Landscape): LineOptions | undefined => known.get(landscape);

/** Says of a landscape of [q, p] that its positions are those of another. */
export function madeOf(landscape: Landscape, positions: Landscape): Landscape {
  const functions = known.get(positions);
  if (functions) known.set(landscape, functions);
  return landscape;
}

/** λ of a control. */
export const lambdaOf = (control: Float64Array): number => (control.length > 0 ? control[0] : 0);

/** A landscape of one coordinate by plain functions of it and λ, which kernels can build into their loops: moves without a call each. */
export function line({ energy, gradient }: LineOptions): Landscape {
  for (const [name, given] of Object.entries({ energy, gradient }))
    if (typeof given !== 'function')
      throw new SzilardError('parameter', `[line] ${name}: expected a function of (x, lambda), got ${typeof given}.`);
  const made: Landscape = {
    dim: 1,
    energy(x, { control }, out) {
      for (let i = 0; i < x.n; i++) out[i] = energy(x.data[i], lambdaOf(control));
    },
    gradient(x, { control }, out) {
      for (let i = 0; i < x.n; i++) out.data[i] = gradient(x.data[i], lambdaOf(control));
    },
  };
  known.set(made, { energy, gradient });
  return made;
}
