import seedrandom from 'seedrandom';
import type { RandomStream } from '../contracts/random.ts';
import { SzilardError } from '../errors.ts';
import { plainNoise } from './noise.ts';
import { wasmNoise } from './noise-wasm.ts';
import { philox4x32 } from './philox.ts';

/** Draws made ahead per lane and kind. Part of the definition of a stream's saved state, not of its numbers. */
const AHEAD = 8;
/** Trajectory index of a plain stream: no trajectory has it. */
const PLAIN = 0xffffffff;

export const noise = wasmNoise() ?? plainNoise;

/** Root of a run's chance: a plain stream. The path starts with the seed. */
export const randomStream = (seed: string | number): RandomStream => open(String(seed), PLAIN, 1, 0);

interface Queue {
  readonly state: Uint32Array;
  readonly ready: Float64Array;
  /** Next row of `ready`; AHEAD: none left. */
  row: number;
}

/** Four words from the path's text: the only thing that seedrandom is asked for. */
function keyOf(path: string): Uint32Array {
  const draw = seedrandom.alea(path);
  return Uint32Array.from({ length: 4 }, () => draw.int32() >>> 0);
}

function queue(key: Uint32Array, first: number, lanes: number, kind: number): Queue {
  const state = new Uint32Array(4 * lanes);
  const counter = Uint32Array.of(0, 0, key[2], key[3] ^ kind);
  const words = new Uint32Array(4);
  for (let i = 0; i < lanes; i++) {
    const index = first === PLAIN ? PLAIN : first + i;
    counter[0] = index;
    counter[1] = index / 4294967296;
    philox4x32(counter, key, 10, words);
    for (let k = 0; k < 4; k++) state[k * lanes + i] = words[k];
  }
  return { state, ready: new Float64Array(AHEAD * lanes), row: AHEAD };
}

function open(path: string, first: number, lanes: number, salt: number, knownKey?: Uint32Array): RandomStream {
  let key = knownKey;
  let normals: Queue | undefined;
  let uniforms: Queue | undefined;
  const ragged = new Map<number, RandomStream>();

  const begin = (kind: number) => queue((key ??= keyOf(path)), first, lanes, 2 * salt + kind);
  const normalQueue = () => (normals ??= begin(0));
  const uniformQueue = () => (uniforms ??= begin(1));

  function fill(out: Float64Array, q: Queue, refill: (q: Queue) => void): void {
    const each = out.length / lanes;
    if (!Number.isInteger(each)) {
      throw new SzilardError(
        'shape',
        `[stream ${path}] expected a multiple of ${lanes} lanes, got room for ${out.length} draws. Give [lanes, k] numbers.`,
      );
    }
    for (let draw = 0; draw < each; draw++) {
      if (q.row === AHEAD) refill(q);
      const at = q.row++ * lanes;
      if (each === 1) out.set(q.ready.subarray(at, at + lanes));
      else for (let i = 0, to = draw; i < lanes; i++, to += each) out[to] = q.ready[at + i];
    }
  }
  const moreNormals = (q: Queue) => {
    noise.normals(q.state, lanes, AHEAD / 2, q.ready);
    q.row = 0;
  };
  const moreUniforms = (q: Queue) => {
    noise.uniforms(q.state, lanes, AHEAD, q.ready);
    q.row = 0;
  };

  function one(q: Queue, more: (q: Queue) => void): number {
    if (lanes !== 1) {
      throw new SzilardError(
        'shape',
        `[stream ${path}] has ${lanes} lanes, expected one for a single draw. Use fillUniform, fillNormal or lane(i).`,
      );
    }
    if (q.row === AHEAD) more(q);
    return q.ready[q.row++];
  }

  const self: RandomStream = {
    path,
    lanes,
    uniform: () => one(uniformQueue(), moreUniforms),
    normal: () => one(normalQueue(), moreNormals),
    fillUniform: (out) => fill(out, uniformQueue(), moreUniforms),
    fillNormal: (out) => fill(out, normalQueue(), moreNormals),
    lane(i) {
      if (first === PLAIN) return self;
      let stream = ragged.get(i);
      if (!stream) {
        if (!(i >= 0 && i < lanes)) throw new SzilardError('shape', `[stream ${path}] expected a lane from 0 to ${lanes - 1}, got ${i}.`);
        // Its own draws: taking a different number of them per lane must not break the lockstep of the bulk ones.
        ragged.set(i, (stream = open(path, first + i, 1, 1, (key ??= keyOf(path)))));
      }
      return stream;
    },
    fork: (label) => open(`${path}/${label}`, first, lanes, 0),
    trajectories: (from, count) => open(path, from, count, 0, key),
    state: () => save([normalQueue(), uniformQueue()], ragged),
    restore: (words) => load(words, [normalQueue(), uniformQueue()], self),
  };
  return self;
}

function save(queues: readonly Queue[], ragged: ReadonlyMap<number, RandomStream>): Uint32Array {
  const parts: number[] = [];
  for (const q of queues) parts.push(q.row, ...q.state, ...new Uint32Array(q.ready.buffer));
  for (const [i, stream] of ragged) {
    const words = stream.state();
    parts.push(i, words.length, ...words);
  }
  return Uint32Array.from(parts);
}

function load(words: Uint32Array, queues: readonly Queue[], stream: RandomStream): void {
  let at = 0;
  const take = (n: number) => words.subarray(at, (at += n));
  const need = queues.reduce((sum, q) => sum + 1 + q.state.length + 2 * q.ready.length, 0);
  if (words.length < need) {
    throw new SzilardError(
      'shape',
      `[stream ${stream.path}] expected a saved state of at least ${need} words, got ${words.length}. Restore into a stream with as many lanes as the saved one.`,
    );
  }
  for (const q of queues) {
    q.row = take(1)[0];
    q.state.set(take(q.state.length));
    new Uint32Array(q.ready.buffer).set(take(2 * q.ready.length));
  }
  while (at < words.length) {
    const [i, length] = take(2);
    stream.lane(i).restore(take(length));
  }
}
