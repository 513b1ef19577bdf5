import { defineKernel, type Kernel } from '@szilard/core';
import { claimsOn, worthOf } from './forces.ts';
import { walkStep } from './line-steps.ts';
import { onLine } from './on-line.ts';
import { metropolised } from './proposal.ts';

const claims = { invariance: 'exact', detailedBalance: 'exact' } as const;

/** Gaussian random walk of width `stride` in every coordinate, accepted with min(1, e^ΔS_R): exact in any reservoir, needs no gradient. */
export const metropolisKernel = defineKernel({
  id: 'monte-carlo/metropolis',
  title: 'random walk accepted by the reservoir: exact, any dimension, any reservoir',
  source: '[Metropolis1953]',
  space: 'positions',
  claims,
  defaults: { stride: 0.8 },
  domain: { stride: { above: 0 } },
  create:
    ({ stride }) =>
    (landscape) => {
      const kernel: Kernel = {
        claims: claimsOn(landscape, claims),
        ...metropolised(
          {
            draw(x, _given, rng, next) {
              rng.fillNormal(next.data);
              for (let at = 0; at < next.data.length; at++) next.data[at] = x.data[at] + stride * next.data[at];
            },
            logDensity(from, to, _given, out) {
              const { n, dim } = from;
              const lnZ = dim * Math.log(Math.sqrt(2 * Math.PI) * stride);
              for (let i = 0; i < n; i++) {
                out[i] = -lnZ;
                for (let at = i * dim; at < (i + 1) * dim; at++) {
                  const step = (to.data[at] - from.data[at]) / stride;
                  out[i] -= 0.5 * step * step;
                }
              }
            },
          },
          worthOf(landscape),
        ),
      };
      return onLine(kernel, landscape, (functions) => walkStep(functions, stride));
    },
});
