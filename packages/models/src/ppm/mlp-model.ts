import { type BatchView, type Environment, type Subsystem, SzilardError } from '@szilard/core';
import { vectorEulerMaruyama } from '../langevin/vector-euler-maruyama.ts';
import { type Classifier, classifierOf, type Labelled } from './classifier.ts';
import { digitFeatures, type FeatureOptions } from './classifier-features.ts';
import { type ClassifierModel, classifierModel, type TrainingParams } from './classifier-model.ts';
import { type DataSet, type DataSetOptions, dataSets } from './data-sets.ts';
import type { Activation } from './dense/activation.ts';
import { type DescentOptions, descentOf, langevinDescent } from './langevin-descent.ts';
import { initialWeights, type Scaling, weightWidths } from './mlp-initial.ts';
import { rawDescent } from './raw-descent.ts';

/** Where the noise of θ comes from. */
export const noises = ['langevin', 'none'] as const;
export type Noise = (typeof noises)[number];

export interface MlpParams extends FeatureOptions, DataSetOptions, TrainingParams {
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** `standard`: θ are the weights. `ntk`: θ are weights in units of their width at the start, √(1/from) or √(2/from). */
  readonly scaling: Scaling;
  /** Size of the random weights c that every trajectory starts around, in units of their usual width. 0: around 0. */
  readonly initial: number;
  readonly initialSeed: number;
  /** `langevin`: injected. `none`: raw gradient descent, absolutely irreversible. */
  readonly noise: Noise;
  /**
   * `protocol`: batches in λ. `reservoir`: batches averaged, the whole data set in the drift and noise as the bath of θ lends it: in a
   * `minibatch` bath the Gaussian surrogate of batches on top of its floor.
   */
  readonly view: BatchView;
}

/** An MLP classifier, with its data sets. */
export interface MlpModel extends ClassifierModel {
  readonly sets: readonly DataSet[];
}

const id = 'ppm/mlp-classifier';
const MOST = 2 ** 26;

/** Digits classified by a multilayer perceptron: p(y|u, θ) = softmax(f_θ(u))_y. */
export function mlpModel(params: MlpParams, { digits }: Partial<Environment>): MlpModel {
  if (!digits)
    throw new SzilardError(
      'composition',
      `[${id}] expected the service digits, got none. Build it by a lab that binds it, or pass it to make.`,
    );
  return mlpOn(params, digitFeatures(id, digits, params));
}

export type MlpOptions = Omit<MlpParams, 'pool' | 'testShare'>;

/** The same on any labelled inputs. */
export function mlpOn(params: MlpOptions, { train, test }: { readonly train: Labelled; readonly test: Labelled }): MlpModel {
  const { classes, hidden, activation, scaling, noise, view, resampling, sources, ramp } = params;
  const layers = [train.inputs, ...hidden, classes];
  const classifier: Classifier = classifierOf({ layers, activation }, scaling === 'ntk' ? weightWidths(layers, activation) : undefined);
  if (classifier.parameters > MOST)
    throw new SzilardError(
      'parameter',
      `[${id}] hidden: expected at most ${MOST} parameters, got ${classifier.parameters}. Take narrower layers.`,
    );
  const lent = view === 'reservoir';
  if (lent && (noise === 'none' || sources > 1 || ramp > 0))
    throw new SzilardError(
      'parameter',
      `[${id}] view: expected one data set at full weight and noise=langevin for noise that a bath lends, got sources=${sources}, ramp=${ramp} and noise=${noise}. A bath sees θ alone: set sources=1 and ramp=0, or view=protocol.`,
    );
  const sets = dataSets(train, { resampling, sources, size: params.size, dataSeed: params.dataSeed });
  return {
    ...classifierModel({
      ...params,
      where: id,
      classifier,
      train,
      test,
      sets,
      centre: initialWeights(layers, activation, params),
      descent: lent ? lentDescent : noise === 'none' ? rawDescent : langevinDescent,
      whole: lent,
    }),
    sets,
  };
}

/** θ′ = θ − ε (∇L_B + (T/w²)(θ − c)) + L ξ, L Lᵀ = 2εT·T_bath(θ): an Euler-Maruyama step, whose noise is the bath's affair. */
function lentDescent(options: DescentOptions): Subsystem {
  const { dim, rate, temperature, gradientNoise } = options;
  const { mean, energy } = descentOf(options);
  return {
    dim,
    kernel: vectorEulerMaruyama({
      dim,
      dt: rate,
      temperature,
      drift(theta, given, out) {
        mean(theta, given, out);
        for (let at = 0; at < out.length; at++) out[at] = (out[at] - theta.data[at]) / rate;
      },
    }),
    energy,
    ...(gradientNoise ? { gradientNoise } : {}),
  };
}
