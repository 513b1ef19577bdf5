import seedrandom from 'seedrandom';
import type { NormalQuality, RaggedDraw, RandomStream } from '../contracts/random.ts';
import { SzilardError } from '../errors.ts';
import { plainNoise } from './noise.ts';
import { wasmNoise } from './noise-wasm.ts';

/** Draws made ahead per lane and kind. Part of the definition of a stream's saved state, not of its numbers. */
const AHEAD = 8;
/** Trajectory index of a plain stream: no trajectory has it. */
const PLAIN = 0xffffffff;
/** Their order is part of the definition of a stream's numbers. */
const RAGGED: readonly RaggedDraw[] = ['uniform', 'exponential'];

export const noise = wasmNoise() ?? plainNoise;

export const normalQualities: readonly NormalQuality[] = ['single', 'double'];

export interface StreamOptions {
  /** Quality of normal deviates, here and in every child; see `RandomStream.normals`. Absent: single. */
  readonly normals?: NormalQuality;
}

/** Root of a run's chance: a plain stream. The path starts with the seed. */
export function randomStream(seed: string | number, { normals = 'single' }: StreamOptions = {}): RandomStream {
  if (!normalQualities.includes(normals))
    throw new SzilardError('parameter', `[stream ${seed}] normals: expected ${normalQualities.join(' or ')}, got ${normals}.`);
  return open({ path: String(seed), quality: normals, first: PLAIN, lanes: 1, salt: 0 });
}

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

/** First sfc32 states of every lane, [a | b | c | d]; `kind` keeps the kinds of draws of one path apart. */
function seeded(key: Uint32Array, first: number, lanes: number, kind: number): Uint32Array {
  const state = new Uint32Array(4 * lanes);
  noise.seeds(Uint32Array.of(key[0], key[1], key[2], key[3] ^ kind), first, lanes, state);
  return state;
}

interface Place {
  readonly path: string;
  readonly quality: NormalQuality;
  readonly first: number;
  readonly lanes: number;
  readonly salt: number;
}

function open({ path, quality, first, lanes, salt }: Place, knownKey?: Uint32Array): RandomStream {
  let key = knownKey;
  let normals: Queue | undefined;
  let uniforms: Queue | undefined;
  let gathered: Uint32Array | undefined;
  const ragged = new Map<number, RandomStream>();

  const begin = (kind: number) => seeded((key ??= keyOf(path)), first, lanes, kind);
  const queue = (state: Uint32Array, ahead = AHEAD): Queue => ({ state, ready: new Float64Array(ahead * lanes), row: ahead });
  const normalQueue = () => (normals ??= queue(begin(2 * salt)));
  const uniformQueue = () => (uniforms ??= queue(begin(2 * salt + 1)));
  // Lanes out of step make none ahead.
  const some: Partial<Record<RaggedDraw, Queue>> = {};
  const someQueue = (kind: RaggedDraw) => (some[kind] ??= queue(begin(4 + 2 * RAGGED.indexOf(kind) + salt), 0));

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
    noise[quality === 'double' ? 'fineNormals' : 'normals'](q.state, lanes, AHEAD / 2, q.ready);
    q.row = 0;
  };
  const moreUniforms = (q: Queue) => {
    noise.uniforms(q.state, lanes, AHEAD, q.ready);
    q.row = 0;
  };

  function fillUniformWords(out: Uint32Array): void {
    const count = out.length / lanes / 2;
    if (!Number.isInteger(count))
      throw new SzilardError(
        'shape',
        `[stream ${path}] expected room for two words of each of ${lanes} lanes, or a multiple, got ${out.length} words. Give [k, 2, lanes] words.`,
      );
    const q = uniformQueue();
    const ready = Math.min(count, AHEAD - q.row);
    for (let draw = 0; draw < ready; draw++, q.row++)
      for (let i = 0; i < lanes; i++) {
        // u is an odd multiple of 2⁻⁵³: both halves are exact.
        const wide = q.ready[q.row * lanes + i] * 67108864;
        const high = Math.floor(wide);
        out[2 * draw * lanes + i] = high << 6;
        out[(2 * draw + 1) * lanes + i] = Math.floor((wide - high) * 67108864) << 6;
      }
    if (count > ready) noise.words(q.state, lanes, count - ready, out.subarray(2 * ready * lanes));
  }

  function fillSome(kind: RaggedDraw, chosen: Int32Array, out: Float64Array): void {
    const n = chosen.length;
    if (n === 0) return;
    const count = out.length / n;
    if (!Number.isInteger(count))
      throw new SzilardError(
        'shape',
        `[stream ${path}] expected room for a multiple of ${n} chosen lanes, got ${out.length} draws. Give [k, chosen] numbers.`,
      );
    const { state } = someQueue(kind);
    const draw = noise[`${kind}s`];
    // So many that rise from the first to the last are all.
    if (n === lanes && chosen[0] === 0 && chosen[n - 1] === n - 1) {
      draw(state, lanes, count, out);
      return;
    }
    gathered ??= new Uint32Array(4 * lanes);
    const few = gathered.subarray(0, 4 * n);
    for (let j = 0, last = -1; j < n; last = chosen[j++]) {
      const i = chosen[j];
      if (!(i > last && i < lanes))
        throw new SzilardError(
          'shape',
          `[stream ${path}] expected chosen lanes that rise from 0 to ${lanes - 1}, got ${i} as number ${j}.`,
        );
      for (let k = 0; k < 4; k++) few[k * n + j] = state[k * lanes + i];
    }
    draw(few, n, count, out);
    for (let k = 0; k < 4; k++) for (let j = 0; j < n; j++) state[k * lanes + chosen[j]] = few[k * n + j];
  }

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
    normals: quality,
    uniform: () => one(uniformQueue(), moreUniforms),
    normal: () => one(normalQueue(), moreNormals),
    fillUniform: (out) => fill(out, uniformQueue(), moreUniforms),
    fillNormal: (out) => fill(out, normalQueue(), moreNormals),
    fillUniformWords,
    fillSome,
    lane(i) {
      if (first === PLAIN) return self;
      let stream = ragged.get(i);
      if (!stream) {
        if (!(i >= 0 && i < lanes)) throw new SzilardError('shape', `[stream ${path}] expected a lane from 0 to ${lanes - 1}, got ${i}.`);
        // Its own draws: taking a different number of them per lane must not break the lockstep of the bulk ones.
        ragged.set(i, (stream = open({ path, quality, first: first + i, lanes: 1, salt: 1 }, (key ??= keyOf(path)))));
      }
      return stream;
    },
    fork: (label) => open({ path: `${path}/${label}`, quality, first, lanes, salt: 0 }),
    trajectories: (from, count) => open({ path, quality, first: from, lanes: count, salt: 0 }, key),
    state: () => save([normalQueue(), uniformQueue(), ...RAGGED.map(someQueue)], ragged),
    restore: (words) => load(words, [normalQueue(), uniformQueue(), ...RAGGED.map(someQueue)], self),
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
