import type { Given, Kernel, Subsystem } from '@szilard/core';
import { before, visibleOf } from './layout.ts';

/** A subsystem whose partner has `hidden` more components, and λ one more entry, than it knows of. */
export function withoutHidden(subsystem: Subsystem, dim: number): Subsystem {
  const { fuse: _captured, work, ...rest } = subsystem;
  return {
    ...rest,
    kernel: seeingLess(subsystem.kernel, dim),
    energy: (x, given, out) => subsystem.energy(x, less(given, dim), out),
    ...(work ? { work: (from, to, given, out) => work(from, to, less(given, dim), out) } : {}),
  };
}

const less = (given: Given, dim: number): Given => ({
  ...given,
  control: before(given.control),
  partner: visibleOf(given.partner, dim),
});

function seeingLess(kernel: Kernel, dim: number): Kernel {
  const { walk, component, affine, reversed, blind, claims } = kernel;
  const shadow = claims?.shadowEnergy;
  return {
    ...kernel,
    step: (x, given, rng, next) => kernel.step(x, less(given, dim), rng, next),
    logDensity: (from, to, given, out) => kernel.logDensity(from, to, less(given, dim), out),
    ...(walk ? { walk: (x, given, rng, next, passage) => walk(x, less(given, dim), rng, next, passage) } : {}),
    ...(component ? { component: (control) => component(before(control)) } : {}),
    ...(affine
      ? {
          affine(control, beta, force) {
            const move = affine(before(control), beta, force);
            const own = Math.sqrt(move.own.length);
            const other = new Float64Array(own * 2 * dim);
            for (let k = 0; k < own; k++)
              for (let l = 0; l < move.other.length / own; l++) other[2 * k * dim + l] = move.other[(k * move.other.length) / own + l];
            return { ...move, other };
          },
        }
      : {}),
    ...(claims && shadow ? { claims: { ...claims, shadowEnergy: (x, given, out) => shadow(x, less(given, dim), out) } } : {}),
    // A reversed kernel may name its own reverse, without end.
    ...(reversed ? { reversed: seeingLess((({ reversed: _back, ...there }) => there)(reversed), dim) } : {}),
    ...(blind ? { blind: seeingLess(blind, dim) } : {}),
  };
}
