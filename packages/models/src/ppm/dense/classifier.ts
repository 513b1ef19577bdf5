import { type RandomStream, SzilardError } from '@szilard/core';
import { CHUNK, type DenseEngine, type DenseJob, type LabelledInputs } from './engine.ts';
import { head } from './head.ts';
import { type Perceptron, perceptron } from './perceptron.ts';
import { plainEngine } from './plain-engine.ts';
import { wasmEngine } from './wasm-engine.ts';

export interface DenseShape {
  /** Numbers in, in every hidden layer, classes. */
  readonly layers: readonly number[];
  readonly activation: 'relu';
}

/** Σ over rows, divided by their number; nats. */
export interface RowGradients {
  /** ∇U_B; [parameters]. */
  readonly gradient: Float64Array;
  /** ⟨|∇ −ln p(label|row)|²⟩ over rows. */
  readonly meanSquare: number;
  /** |∇U_B|². */
  readonly squareOfMean: number;
}

/**
 * A multilayer perceptron over labelled inputs that are held once in fast memory, in single precision; one replica at a time.
 * U_b(θ) = mean over a batch b of −ln softmax(…)_label. Rows are indices into the inputs; parameters as in `perceptron`.
 */
export interface DenseClassifier extends Pick<Perceptron, 'parameters' | 'at'> {
  readonly engine: DenseEngine['name'];
  /** Draws of U(±1/√fan-in), weights and biases; [parameters]. */
  initial(rng: RandomStream): Float32Array;
  /** Makes these the parameters at hand. */
  load(theta: Float32Array): void;
  /** The parameters at hand; a copy. */
  theta(): Float32Array;
  /** One of them. */
  parameter(index: number): number;
  /** θ −= rate · ∇U_b(θ). */
  step(rows: Int32Array, rate: number): void;
  /** ∇U_b(θ); [parameters]. Written to `out` where that is given: millions of numbers are dear to make again and again. */
  gradient(rows: Int32Array, out?: Float64Array): Float64Array;
  /** As above, with what the one-pass formula of the noise needs; docs/theory.md 18. */
  gradients(rows: Int32Array, out?: Float64Array): RowGradients;
  /** U_b(θ); nats. */
  loss(rows: Int32Array): number;
  /** Share of rows whose label has the largest score. NaN where a score is none. */
  accuracy(rows: Int32Array): number;
}

/** `engine` absent: the fastest of ours; all of ours give the same bits. `tensorEngine` leaves long batches to a library. */
export function denseClassifier(shape: DenseShape, data: LabelledInputs, engine?: (job: DenseJob) => DenseEngine): DenseClassifier {
  if (shape.activation !== 'relu')
    throw new SzilardError(
      'parameter',
      `[dense classifier] activation: expected relu, got ${shape.activation as string}. Use perceptron for others.`,
    );
  const net = perceptron(shape);
  const { parameters, at } = net;
  const classes = shape.layers[shape.layers.length - 1];
  check(shape, data);
  const job = { shape: net, data };
  const own = engine ? engine(job) : (wasmEngine(job) ?? plainEngine(job));
  const top = head(classes);

  function known(rows: Int32Array): Int32Array {
    if (rows.length === 0) throw new SzilardError('shape', '[dense classifier] expected at least one row, got none.');
    for (const row of rows)
      if (!(row >= 0 && row < data.n))
        throw new SzilardError('shape', `[dense classifier] expected rows from 0 to ${data.n - 1}, got ${row}.`);
    return rows;
  }

  function room(out: Float64Array = new Float64Array(parameters)): Float64Array {
    if (out.length === parameters) return out;
    throw new SzilardError('shape', `[dense classifier] out: expected room for ${parameters} numbers, got ${out.length}.`);
  }

  function scores(rows: Int32Array, visit: (scores: Float32Array, at: number, label: number) => void): void {
    const out = new Float32Array(Math.min(rows.length, CHUNK) * classes);
    for (let from = 0; from < rows.length; from += CHUNK) {
      const some = rows.subarray(from, from + CHUNK);
      own.scores(some, out);
      for (let i = 0; i < some.length; i++) visit(out, i * classes, data.labels[some[i]]);
    }
  }

  return {
    parameters,
    at,
    engine: own.name,
    initial(rng) {
      const theta = new Float32Array(parameters);
      for (const { weights, biases, from, to } of at) {
        const draws = new Float64Array(biases + to - weights);
        rng.fillUniform(draws);
        for (let k = 0; k < draws.length; k++) theta[weights + k] = (2 * draws[k] - 1) / Math.sqrt(from);
      }
      return theta;
    },
    load(theta) {
      if (theta.length !== parameters)
        throw new SzilardError(
          'shape',
          `[dense classifier] parameters: expected ${parameters} for ${shape.layers.join('-')}, got ${theta.length}.`,
        );
      own.load(theta);
    },
    theta() {
      const out = new Float32Array(parameters);
      own.store(out);
      return out;
    },
    parameter(index) {
      if (!(Number.isSafeInteger(index) && index >= 0 && index < parameters))
        throw new SzilardError('shape', `[dense classifier] expected a parameter from 0 to ${parameters - 1}, got ${index}.`);
      return own.parameter(index);
    },
    step(rows, rate) {
      if (!Number.isFinite(rate)) throw new SzilardError('parameter', `[dense classifier] rate: expected a finite number, got ${rate}.`);
      own.descend(known(rows), rate / rows.length);
    },
    gradient(rows, out) {
      const sum = room(out);
      own.gradient(known(rows), sum);
      for (let k = 0; k < parameters; k++) sum[k] /= rows.length;
      return sum;
    },
    gradients(rows, out) {
      const gradient = room(out);
      const squares = new Float64Array(rows.length);
      own.gradient(known(rows), gradient, squares);
      let [meanSquare, squareOfMean] = [0, 0];
      for (const square of squares) meanSquare += square / rows.length;
      for (let k = 0; k < parameters; k++) {
        gradient[k] /= rows.length;
        squareOfMean += gradient[k] * gradient[k];
      }
      return { gradient, meanSquare, squareOfMean };
    },
    loss(rows) {
      let total = 0;
      scores(known(rows), (out, from, label) => {
        total += top.loss(out, from, label);
      });
      return total / rows.length;
    },
    accuracy(rows) {
      let right = 0;
      scores(known(rows), (out, from, label) => {
        const best = top.winner(out, from);
        right += Number.isNaN(best) ? Number.NaN : best === label ? 1 : 0;
      });
      return right / rows.length;
    },
  };
}

function check({ layers }: DenseShape, { n, inputs, labels }: LabelledInputs): void {
  const [width, classes] = [layers[0], layers[layers.length - 1]];
  if (!(n >= 1) || inputs.length !== n * width)
    throw new SzilardError(
      'shape',
      `[dense classifier] inputs: expected [${n}, ${width}] with n of at least 1, got ${inputs.length} numbers.`,
    );
  if (labels.length !== n) throw new SzilardError('shape', `[dense classifier] labels: expected ${n}, got ${labels.length}.`);
  for (let k = 0; k < inputs.length; k++)
    if (!Number.isFinite(inputs[k]))
      throw new SzilardError(
        'non-finite',
        `[dense classifier] inputs: expected finite numbers, got ${inputs[k]} in row ${Math.floor(k / width)}.`,
      );
  for (let i = 0; i < n; i++)
    if (!(Number.isSafeInteger(labels[i]) && labels[i] >= 0 && labels[i] < classes))
      throw new SzilardError(
        'input',
        `[dense classifier] labels: expected whole numbers from 0 to ${classes - 1}, got ${labels[i]} in row ${i}.`,
      );
}
