import { type Batch, batch, batchOf, defineTask, type RandomStream } from '@szilard/core';
import { columnsOf, equicorrelated } from './normal-columns.ts';

const quantity = 'entropy' as const;
const whole = { atLeast: 1, integer: true };
const unit = 'nat' as const;

/** Draws of 0, 1, 2, … by one uniform number each. */
function symbols(n: number, rng: RandomStream, of: (u: number) => number): Batch {
  const uniform = new Float64Array(n);
  rng.fork('uniforms').fillUniform(uniform);
  return batchOf(uniform.map(of));
}

/** p_i ∝ (i + 1)^−exponent, i = 0 … symbols − 1. */
function zipfLaw(count: number, exponent: number): Float64Array {
  const weights = Float64Array.from({ length: count }, (_, i) => (i + 1) ** -exponent);
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

export const entropyTasks = [
  defineTask<typeof quantity, { readonly symbols: number }>({
    id: 'entropy/uniform-symbols',
    title: 'symbols that are all as frequent',
    source: '[Cover2006]',
    equation: 'S = ln K',
    quantity,
    rows: 'symbols',
    defaults: { symbols: 10 },
    domain: { symbols: whole },
    create: ({ symbols: count }) => ({
      truth: Math.log(count),
      unit,
      sample: (n, rng) => ({ x: symbols(n, rng, (u) => Math.floor(u * count)) }),
    }),
  }),
  defineTask<typeof quantity, { readonly stop: number }>({
    id: 'entropy/geometric',
    title: 'how often a coin falls on one side before it falls on the other',
    source: '[Cover2006]',
    equation: 'S = −[p ln p + (1 − p) ln(1 − p)]/p',
    quantity,
    rows: 'symbols',
    defaults: { stop: 0.3 },
    domain: { stop: { above: 0, below: 1 } },
    create: ({ stop }) => ({
      truth: -Math.log(stop) - ((1 - stop) / stop) * Math.log1p(-stop),
      unit,
      sample: (n, rng) => ({ x: symbols(n, rng, (u) => Math.floor(Math.log(u) / Math.log1p(-stop))) }),
    }),
  }),
  defineTask<typeof quantity, { readonly symbols: number; readonly exponent: number }>({
    id: 'entropy/zipf',
    title: 'symbols that fall off as a power of their rank',
    source: '[Zipf1949]',
    equation: 'S = −Σ p ln p, p_i ∝ i^−s',
    quantity,
    rows: 'symbols',
    defaults: { symbols: 100, exponent: 1 },
    domain: { symbols: whole, exponent: { atLeast: 0 } },
    create: ({ symbols: count, exponent }) => {
      const law = zipfLaw(count, exponent);
      const upTo = law.slice();
      for (let i = 1; i < count; i++) upTo[i] += upTo[i - 1];
      return {
        truth: -law.reduce((sum, p) => sum + p * Math.log(p), 0),
        unit,
        sample: (n, rng) => ({
          x: symbols(n, rng, (u) => {
            const at = upTo.findIndex((total) => u < total);
            return at < 0 ? count - 1 : at;
          }),
        }),
      };
    },
  }),
  defineTask<typeof quantity, { readonly dim: number; readonly correlation: number }>({
    id: 'entropy/normal',
    title: 'normal variables, every pair correlated',
    source: '[Cover2006]',
    equation: 'S = ½ ln det(2πe C)',
    quantity,
    defaults: { dim: 3, correlation: 0.5 },
    domain: { dim: whole, correlation: { atLeast: 0, below: 1 } },
    create: ({ dim, correlation }) => ({
      truth: 0.5 * dim * Math.log(2 * Math.PI * Math.E) + 0.5 * equicorrelated(dim, correlation),
      unit,
      sample: (n, rng) => ({ x: columnsOf(n, dim, correlation, rng) }),
    }),
  }),
  defineTask<typeof quantity, { readonly dim: number; readonly width: number }>({
    id: 'entropy/uniform',
    title: 'uniform variables, independent of each other',
    source: '[Cover2006]',
    equation: 'S = d ln(width)',
    quantity,
    defaults: { dim: 2, width: 0.5 },
    domain: { dim: whole, width: { above: 0 } },
    create: ({ dim, width }) => ({
      truth: dim * Math.log(width),
      unit,
      sample(n, rng) {
        const x = batch(n, dim);
        rng.fork('uniforms').fillUniform(x.data);
        x.data.forEach((u, at) => void (x.data[at] = width * u));
        return { x };
      },
    }),
  }),
] as const;
