import { batch, defineTask, type PairedSamples, type RandomStream, type Run } from '@szilard/core';
import { fineNormals } from './normal-columns.ts';

/** x = y + width · noise with its own ln p(x|y). */
function channel(width: number, n: number, rng: RandomStream): PairedSamples {
  const [x, y] = [fineNormals(n, 1, rng.fork('noise')), fineNormals(n, 1, rng.fork('signal'))];
  for (let i = 0; i < n; i++) x.data[i] = y.data[i] + width * x.data[i];
  const norm = Math.log(width) + 0.5 * Math.log(2 * Math.PI);
  return {
    x,
    y,
    logConditional(received, sent, out) {
      for (let i = 0; i < received.n; i++) out[i] = -norm - 0.5 * ((received.data[i] - sent.data[i]) / width) ** 2;
    },
  };
}

/** Books of n walkers on a ring, one of whom steps up with chance `up`, else down, at every tick; energy is the same everywhere. */
function books(up: number, ticks: number, n: number, rng: RandomStream): Pick<Run, 'ledger' | 'boundary'> {
  const uniform = batch(n, ticks).data;
  rng.fork('uniforms').fillUniform(uniform);
  const ratio = Math.log(up / (1 - up));
  const logRatio = uniform.map((u) => (u < up ? ratio : -ratio));
  // Local detailed balance at β = 1: what the ratio says is heat, and all of it was work.
  const ledger = { trajectories: n, ticks, moves: ticks, work: logRatio, heat: logRatio, bathEntropy: logRatio, logRatio };
  return { ledger, boundary: new Float64Array(n) };
}

/** Samples that come with the laws they were drawn from, for estimators that ask for those. */
export const knownLawTasks = [
  defineTask<'mutual-information', { readonly width: number }>({
    id: 'mutual-information/known-channel',
    title: 'a normal signal under normal noise, with the law of what is received',
    source: '[Cover2006]',
    equation: 'I = ½ ln(1 + 1/width²)',
    quantity: 'mutual-information',
    defaults: { width: 0.5 },
    domain: { width: { above: 0 } },
    create: ({ width }) => ({ truth: 0.5 * Math.log1p(width ** -2), unit: 'nat', sample: (n, rng) => channel(width, n, rng) }),
  }),
  defineTask<'entropy-production', { readonly up: number; readonly ticks: number }>({
    id: 'entropy-production/booked-walk',
    title: 'the books of a biased walk on a ring',
    source: '[Lebowitz1999]; docs/theory.md 1',
    equation: 'Σ = ticks (p − q) ln(p/q)',
    quantity: 'entropy-production',
    defaults: { up: 0.6, ticks: 20 },
    domain: { up: { above: 0, below: 1 }, ticks: { atLeast: 1, integer: true } },
    create: ({ up, ticks }) => ({
      truth: ticks * (2 * up - 1) * Math.log(up / (1 - up)),
      unit: 'nat',
      sample: (n, rng) => books(up, ticks, n, rng),
    }),
  }),
] as const;
