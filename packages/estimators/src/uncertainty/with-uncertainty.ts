import type { Estimate, Estimator, Quantities, RandomStream } from '@szilard/core';
import { type BlockBootstrapOptions, blockBootstrap } from './block-bootstrap.ts';
import { bootstrap } from './bootstrap.ts';
import { type JackknifeOptions, jackknife } from './jackknife.ts';

export type Uncertainty =
  | { readonly method: 'bootstrap'; readonly repetitions?: number }
  | ({ readonly method: 'block-bootstrap' } & BlockBootstrapOptions)
  | ({ readonly method: 'jackknife' } & JackknifeOptions);

/**
 * The same estimator with another error bar: the value stays, bit for bit; `stderr` is that of resampling, the estimator's own
 * is kept in `details.ownStderr`, and what resampling says of the bias in `details.resampledBias`.
 */
export const withUncertainty = <Q extends keyof Quantities>(estimator: Estimator<Q>, uncertainty: Uncertainty): Estimator<Q> => ({
  estimate(input, rng) {
    const own = estimator.estimate(input, rng);
    const { stderr, bias, cautions, interval } = measured(estimator, input, rng.fork(uncertainty.method), uncertainty, own);
    return {
      ...own,
      stderr,
      params: { ...own.params, uncertainty },
      details: { ...own.details, ownStderr: own.stderr, resampledBias: bias, ...interval },
      cautions: [...own.cautions, ...cautions],
    };
  },
});

interface Measured {
  readonly stderr: number;
  readonly bias: number;
  readonly interval: { readonly low95?: number; readonly high95?: number };
  readonly cautions: string[];
}

function measured<Q extends keyof Quantities>(
  estimator: Estimator<Q>,
  input: Quantities[Q],
  rng: RandomStream,
  uncertainty: Uncertainty,
  own: Estimate,
): Measured {
  const cautions = [`error bar by ${uncertainty.method}, not the estimator's own`];
  if (uncertainty.method === 'jackknife') {
    const { stderr, bias } = jackknife(estimator, input, rng, uncertainty);
    return { stderr, bias, interval: {}, cautions };
  }
  const { stderr, bias, lost, interval } =
    uncertainty.method === 'bootstrap'
      ? bootstrap(estimator, input, rng, uncertainty.repetitions)
      : blockBootstrap(estimator, input, rng, uncertainty);
  if (lost > 0) cautions.push(`${lost} of the values drawn again are not finite: no error bar`);
  if (Math.abs(bias) > stderr) {
    cautions.push(
      `values drawn again are off by ${bias.toPrecision(2)} from ${own.value.toPrecision(4)}: repeated samples upset this estimator, or it is biased; take the jackknife with blocks`,
    );
  }
  const [low95, high95] = interval(0.95);
  return { stderr, bias, interval: { low95, high95 }, cautions };
}
