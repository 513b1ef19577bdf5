import {
  type Batch,
  defineKernel,
  type Given,
  type Kernel,
  type Landscape,
  type Passage,
  type RandomStream,
  SzilardError,
} from '@szilard/core';
import { noDensity } from './forces.ts';
import { heatBathOn, lawAt, pick } from './heat-bath.ts';

const id = 'monte-carlo/gibbs-sweep';
const claims = { invariance: 'exact', detailedBalance: 'exact' } as const;

/** Every coordinate in turn from its conditional law. Not its own reverse: the conjugate process sweeps in opposite order [Salazar2017]. */
export const gibbsSweepKernel = defineKernel({
  id,
  title: 'systematic sweep of heat-bath moves: exact with its opposite order as reverse',
  source: '[Geman1984]; [Salazar2017]',
  space: 'finite',
  claims,
  defaults: {},
  create: () => (landscape) =>
    gibbsSweep(
      landscape,
      Array.from({ length: landscape.dim }, (_, k) => k),
    ),
});

/** Heat-bath moves of the coordinates in `order`, one after the other, as one move: a part of the coordinates is a block half-step. */
export function gibbsSweep(landscape: Landscape, order: readonly number[]): Kernel {
  const wrong = order.find((k) => !Number.isSafeInteger(k) || k < 0 || k >= landscape.dim);
  if (order.length === 0 || wrong !== undefined)
    throw new SzilardError('parameter', `[${id}] order: expected coordinates from 0 to ${landscape.dim - 1}, got ${wrong ?? 'none'}.`);
  const there = sweepKernel(landscape, order);
  const mirrored = order.toReversed();
  if (mirrored.every((k, at) => k === order[at])) return there;
  const back = sweepKernel(landscape, mirrored);
  return { ...there, reversed: { ...back, reversed: there } };
}

function sweepKernel(landscape: Landscape, order: readonly number[]): Kernel {
  const { dim, energy } = landscape;
  const { values, logLaw } = heatBathOn(landscape, id);
  const go = (x: Batch, given: Given, rng: RandomStream, next: Batch, passage?: Passage): void => {
    const { n } = x;
    const [chance, start] = [new Float64Array(n * order.length), new Float64Array(n)];
    rng.fillUniform(chance);
    energy(x, given, start);
    next.data.set(x.data);
    for (const [turn, k] of order.entries()) {
      const laws = logLaw(next, k, given, start);
      for (let i = 0; i < n; i++) {
        const old = next.data[i * dim + k];
        const drawn = pick(laws, i, values[k], chance[i * order.length + turn]);
        next.data[i * dim + k] = drawn;
        if (passage && drawn !== old) passage.logRatio[i] += lawAt(laws, i, values[k], drawn) - lawAt(laws, i, values[k], old);
      }
    }
  };
  return {
    claims,
    step: (x, given, rng, next) => go(x, given, rng, next),
    walk: go,
    logDensity:
      new Set(order).size < order.length
        ? noDensity(id, 'a coordinate that is drawn twice leaves no trace of its first value')
        : (from, to, given, out) => {
            const start = new Float64Array(from.n);
            energy(from, given, start);
            // Halfway states are known: x′ where the sweep has been, x where it has not.
            const at = { ...from, data: from.data.slice() };
            for (let i = 0; i < from.n; i++) {
              out[i] = 0;
              for (let k = 0; k < dim; k++)
                if (!order.includes(k) && from.data[i * dim + k] !== to.data[i * dim + k]) out[i] = Number.NEGATIVE_INFINITY;
            }
            for (const k of order) {
              const laws = logLaw(at, k, given, start);
              for (let i = 0; i < from.n; i++) {
                out[i] += lawAt(laws, i, values[k], to.data[i * dim + k]);
                at.data[i * dim + k] = to.data[i * dim + k];
              }
            }
          },
  };
}
