import { type NetworkShape, type RandomStream, SzilardError } from '@szilard/core';

/** What every implementation of a network shares: its blocks of parameters, their first values, its refusals. */
export interface NetworkPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: number;
  /** Of all blocks of parameters, in order: [rows, columns]. */
  readonly blocks: readonly (readonly [number, number])[];
  /** After the embedding, if there is one, weights and biases take turns. */
  isBias(block: number): boolean;
  initial(rng: RandomStream): Float32Array;
  /** Refuses what does not fit; rows otherwise. */
  check(parameters: Float32Array, inputs: Float32Array): number;
  checkSlope(outputGradient: Float32Array, rows: number): void;
  checkPairs(rows: number): void;
}

export function networkPlan(shape: NetworkShape): NetworkPlan {
  const { layers, activation, embeddings } = shape;
  const whole = [...layers, ...(embeddings ? [embeddings.symbols, embeddings.width] : [])];
  if (layers.length < 2 || !whole.every((size) => Number.isInteger(size) && size >= 1))
    throw new SzilardError('shape', `[tensors] layers: expected two or more whole numbers from 1 on, got ${whole.join(', ')}.`);
  if (!['relu', 'tanh', 'softplus'].includes(activation))
    throw new SzilardError('parameter', `[tensors] activation: expected relu, tanh or softplus, got "${activation}".`);
  const [inputs, outputs] = [layers[0], layers[layers.length - 1]];
  const blocks: [number, number][] = embeddings ? [[embeddings.symbols, embeddings.width]] : [];
  for (let l = 0; l + 1 < layers.length; l++)
    blocks.push([l === 0 && embeddings ? inputs * embeddings.width : layers[l], layers[l + 1]], [1, layers[l + 1]]);
  const parameters = blocks.reduce((sum, [rows, columns]) => sum + rows * columns, 0);
  const isBias = (block: number) => block % 2 === (embeddings ? 0 : 1) && block > 0;
  const gain = activation === 'relu' ? 2 : 1;

  return {
    inputs,
    outputs,
    parameters,
    blocks,
    isBias,
    initial: (rng) =>
      Float32Array.from(
        blocks.flatMap(([rows, columns], at) => {
          const width = embeddings !== undefined && at === 0 ? 1 : Math.sqrt(gain / rows);
          return Array.from({ length: rows * columns }, () => (isBias(at) ? 0 : width * rng.normal()));
        }),
      ),
    check(values, x) {
      const n = x.length / inputs;
      const fault = (what: string, expected: string, got: number) => {
        throw new SzilardError('shape', `[tensors] ${what}: expected ${expected}, got ${got}. Fit it to the layers ${layers.join('-')}.`);
      };
      if (values.length !== parameters) fault('parameters', `${parameters} numbers`, values.length);
      if (!Number.isInteger(n) || n === 0) fault('inputs', `rows of ${inputs} numbers`, x.length);
      const stranger = embeddings ? x.findIndex((s) => !(Number.isInteger(s) && s >= 0 && s < embeddings.symbols)) : -1;
      if (stranger >= 0) fault(`inputs, number ${stranger}`, `a whole number from 0 to ${embeddings!.symbols - 1}`, x[stranger]);
      return n;
    },
    checkSlope(outputGradient, rows) {
      if (outputGradient.length !== rows * outputs)
        throw new SzilardError('shape', `[tensors] outputGradient: expected [${rows}, ${outputs}] numbers, got ${outputGradient.length}.`);
    },
    checkPairs(rows) {
      if (rows % 2 !== 0) throw new SzilardError('shape', `[tensors] inputs: expected pairs of rows, got ${rows} rows. Leave none over.`);
    },
  };
}
