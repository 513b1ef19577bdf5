import { mixtureEntropyProduction } from './sgld-mixture.ts';

/** Parameters of `ppm/sgld-quadratic`; see there. */
export interface SgldQuadratic {
  readonly learningRate: number;
  readonly curvature: number;
  readonly batches: 'gaussian' | 'binary';
  readonly batchVariance: number;
  readonly temperature: number;
  readonly view: 'protocol' | 'reservoir';
  readonly steps: number;
}

/** θ′ = keep·θ + pull·b + N(0, spread). */
export const sgldStep = ({ learningRate, curvature, temperature }: SgldQuadratic) => ({
  keep: 1 - learningRate * curvature,
  pull: learningRate * curvature,
  spread: 2 * learningRate * temperature,
});

/** (ε²h²s_b² + 2εT)/(1 − (1 − εh)²): Var θ at rest. */
export const sgldVariance = (params: SgldQuadratic): number => {
  const { keep, pull, spread } = sgldStep(params);
  return (pull * pull * params.batchVariance + spread) / (1 - keep * keep);
};

/** What energies are counted in: T where the batch is given, T + εh²s_b²/2 where it is noise, or the only noise. */
export const sgldUnit = ({ learningRate, curvature, batchVariance, temperature, view }: SgldQuadratic): number =>
  view === 'protocol' && temperature > 0 ? temperature : temperature + (learningRate * curvature ** 2 * batchVariance) / 2;

export interface SgldSteadyState {
  readonly variance: number;
  /** εh²s_b², into the bath; energy of the loss per step. */
  readonly heatPerStep: number;
  /** Nats per step: the batch given, and the batch averaged over in the kernel. */
  readonly entropyProductionPerStep: { readonly protocol: number; readonly reservoir: number };
}

/** One run, booked twice; docs/theory.md 22. */
export function sgldSteadyState(params: SgldQuadratic): SgldSteadyState {
  const { learningRate: e, curvature: h, batches, batchVariance, temperature } = params;
  const { keep, pull, spread } = sgldStep(params);
  const heatPerStep = e * h * h * batchVariance;
  const kick = pull * Math.sqrt(batchVariance);
  return {
    variance: sgldVariance(params),
    heatPerStep,
    entropyProductionPerStep: {
      protocol: ((1 - (e * h) / 2) * heatPerStep) / temperature,
      reservoir: batches === 'gaussian' ? 0 : mixtureEntropyProduction({ keep, kick, spread }),
    },
  };
}

export interface SgldPosterior {
  /** N: observations of variance 1 around θ. */
  readonly observations: number;
  /** Mean squared distance of the observations from their mean. */
  readonly spread: number;
  readonly batch: number;
  readonly replacement: boolean;
  readonly learningRate: number;
}

/** The parameters of `ppm/sgld-quadratic` at which its θ, from its middle, ought to be drawn from the posterior N(0, 1/N) [Welling2011]. */
export function sgldPosterior({ observations, spread, batch, replacement, learningRate }: SgldPosterior) {
  const left = replacement ? 1 : (observations - batch) / (observations - 1);
  return { learningRate, curvature: observations, batchVariance: (spread / batch) * left, temperature: 1, batches: 'gaussian' as const };
}
