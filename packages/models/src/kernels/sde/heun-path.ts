import { along, type PathScheme } from './sde.ts';

/** Stratonovich, by Heun: an Euler step ahead, then the mean of both ends' coefficients; strong order 1 with diagonal noise [Ruemelin1982]. */
export const heunPath: PathScheme = (sde, start, increments, dt) => {
  const [a, b, aheadA, aheadB, ahead] = Array.from({ length: 5 }, () => new Float64Array(sde.dim));
  return along('heun-path', sde, start, increments, dt, (t, x, dw, next) => {
    sde.drift(t, x, a);
    sde.diffusion(t, x, b);
    for (let k = 0; k < sde.dim; k++) ahead[k] = x[k] + a[k] * dt + b[k] * dw[k];
    sde.drift(t + dt, ahead, aheadA);
    sde.diffusion(t + dt, ahead, aheadB);
    for (let k = 0; k < sde.dim; k++) next[k] = x[k] + 0.5 * (a[k] + aheadA[k]) * dt + 0.5 * (b[k] + aheadB[k]) * dw[k];
  });
};
