import type { Batch, Ensemble } from '../contracts/batch.ts';
import type { RandomStream } from '../contracts/random.ts';
import type { SamplesOf } from './estimator-samples.ts';

const FLIP = 0.15;
const bits = (p: number) => -(p * Math.log(p) + (1 - p) * Math.log(1 - p));
/** What a fair bit tells through a channel that flips. */
const CHANNEL = Math.LN2 - bits(FLIP);
/** The same through two. */
const TWICE = Math.LN2 - bits(2 * FLIP * (1 - FLIP));

const uniforms = (n: number, rng: RandomStream): Float64Array => {
  const out = new Float64Array(n);
  rng.fillUniform(out);
  return out;
};
const coins = (n: number, rng: RandomStream, p = 0.5) => uniforms(n, rng).map((u) => (u < p ? 1 : 0));
const column = (data: Float64Array): Batch => ({ n: data.length, dim: 1, data });
const series = (data: Float64Array): Ensemble => ({ trajectories: 1, steps: data.length, dim: 1, data });
const differ = (a: Float64Array, b: Float64Array) => a.map((bit, i) => (bit === b[i] ? 0 : 1));
const side = (...columns: Float64Array[]): Batch => ({
  n: columns[0].length,
  dim: columns.length,
  data: Float64Array.from(
    { length: columns.length * columns[0].length },
    (_, at) => columns[at % columns.length][Math.floor(at / columns.length)],
  ),
});

/** A fair bit, seen through a channel, and that through another; and three bits that know nothing of each other. */
function relay(n: number, rng: RandomStream) {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => coins(n, rng.fork(name)));
  const [one, two] = ['one', 'two'].map((name) => coins(n, rng.fork(name), FLIP));
  const second = differ(a, one);
  return { related: side(a, second, differ(second, two)), unrelated: side(a, b, c) };
}

/** A series at random, and one that follows it a step behind through a channel. */
function followed(n: number, rng: RandomStream) {
  const [leader, other] = ['leader', 'other'].map((name) => coins(n + 2, rng.fork(name)));
  const flips = coins(n + 1, rng.fork('flips'), FLIP);
  const follower = (of: Float64Array) => series(differ(of.subarray(0, n + 1), flips));
  return { leader: series(leader.slice(1)), follower: follower(leader), stranger: follower(other) };
}

export const symbolSamples: Readonly<Record<string, SamplesOf>> = {
  /** Law ½, ¼, ⅛, ⅛. */
  entropy: (n, rng) => ({
    input: { x: column(uniforms(n, rng).map((u) => (u < 0.5 ? 3 : u < 0.75 ? 1 : u < 0.875 ? 4 : 1.5))) },
    truth: 1.75 * Math.LN2,
  }),

  'mutual-information'(n, rng) {
    const [x, y, flips] = [coins(n, rng.fork('x')), coins(n, rng.fork('y')), coins(n, rng.fork('flips'), FLIP)];
    return { input: { x: column(x), y: column(differ(x, flips)) }, truth: CHANNEL, unrelated: { x: column(x), y: column(y) } };
  },

  /** y is x through a channel, turned over where z says so: nothing without z. */
  'conditional-mutual-information'(n, rng) {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => coins(n, rng.fork(name)));
    const far = differ(differ(x, coins(n, rng.fork('flips'), FLIP)), z);
    return {
      input: { x: column(x), y: column(far), z: column(z) },
      truth: CHANNEL,
      unrelated: { x: column(x), y: column(y), z: column(z) },
    };
  },

  'total-correlation'(n, rng) {
    const { related, unrelated } = relay(n, rng);
    return { input: { x: related }, truth: 2 * CHANNEL, unrelated: { x: unrelated } };
  },

  'o-information'(n, rng) {
    const { related, unrelated } = relay(n, rng);
    return { input: { x: related }, truth: TWICE, unrelated: { x: unrelated } };
  },

  'transfer-entropy'(n, rng) {
    const { leader, follower, stranger } = followed(n, rng);
    return { input: { source: leader, target: follower }, truth: CHANNEL, unrelated: { source: leader, target: stranger } };
  },

  'active-information-storage'(n, rng) {
    const turns = coins(n + 1, rng.fork('turns'), FLIP);
    let now = 0;
    const target = series(
      turns.map((turn) => {
        now = turn === 1 ? 1 - now : now;
        return now;
      }),
    );
    return { input: { target }, truth: CHANNEL, unrelated: { target: series(coins(n + 1, rng.fork('other'))) } };
  },

  'information-flow'(n, rng) {
    const { leader, follower, stranger } = followed(n, rng);
    return { input: { source: follower, target: leader }, truth: CHANNEL, unrelated: { source: stranger, target: leader } };
  },

  /** A walk on a ring of three: forward with ¾, back with ¼. */
  'entropy-production-rate'(n, rng) {
    const walk = (p: number, name: string) => {
      let at = 0;
      return series(
        coins(n + 1, rng.fork(name), p).map((forward) => {
          at = (at + (forward === 1 ? 1 : 2)) % 3;
          return at;
        }),
      );
    };
    return { input: { series: walk(0.75, 'walk') }, truth: 0.5 * Math.log(3), unrelated: { series: walk(0.5, 'fair') } };
  },
};
