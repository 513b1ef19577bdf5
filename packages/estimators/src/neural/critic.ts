import type { NetworkBackend, NetworkShape, NeuralNetwork, RandomStream, Tensors } from '@szilard/core';

/** A function f(x, y), seen on all pairs of a block of samples. */
export interface Critic {
  /** Who computes it. */
  readonly backend: NetworkBackend;
  readonly parameters: number;
  /** f = 0 everywhere: what says nothing of dependence. */
  initial(rng: RandomStream): Float32Array;
  /** [n, dx] and [n, dy]. */
  look(parameters: Float32Array, x: Float32Array, y: Float32Array, n: number): Look;
}

export interface Look {
  /** f(x_i, y_j); [n, n]. */
  readonly scores: Float64Array;
  /** Σ_ij slope_ij ∂f(x_i, y_j)/∂parameter; [n, n] → [parameters]. Cheapest before the next look. */
  pullback(slope: Float64Array): Float32Array;
}

export interface CriticParams {
  /** `separable`: f = g(x)·h(y), with `features` numbers each; `joint`: one network of (x, y), for every pair anew. */
  critic: 'separable' | 'joint';
  features: number;
  layers: number;
  width: number;
  activation: NetworkShape['activation'];
  batch: number;
}

export function criticOf(tensors: Tensors, params: CriticParams, dx: number, dy: number): Critic {
  const { critic, features, layers, width, activation, batch } = params;
  const hidden = new Array<number>(layers).fill(width);
  if (critic === 'joint') return joint(tensors.network({ layers: [dx + dy, ...hidden, 1], activation }, batch ** 2), width, dx, dy);
  const tower = (from: number) => tensors.network({ layers: [from, ...hidden, features], activation }, batch);
  return separable(tower(dx), tower(dy), width, features);
}

/** Initial values whose last layer gives 0. */
export function silent(network: NeuralNetwork, width: number, outputs: number, rng: RandomStream): Float32Array {
  return network.initial(rng).fill(0, network.parameters - (width + 1) * outputs);
}

/** All n² pairs go through the network. */
function joint(network: NeuralNetwork, width: number, dx: number, dy: number): Critic {
  return {
    backend: network.backend,
    parameters: network.parameters,
    initial: (rng) => silent(network, width, 1, rng),
    look(parameters, x, y, n) {
      const pairs = new Float32Array(n * n * (dx + dy));
      for (let i = 0, at = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          for (let k = i * dx; k < (i + 1) * dx; k++) pairs[at++] = x[k];
          for (let k = j * dy; k < (j + 1) * dy; k++) pairs[at++] = y[k];
        }
      const { outputs, pullback } = network.pass(parameters, pairs);
      return { scores: Float64Array.from(outputs), pullback: (slope) => pullback(Float32Array.from(slope)) };
    },
  };
}

/** 2n rows go through two networks; scores are their products, in double precision. */
function separable(g: NeuralNetwork, h: NeuralNetwork, width: number, features: number): Critic {
  return {
    backend: g.backend,
    parameters: g.parameters + h.parameters,
    initial(rng) {
      const out = new Float32Array(g.parameters + h.parameters);
      out.set(silent(g, width, features, rng.fork('x')));
      out.set(h.initial(rng.fork('y')), g.parameters);
      return out;
    },
    look(parameters, x, y, n) {
      const [ofX, ofY] = [parameters.subarray(0, g.parameters), parameters.subarray(g.parameters)];
      const [toX, toY] = [g.pass(ofX, x), h.pass(ofY, y)];
      const [gx, hy] = [toX.outputs, toY.outputs];
      return {
        scores: products(gx, hy, n, features),
        pullback(slope) {
          const [forX, forY] = [new Float32Array(n * features), new Float32Array(n * features)];
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) {
              const own = slope[i * n + j];
              for (let k = 0, a = i * features, b = j * features; k < features; k++, a++, b++) {
                forX[a] += own * hy[b];
                forY[b] += own * gx[a];
              }
            }
          const out = new Float32Array(parameters.length);
          out.set(toX.pullback(forX));
          out.set(toY.pullback(forY), g.parameters);
          return out;
        },
      };
    },
  };
}

function products(gx: Float32Array, hy: Float32Array, n: number, features: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0, a = i * features, b = j * features; k < features; k++, a++, b++) sum += gx[a] * hy[b];
      out[i * n + j] = sum;
    }
  return out;
}
