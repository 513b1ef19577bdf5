import { along, type PathScheme } from './sde.ts';

/** Itô, x′ = x + a dt + b dW: strong order ½, 1 where b is constant [Maruyama1955]. */
export const eulerMaruyamaPath: PathScheme = (sde, start, increments, dt) => {
  const [a, b] = [new Float64Array(sde.dim), new Float64Array(sde.dim)];
  return along('euler-maruyama-path', sde, start, increments, dt, (t, x, dw, next) => {
    sde.drift(t, x, a);
    sde.diffusion(t, x, b);
    for (let k = 0; k < sde.dim; k++) next[k] = x[k] + a[k] * dt + b[k] * dw[k];
  });
};
