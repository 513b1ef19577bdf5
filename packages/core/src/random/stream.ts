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
  /** Views of its rows, made when they are first wanted. */
  rows?: readonly Float64Array[];
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
  const queue = (state: Uint32Array, ahead = AHEAD): Queue => {
    let made: Float64Array | undefined;
    // Who takes whole rows needs none made ahead.
    return {
      state,
      row: ahead,
      get ready() {
        return (made ??= new Float64Array(ahead * lanes));
      },
    };
  };
  const normalQueue = () => (normals ??= queue(begin(2 * salt)));
  const uniformQueue = () => (uniforms ??= queue(begin(2 * salt + 1)));
  // Lanes out of step make none ahead.
  const some: Partial<Record<RaggedDraw, Queue>> = {};
  const someQueue = (kind: RaggedDraw) => (some[kind] ??= queue(begin(4 + 2 * RAGGED.indexOf(kind) + salt), 0));

  function fill(out: Float64Array, q: Queue, refill: (q: Queue) => void): void {
    if (out.length === lanes) {
      if (q.row === AHEAD) refill(q);
      q.rows ??= Array.from({ length: AHEAD }, (_, row) => q.ready.subarray(row * lanes, (row + 1) * lanes));
      out.set(q.rows[q.row++]);
      return;
    }
    const each = out.length / lanes;
    if (!Number.isInteger(each)) {
      throw new SzilardError(
        'shape',
        `[stream ${path}] expected a multiple of ${lanes} lanes, got room for ${out.length} draws. Give [lanes, k] numbers.`,
      );
    }
    for (let draw = 0; draw < each; ) {
      if (q.row === AHEAD) refill(q);
      const rows = Math.min(AHEAD - q.row, each - draw);
      turn(q.ready, lanes, q.row, rows, out, each, draw);
      q.row += rows;
      draw += rows;
    }
  }
  const moreNormals = (q: Queue) => {
    noise[quality === 'double' ? 'fineNormals' : 'normals'](q.state, lanes, AHEAD / 2, q.ready);
    q.row = 0;
  };
  function fillNormalRows(out: Float64Array): void {
    if (out.length % lanes !== 0) fill(out, normalQueue(), moreNormals); // refuses
    const q = normalQueue();
    let at = 0;
    const take = (rows: number) => {
      out.set(q.ready.subarray(q.row * lanes, (q.row + rows) * lanes), at);
      q.row += rows;
      at += rows * lanes;
    };
    if (q.row < AHEAD) take(Math.min(AHEAD - q.row, out.length / lanes));
    // Nothing is left over: whole pairs are made where they are wanted.
    const pairs = Math.floor((out.length - at) / lanes / 2);
    if (pairs > 0) noise[quality === 'double' ? 'fineNormals' : 'normals'](q.state, lanes, pairs, at === 0 ? out : out.subarray(at));
    at += 2 * pairs * lanes;
    if (at === out.length) return;
    moreNormals(q);
    take(1);
  }
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
    // One lane: rows of one number are what it is asked for.
    fillNormal: (out) => (lanes === 1 && out.length > 1 ? fillNormalRows(out) : fill(out, normalQueue(), moreNormals)),
    fillNormalRows,
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
    trajectories: (from, count) => open({ path, quality, first: from, lanes: count, salt: 0 }, (key ??= keyOf(path))),
    state: () => save([normalQueue(), uniformQueue(), ...RAGGED.map(someQueue)], ragged),
    restore: (words) => load(words, [normalQueue(), uniformQueue(), ...RAGGED.map(someQueue)], self),
  };
  return self;
}

/** Rows `row` … `row` + `rows` − 1 of [AHEAD, lanes] into columns of [lanes, each] from `column` on. */
function turn(ready: Float64Array, lanes: number, row: number, rows: number, out: Float64Array, each: number, column: number): void {
  let k = 0;
  // Written out, for what lies side by side is fast to write together.
  for (; k + 4 <= rows; k += 4) {
    const from = (row + k) * lanes;
    for (let i = from, to = column + k; i < from + lanes; i++, to += each) {
      out[to] = ready[i];
      out[to + 1] = ready[i + lanes];
      out[to + 2] = ready[i + 2 * lanes];
      out[to + 3] = ready[i + 3 * lanes];
    }
  }
  for (; k < rows; k++) for (let i = 0, to = column + k; i < lanes; i++, to += each) out[to] = ready[(row + k) * lanes + i];
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
