import { batch, defineTask, type RandomStream, type WorkSamples } from '@szilard/core';
import { fineNormal } from './gaussian-pairs.ts';

interface NormalWork {
  readonly variance: number;
  readonly deltaF: number;
}
interface ExponentialWork {
  readonly rate: number;
  readonly least: number;
}
const normal = { defaults: { variance: 1, deltaF: 0.5 } as NormalWork, domain: { variance: { above: 0 } } };
const exponential = { defaults: { rate: 2, least: 0 } as ExponentialWork, domain: { rate: { above: 0 } } };

const drawn = (n: number, rng: RandomStream, one: (rng: RandomStream) => number) => Float64Array.from({ length: n }, () => one(rng));

/** w ~ N(ΔF + v/2, v) forward; the Crooks relation makes it N(−ΔF + v/2, v) back. */
const normalWork = ({ variance, deltaF }: NormalWork, n: number, rng: RandomStream): Required<WorkSamples> => {
  const draw = (mean: number, name: string) => drawn(n, rng.fork(name), (own) => mean + Math.sqrt(variance) * fineNormal(own));
  return { forward: draw(deltaF + variance / 2, 'forward'), backward: draw(-deltaF + variance / 2, 'backward') };
};

/** w − least exponential with `rate` forward; back, −w − least exponential with rate + 1. */
const exponentialWork = ({ rate, least }: ExponentialWork, n: number, rng: RandomStream): Required<WorkSamples> => ({
  forward: drawn(n, rng.fork('forward'), (own) => least - Math.log(own.uniform()) / rate),
  backward: drawn(n, rng.fork('backward'), (own) => -least + Math.log(own.uniform()) / (rate + 1)),
});

export const freeEnergyTasks = [
  defineTask<'free-energy-difference', NormalWork>({
    id: 'free-energy/normal-work',
    title: 'normal work, both ways',
    source: '[Crooks1999]',
    equation: 'ΔF = ⟨w⟩ − Var w/2',
    quantity: 'free-energy-difference',
    ...normal,
    create: (params) => ({ truth: params.deltaF, unit: 'kT', sample: (n, rng) => normalWork(params, n, rng) }),
  }),
  defineTask<'free-energy-difference', ExponentialWork>({
    id: 'free-energy/exponential-work',
    title: 'exponential work, both ways',
    source: '[Crooks1999]',
    equation: 'ΔF = least + ln(1 + 1/rate)',
    quantity: 'free-energy-difference',
    ...exponential,
    create: (params) => ({
      truth: params.least + Math.log1p(1 / params.rate),
      unit: 'kT',
      sample: (n, rng) => exponentialWork(params, n, rng),
    }),
  }),
  defineTask<'crooks-slope', NormalWork>({
    id: 'crooks-slope/normal-work',
    title: 'normal work that obeys the Crooks relation',
    source: '[Crooks1999]',
    equation: 'slope = 1',
    quantity: 'crooks-slope',
    ...normal,
    create: (params) => ({ truth: 1, unit: '1', sample: (n, rng) => normalWork(params, n, rng) }),
  }),
  defineTask<'free-energy-between-states', { readonly states: number; readonly stiffness: number; readonly apart: number }>({
    id: 'free-energy/traps',
    title: 'harmonic traps side by side, each stiffer than the one before',
    source: '[Shirts2008]',
    equation: 'f_last − f_first = ½ ln(κ_last/κ_first)',
    quantity: 'free-energy-between-states',
    defaults: { states: 3, stiffness: 2, apart: 0.5 },
    domain: { states: { atLeast: 2, atMost: 100, integer: true }, stiffness: { above: 0 } },
    create: ({ states, stiffness, apart }) => ({
      truth: 0.5 * (states - 1) * Math.log(stiffness),
      unit: 'kT',
      sample(n, rng) {
        const counts = Array.from({ length: states }, (_, k) => Math.floor(((k + 1) * n) / states) - Math.floor((k * n) / states));
        const reduced = batch(n, states);
        const of = counts.flatMap((count, k) => new Array<number>(count).fill(k));
        const noise = rng.fork('normals');
        for (let i = 0; i < n; i++) {
          const x = apart * of[i] + fineNormal(noise) / Math.sqrt(stiffness ** of[i]);
          for (let j = 0; j < states; j++) reduced.data[i * states + j] = 0.5 * stiffness ** j * (x - apart * j) ** 2;
        }
        return { reduced, counts };
      },
    }),
  }),
] as const;
