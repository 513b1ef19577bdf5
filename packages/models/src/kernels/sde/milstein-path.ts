import { SzilardError } from '@szilard/core';
import { along, type PathScheme } from './sde.ts';

/** Itô, x′ = x + a dt + b dW + ½ b ∂b (dW² − dt): strong order 1 where b_k depends on x_k alone [Milstein1975]. */
export const milsteinPath: PathScheme = (sde, start, increments, dt) => {
  const { diffusionSlope } = sde;
  if (!diffusionSlope)
    throw new SzilardError(
      'composition',
      '[milstein-path] expected the slope of the diffusion, got none. Give `diffusionSlope`, or take eulerMaruyamaPath.',
    );
  const [a, b, slope] = Array.from({ length: 3 }, () => new Float64Array(sde.dim));
  return along('milstein-path', sde, start, increments, dt, (t, x, dw, next) => {
    sde.drift(t, x, a);
    sde.diffusion(t, x, b);
    diffusionSlope(t, x, slope);
    for (let k = 0; k < sde.dim; k++) next[k] = x[k] + a[k] * dt + b[k] * dw[k] + 0.5 * b[k] * slope[k] * (dw[k] * dw[k] - dt);
  });
};
