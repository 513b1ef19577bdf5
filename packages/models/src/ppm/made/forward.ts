import type { MadeLayer, MadeLayout } from './layout.ts';

/** What a pass leaves behind: tanh of every hidden unit, and the logit of every pixel. */
export interface Activity {
  /** Per hidden layer; [units] each. */
  readonly hidden: readonly Float64Array[];
  /** ln p(1)/p(0) of each pixel given those before; [pixels]. */
  readonly logits: Float64Array;
}

export const activity = ({ layers, pixels }: MadeLayout): Activity => ({
  hidden: layers.slice(0, -1).map(({ units }) => new Float64Array(units)),
  logits: new Float64Array(pixels),
});

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** All hidden units and logits of one picture, whose pixels begin at `atX`, under θ, which begins at `at`. */
export function pass({ layers }: MadeLayout, theta: Float64Array, at: number, x: Float64Array, atX: number, into: Activity): void {
  let [before, from] = [x, atX];
  for (const [l, layer] of layers.entries()) {
    const last = l === layers.length - 1;
    const out = last ? into.logits : into.hidden[l];
    for (let k = 0; k < layer.units; k++) {
      const z = field(layer, k, theta, at, before, from);
      out[k] = last ? z : Math.tanh(z);
    }
    [before, from] = [out, 0];
  }
}

/** Factors of at most 2 each that a double holds. */
const FACTORS = 1000;

/**
 * ln p(x|θ) = Σ_o −ln(1 + e^∓z_o), minus where pixel o is 1; nats. −∞ for what is no picture of zeros and ones. What is left of
 * the logarithms beside max(0, ∓z) is multiplied first: one logarithm instead of one a pixel.
 */
export function logProbability({ logits }: Activity, x: Float64Array, atX: number): number {
  let sum = 0;
  let product = 1;
  for (let o = 0; o < logits.length; o++) {
    const pixel = x[atX + o];
    const z = logits[o];
    if (pixel !== 0 && pixel !== 1) return Number.isNaN(pixel) ? Number.NaN : Number.NEGATIVE_INFINITY;
    const against = pixel === 1 ? -z : z;
    if (against > 0) sum -= against;
    product *= 1 + Math.exp(-Math.abs(z));
    if (o % FACTORS !== FACTORS - 1) continue;
    sum -= Math.log(product);
    product = 1;
  }
  return sum - Math.log(product);
}

/** One picture pixel by pixel, each from its law given those before: `chance` are uniforms, one a pixel. Writes [pixels] from `atX` on. */
export function draw(
  { layers, pixels }: MadeLayout,
  theta: Float64Array,
  at: number,
  chance: Float64Array,
  atChance: number,
  x: Float64Array,
  atX: number,
  into: Activity,
): void {
  const done = new Int32Array(layers.length);
  for (let o = 0; o < pixels; o++) {
    // Units whose last pixel was the one just drawn become known, layer by layer.
    for (let l = 0; l < layers.length - 1; l++) {
      const [before, from] = l === 0 ? [x, atX] : [into.hidden[l - 1], 0];
      for (; done[l] < layers[l].ready[o]; done[l]++)
        into.hidden[l][done[l]] = Math.tanh(field(layers[l], done[l], theta, at, before, from));
    }
    const out = layers[layers.length - 1];
    const z = field(out, o, theta, at, layers.length > 1 ? into.hidden[layers.length - 2] : x, layers.length > 1 ? 0 : atX);
    into.logits[o] = z;
    x[atX + o] = Number.isNaN(z) ? Number.NaN : chance[atChance + o] < sigmoid(z) ? 1 : 0;
  }
}

/** Σ weights × what unit k sees + bias. Four running sums: the additions of one need not wait for each other. */
function field({ sees, first }: MadeLayer, k: number, theta: Float64Array, at: number, before: Float64Array, from: number): number {
  const length = sees[k];
  const w = at + first[k];
  // Not by destructuring: an iterator each would cost as much as the sum.
  let s0 = theta[w + length];
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < length; j += 4) {
    s0 += theta[w + j] * before[from + j];
    s1 += theta[w + j + 1] * before[from + j + 1];
    s2 += theta[w + j + 2] * before[from + j + 2];
    s3 += theta[w + j + 3] * before[from + j + 3];
  }
  for (; j < length; j++) s0 += theta[w + j] * before[from + j];
  return s0 + s1 + (s2 + s3);
}
