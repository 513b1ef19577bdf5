import type { Kernel, Landscape, Subsystem } from '@szilard/core';
import { canSpecialise } from '../langevin/specialise.ts';
import { type LineOptions, lineOf } from './line.ts';
import { type LineStep, linePass } from './line-pass.ts';

type Fuse = NonNullable<Subsystem['fuse']>;

// Not a property of the kernel: one that is made from it by overriding its step is another kernel and must not inherit its pass.
const known = new WeakMap<Kernel, Fuse>();

/** The same kernel; where its landscape, or that of its positions, is one of `line`, with a fused pass. */
export function onLine(kernel: Kernel, landscape: Landscape, stepOf: (functions: LineOptions) => LineStep | undefined): Kernel {
  const functions = lineOf(landscape);
  const step = functions && canSpecialise ? stepOf(functions) : undefined;
  if (step) known.set(kernel, (buffers) => linePass(buffers, step));
  return kernel;
}

/** The fused pass of a kernel. Absent: it has none. */
export const passOf = (kernel: Kernel): Fuse | undefined => known.get(kernel);

/** A kernel that is another one but for what it says of itself: with the same pass. */
export function sayingOf<K extends Kernel>(kernel: Kernel, more: K): K {
  const pass = known.get(kernel);
  if (pass) known.set(more, pass);
  return more;
}
