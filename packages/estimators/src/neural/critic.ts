import type { NetworkShape, NeuralNetwork, RandomStream, Tensors } from '@szilard/core';

/** A function f(x, y), seen on all pairs of a block of samples. */
export interface Critic {
  readonly parameters: number;
  /** f = 0 everywhere: what says nothing of dependence. */
  initial(rng: RandomStream): Float32Array;
  /** [n, dx] and [n, dy]. */
  look(parameters: Float32Array, x: Float32Array, y: Float32Array, n: number): Look;
}

export interface Look {
  /** f(x_i, y_j); [n, n]. */
  readonly scores: Float64Array;
  /** Σ_ij slope_ij ∂f(x_i, y_j)/∂parameter; [n, n] → [parameters]. */
  pullback(slope: Float64Array): Float32Array;
}

export interface CriticParams {
  /** `separable`: f = g(x)·h(y), with `features` numbers each; `joint`: one network of (x, y), for every pair anew. */
  critic: 'separable' | 'joint';
  features: number;
  layers: number;
  width: number;
  activation: NetworkShape['activation'];
}

export function criticOf(tensors: Tensors, params: CriticParams, dx: number, dy: number): Critic {
  const { critic, features, layers, width, activation } = params;
  const hidden = new Array<number>(layers).fill(width);
  if (critic === 'joint') return joint(tensors.network({ layers: [dx + dy, ...hidden, 1], activation }), width, dx, dy);
  const tower = (from: number) => tensors.network({ layers: [from, ...hidden, features], activation });
  return separable(tower(dx), tower(dy), width, features);
}

/** Initial values whose last layer gives 0. */
export function silent(network: NeuralNetwork, width: number, outputs: number, rng: RandomStream): Float32Array {
  return network.initial(rng).fill(0, network.parameters - (width + 1) * outputs);
}

/** All n² pairs go through the network. */
function joint(network: NeuralNetwork, width: number, dx: number, dy: number): Critic {
  return {
    parameters: network.parameters,
    initial: (rng) => silent(network, width, 1, rng),
    look(parameters, x, y, n) {
      const pairs = new Float32Array(n * n * (dx + dy));
      for (let i = 0, at = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          for (let k = i * dx; k < (i + 1) * dx; k++) pairs[at++] = x[k];
          for (let k = j * dy; k < (j + 1) * dy; k++) pairs[at++] = y[k];
        }
      return {
        scores: Float64Array.from(network.outputs(parameters, pairs)),
        pullback: (slope) => network.pullback(parameters, pairs, Float32Array.from(slope)),
      };
    },
  };
}

/** 2n rows go through two networks; scores are their products, in double precision. */
function separable(g: NeuralNetwork, h: NeuralNetwork, width: number, features: number): Critic {
  return {
    parameters: g.parameters + h.parameters,
    initial(rng) {
      const out = new Float32Array(g.parameters + h.parameters);
      out.set(silent(g, width, features, rng.fork('x')));
      out.set(h.initial(rng.fork('y')), g.parameters);
      return out;
    },
    look(parameters, x, y, n) {
      const [ofX, ofY] = [parameters.subarray(0, g.parameters), parameters.subarray(g.parameters)];
      const [gx, hy] = [g.outputs(ofX, x), h.outputs(ofY, y)];
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
          out.set(g.pullback(ofX, x, forX));
          out.set(h.pullback(ofY, y, forY), g.parameters);
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
