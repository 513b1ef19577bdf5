import { SzilardError } from '@szilard/core';
import {
  type BackendReport,
  type NetworkShape,
  type SoftmaxBatch,
  type TensorBackend,
  type Tensors,
  tensorBackends,
} from './tensors-contract.ts';
import { loadNative } from './tensors-native.ts';
import { networkFault, neuralNetwork } from './tensors-network.ts';
import { type NetworkWay, networkWay, routed } from './tensors-routing.ts';

export * from './tensors-contract.ts';
export { type Crossover, type Crossovers, crossoverFile, crossovers } from './tensors-measured.ts';

export interface TensorOptions {
  /** The one backend to take; else SZILARD_TENSORS; else the first of `tensorBackends` that loads. */
  readonly prefer?: string;
  /**
   * Who computes networks: `szilard`, kernels of ours; `library`, the backend that was taken; `measured`, whoever is faster on this machine.
   * Else SZILARD_NETWORKS; else the library where a backend was asked for by its name, and ours, with the same bits on every machine, where
   * none was.
   */
  readonly networks?: string;
  /** Milliseconds, for `measured`. */
  readonly clock?: () => number;
  /** Other ways to load a backend, by its name: a function that resolves to the tfjs namespace, ready on that backend. */
  readonly load?: Partial<Record<TensorBackend, () => Promise<unknown>>>;
}

/** The library as a namespace; this file alone may name it. */
export type TensorFlow = typeof import('@tensorflow/tfjs');

/** Replicas per call of the library: always as many, so that shapes, kernels and hence bits are the same for all. */
const TILE = 32;

/** Take the first backend that loads and passes a check with a known gradient. Nothing is printed; `report` tells. */
export async function resolveTensors({
  prefer,
  networks,
  clock = () => performance.now(),
  load = {},
}: TensorOptions = {}): Promise<Tensors> {
  const asked = prefer ?? (process.env.SZILARD_TENSORS || undefined);
  const way = networkWay(networks ?? (process.env.SZILARD_NETWORKS || undefined) ?? (asked === undefined ? 'szilard' : 'library'));
  if (asked !== undefined && !tensorBackends.includes(asked as TensorBackend)) {
    throw new SzilardError(
      'parameter',
      `[tensors] expected one of ${tensorBackends.join(', ')}, got "${asked}". Correct SZILARD_TENSORS or prefer, or leave them out.`,
    );
  }
  const report: BackendReport[] = [];
  let taken: Tensors | undefined;
  for (const backend of tensorBackends) {
    const pass = (why: string, used = false) => report.push({ backend, taken: used, why });
    if (taken) pass(`not tried: ${taken.backend} was taken`);
    else if (asked !== undefined && backend !== asked) pass(`not tried: ${asked} was asked for`);
    else {
      try {
        taken = await open(backend, load[backend] ?? loaders[backend], report, way, clock);
        pass(asked ? 'asked for' : 'the first that loads', true);
      } catch (cause) {
        pass((cause as Error).message.split('\n')[0]);
      }
    }
  }
  if (taken) return taken;
  const reasons = report.filter(({ backend }) => !asked || backend === asked).map(({ backend, why }) => `${backend}: ${why}`);
  throw new SzilardError(
    'composition',
    `[tensors] expected ${asked ?? 'a backend'} to load, got ${reasons.join('; ')}. Install it, or choose another by SZILARD_TENSORS.`,
  );
}

async function open(
  backend: TensorBackend,
  load: () => Promise<unknown>,
  report: readonly BackendReport[],
  way: NetworkWay,
  clock: () => number,
): Promise<Tensors> {
  const tf = (await load()) as TensorFlow;
  const engine = tf.getBackend();
  // Another holder of tfjs in this process may have switched; for a backend that is up this takes effect at once.
  const awake = () => {
    if (tf.getBackend() !== engine) void tf.setBackend(engine);
  };
  const library = (shape: NetworkShape) => neuralNetwork(tf, awake, shape, backend);
  const tensors: Tensors = {
    backend,
    report,
    softmaxGradients: softmaxGradients(tf, awake),
    network: routed(way, backend, library, clock),
  };
  // One input u = 1, logits (ln 3, 0): probabilities (3/4, 1/4), so the gradient is ∓1/4.
  const probe = {
    inputs: Float32Array.of(1),
    labels: Int32Array.of(0),
    parameters: Float32Array.of(Math.log(3), 0, 0, 0),
    replicas: 1,
    classes: 2,
  };
  const got = await quietly(tf, async () => tensors.softmaxGradients(probe));
  if (!got.every((g, k) => Math.abs(g - (k % 2 === 0 ? -0.25 : 0.25)) < 1e-5))
    throw new Error(`loads, but its gradient is wrong: expected -0.25, 0.25, got ${got[0]}, ${got[1]}`);
  const fault = await quietly(tf, async () => networkFault(library));
  if (fault) throw new Error(fault);
  return tensors;
}

const loaders: Record<TensorBackend, () => Promise<TensorFlow>> = {
  'tfjs-node-gpu': async () => use(loadNative('@tensorflow/tfjs-node-gpu') as TensorFlow, 'tensorflow'),
  'tfjs-node': async () => use(loadNative('@tensorflow/tfjs-node') as TensorFlow, 'tensorflow'),
  async wasm() {
    const tf = await import('@tensorflow/tfjs');
    await import('@tensorflow/tfjs-backend-wasm');
    return use(tf, 'wasm');
  },
  cpu: async () => use(await import('@tensorflow/tfjs'), 'cpu'),
};

async function use(tf: TensorFlow, backend: string): Promise<TensorFlow> {
  if (!(await quietly(tf, () => tf.setBackend(backend)))) throw new Error('found, but it could not be initialised');
  return tf;
}

/** tfjs greets and warns on the console unless it believes to be in production. */
async function quietly<T>(tf: TensorFlow, work: () => Promise<T>): Promise<T> {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    return await work();
  } finally {
    tf.env().set('PROD', before);
  }
}

const softmaxGradients =
  (tf: TensorFlow, awake: () => void) =>
  ({ inputs, labels, parameters, replicas, classes }: SoftmaxBatch): Float32Array => {
    const [n, dim] = [labels.length, parameters.length / replicas];
    const wide = dim / classes;
    if (!Number.isInteger(wide) || n === 0 || inputs.length !== n * (wide - 1)) {
      throw new SzilardError(
        'shape',
        `[tensors] expected inputs [${n}, ${wide - 1}] for ${labels.length} labels and ${parameters.length} parameters of ${replicas} replicas with ${classes} classes, got ${inputs.length} numbers.`,
      );
    }
    awake();
    const gradients = new Float32Array(replicas * dim);
    const one = new Float32Array(n * wide).fill(1);
    for (let i = 0; i < n; i++) one.set(inputs.subarray(i * (wide - 1), (i + 1) * (wide - 1)), i * wide);
    tf.tidy(() => {
      const u = tf.tensor2d(one, [n, wide]);
      // On wasm a oneHot that is asked for floats writes integer bits: always cast.
      const hot = tf
        .cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32')
        .reshape([n, 1, classes])
        .tile([1, TILE, 1])
        .reshape([n * TILE, classes]);
      const gradient = tf.grad((theta) => {
        const weights = theta.slice([0, 0], [TILE, dim - classes]).reshape([TILE * classes, wide - 1]);
        const biases = theta.slice([0, dim - classes], [TILE, classes]).reshape([TILE * classes, 1]);
        const logits = tf.matMul(u, tf.concat([weights, biases], 1), false, true).reshape([n * TILE, classes]);
        return tf.logSoftmax(logits).mul(hot).sum().div(-n);
      });
      const tile = new Float32Array(TILE * dim);
      for (let from = 0; from < replicas; from += TILE) {
        const here = parameters.subarray(from * dim, Math.min(replicas, from + TILE) * dim);
        tile.fill(0);
        tile.set(here);
        // Returns nothing: tidy walks every element of what it is given back, in search of tensors.
        tf.tidy(() =>
          gradients.set(
            gradient(tf.tensor2d(tile, [TILE, dim]))
              .dataSync<'float32'>()
              .subarray(0, here.length),
            from * dim,
          ),
        );
      }
    });
    return gradients;
  };
