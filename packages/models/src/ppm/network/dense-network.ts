import type { NetworkShape, NeuralNetwork } from '@szilard/core';
import { CHUNK, CHUNKS } from '../dense/engine.ts';
import { embeddingOf } from './embedding.ts';
import { type NetworkEngine, type NetworkJob, parametersOf } from './engine.ts';
import { plainNetwork } from './plain-network.ts';
import { networkPlan } from './plan.ts';
import { networkRoom } from './room.ts';
import { wasmNetwork } from './wasm-network.ts';

/** Bytes that a network keeps for the way back at most; of longer passes the way there is gone once more. */
const KEPT = 2 ** 27;

/**
 * A small network by own kernels: the same bits on every machine. Rows go through in blocks of CHUNK; their sums are made in single
 * precision, those of CHUNKS blocks are added up in double. `open` and `kept` are for tests: the fastest engine and any room
 * give the same bits.
 */
export function denseNetwork(shape: NetworkShape, open: (job: NetworkJob) => NetworkEngine = fastest, kept = KEPT): NeuralNetwork {
  const plan = networkPlan(shape);
  const { inputs, outputs, parameters } = plan;
  const embedding = shape.embeddings && embeddingOf(shape.embeddings);
  const width = embedding ? inputs * embedding.width : inputs;
  const own = [width, ...shape.layers.slice(1)];
  const layers = own.slice(1).map((to, l) => ({ from: own[l], to }));
  const head = parameters - parametersOf(layers);
  const job = { layers, activation: shape.activation, toInputs: embedding !== undefined, slots: 1 };
  const most = Math.max(1, Math.floor(kept / networkRoom(job).slotBytes));
  let engine: NetworkEngine | undefined;
  let slots = 0;
  let turn = 0;
  /** On a way back that may have been broken off, half of its sums made. */
  let broken = false;

  /** An engine that keeps so many blocks, with these parameters. */
  function loaded(blocks: number, values: Float32Array): NetworkEngine {
    if (engine === undefined || broken || blocks > slots) {
      slots = Math.max(slots, blocks);
      broken = false;
      engine = open({ ...job, slots });
    }
    engine.load(values.subarray(head));
    turn++;
    return engine;
  }

  /** Rows of a block, and as the layers read them. */
  const part = (values: Float32Array, block: number, each: number) => values.subarray(block * CHUNK * each, (block + 1) * CHUNK * each);
  const read = (values: Float32Array, x: Float32Array, block: number): Float32Array => {
    const rows = part(x, block, inputs);
    return embedding ? embedding.look(values, rows) : rows;
  };

  /** The way back, block after block: `ready` says in which slot the way there of a block is, and what goes back. */
  function back(there: NetworkEngine, x: Float32Array, n: number, ready: (block: number) => readonly [number, Float32Array]): Float32Array {
    const out = new Float32Array(parameters);
    const toSymbols = new Float64Array(embedding ? head : 0);
    const toInputs = new Float32Array(embedding ? CHUNK * width : 0);
    broken = true;
    for (let b = 0; b * CHUNK < n; b++) {
      const [slot, gradient] = ready(b);
      const symbols = part(x, b, inputs);
      const received = toInputs.subarray(0, symbols.length * (width / inputs));
      there.back(slot, gradient, received);
      embedding?.collect(symbols, received, toSymbols);
      if ((b + 1) % CHUNKS === 0 || (b + 1) * CHUNK >= n) there.fold();
    }
    out.set(toSymbols);
    there.take(out.subarray(head));
    broken = false;
    return out;
  }

  const network: NeuralNetwork = {
    parameters,
    backend: 'szilard',
    initial: plan.initial,
    outputs(values, x) {
      const result = new Float32Array(plan.check(values, x) * outputs);
      const there = loaded(1, values);
      for (let b = 0; b * CHUNK * outputs < result.length; b++) there.forward(0, read(values, x, b), part(result, b, outputs));
      return result;
    },
    pullback(values, x, given) {
      const n = plan.check(values, x);
      if (typeof given === 'function') plan.checkPairs(n);
      else plan.checkSlope(given, n);
      const there = loaded(1, values);
      const some = new Float32Array(CHUNK * outputs);
      return back(there, x, n, (b) => {
        const rows = read(values, x, b);
        const here = some.subarray(0, (rows.length / width) * outputs);
        there.forward(0, rows, here);
        if (typeof given !== 'function') return [0, part(given, b, outputs)];
        const own = given(here);
        plan.checkSlope(own, rows.length / width);
        return [0, own];
      });
    },
    pass(values, x) {
      const n = plan.check(values, x);
      const blocks = Math.ceil(n / CHUNK);
      if (blocks > most) return { outputs: network.outputs(values, x), pullback: (given) => network.pullback(values, x, given) };
      const there = loaded(blocks, values);
      const mine = turn;
      const result = new Float32Array(n * outputs);
      for (let b = 0; b < blocks; b++) there.forward(b, read(values, x, b), part(result, b, outputs));
      return {
        outputs: result,
        pullback(given) {
          if (mine !== turn) return network.pullback(values, x, given);
          plan.checkSlope(given, n);
          return back(there, x, n, (b) => [b, part(given, b, outputs)]);
        },
      };
    },
  };
  return network;
}

const fastest = (job: NetworkJob): NetworkEngine => wasmNetwork(job) ?? plainNetwork(job);
