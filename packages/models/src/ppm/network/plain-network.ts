import { eachSum, forward, type PlainLayer, pull } from '../dense/plain-layer.ts';
import { soften, squash } from './bends.ts';
import { type NetworkEngine, type NetworkJob, parametersOf } from './engine.ts';

const f = Math.fround;

/** What a block of rows leaves behind, layer by layer. */
interface Kept {
  readonly inputs: readonly Float32Array[];
  /** Of what bends the inputs of a layer; none for rectifiers and for the first. */
  readonly slopes: readonly Float32Array[];
}

/** The specification in plain TypeScript; where there is no WebAssembly SIMD, also what runs. `wasmNetwork` gives the same bits. */
export function plainNetwork({ layers: shapes, activation, toInputs, slots }: NetworkJob): NetworkEngine {
  const parameters = parametersOf(shapes);
  let next = 0;
  const layers = shapes.map(({ from, to }): PlainLayer => {
    next += (from + 1) * to;
    return { from, to, at: next - (from + 1) * to };
  });
  // Weights as the layers have them, [out, in].
  const [theta, gradient, sums] = [new Float32Array(parameters), new Float32Array(parameters), new Float64Array(parameters)];
  const kept = new Array<Kept>(slots);
  const order = transposed(layers, parameters);

  function bend(z: Float32Array, slopes: Float32Array): void {
    if (activation === 'relu') for (let k = 0; k < z.length; k++) z[k] = Math.max(z[k], 0);
    else if (activation === 'softplus') soften(z, slopes);
    else squash(z, slopes);
  }

  return {
    load(from) {
      for (let k = 0; k < parameters; k++) theta[order[k]] = from[k];
    },
    forward(slot, given, outputs) {
      const rows = given.length / layers[0].from;
      const inputs: Float32Array[] = [given.slice()];
      const slopes: Float32Array[] = [new Float32Array(0)];
      for (const [l, layer] of layers.entries()) {
        const z = forward(layer, theta, inputs[l], rows);
        if (l === layers.length - 1) outputs.set(z);
        else {
          slopes.push(new Float32Array(z.length));
          bend(z, slopes[l + 1]);
          inputs.push(z);
        }
      }
      kept[slot] = { inputs, slopes };
    },
    back(slot, outputGradient, inputGradient) {
      const { inputs, slopes } = kept[slot];
      let delta = outputGradient;
      for (let l = layers.length - 1; l >= 0; l--) {
        eachSum(layers[l], inputs[l], delta, (parameter, sum) => void (gradient[parameter] += sum));
        if (l === 0 && toInputs) inputGradient?.set(sent(layers[0], theta, delta));
        if (l > 0) delta = activation === 'relu' ? pull(layers[l], theta, inputs[l], delta) : sent(layers[l], theta, delta, slopes[l]);
      }
    },
    fold() {
      for (let k = 0; k < parameters; k++) sums[k] += gradient[k];
      gradient.fill(0);
    },
    take(sum) {
      for (let k = 0; k < parameters; k++) sum[k] = sums[order[k]];
      sums.fill(0);
    },
  };
}

/** Σ delta · weight over deltas that are not zero, ascending, to all inputs, times their slope; [rows, to] → [rows, from]. */
function sent({ from, to, at }: PlainLayer, theta: Float32Array, delta: Float32Array, slopes?: Float32Array): Float32Array {
  const before = new Float32Array((delta.length / to) * from);
  for (let i = 0; i < delta.length / to; i++) {
    for (let k = 0; k < from; k++) {
      let sum = 0;
      for (let o = 0; o < to; o++) {
        const value = delta[i * to + o];
        if (value !== 0) sum = f(sum + f(value * theta[at + o * from + k]));
      }
      before[i * from + k] = slopes ? sum * slopes[i * from + k] : sum;
    }
  }
  return before;
}

/** Of every parameter in the order of the contract, its place in that of the layers; [parameters]. */
function transposed(layers: readonly PlainLayer[], parameters: number): Int32Array {
  const order = new Int32Array(parameters);
  let next = 0;
  for (const { from, to, at } of layers) {
    for (let k = 0; k < from; k++) for (let o = 0; o < to; o++) order[next++] = at + o * from + k;
    for (let o = 0; o < to; o++) order[next++] = at + from * to + o;
  }
  return order;
}
