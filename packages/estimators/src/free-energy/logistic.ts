export interface LogisticFit {
  readonly slope: number;
  readonly slopeError: number;
  readonly intercept: number;
  readonly interceptError: number;
  /** Σ p(1 − p): samples that could be of either label. */
  readonly overlapping: number;
}

/** ln(1 + e^z), free of overflow. */
const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

/**
 * Labels told apart by s: `forward` has s = w, `backward` s = −w. Newton's steps on the concave log-likelihood, halved where
 * they overshoot; s is centred meanwhile. Null where a threshold parts the labels: then there is no largest likelihood.
 */
export function fitLogistic(forward: Float64Array, backward: Float64Array): LogisticFit | null {
  const signed = Float64Array.of(...bounds(forward, 1), ...bounds(backward, -1));
  if (signed[0] >= signed[3] || signed[2] >= signed[1]) return null;
  const prior = Math.log(forward.length / backward.length);
  const centre = (signed.reduce((a, b) => Math.min(a, b)) + signed.reduce((a, b) => Math.max(a, b))) / 2;
  const s = new Float64Array(forward.length + backward.length);
  for (let i = 0; i < forward.length; i++) s[i] = forward[i] - centre;
  for (let i = 0; i < backward.length; i++) s[forward.length + i] = -backward[i] - centre;
  const label = (i: number) => (i < forward.length ? 1 : 0);

  const logLikelihood = (a: number, b: number) => {
    let total = 0;
    for (let i = 0; i < s.length; i++) {
      const z = prior + a + b * s[i];
      total -= softplus(label(i) === 1 ? -z : z);
    }
    return total;
  };
  const information = (a: number, b: number) => {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < s.length; i++) {
      const chance = 1 / (1 + Math.exp(-(prior + a + b * s[i])));
      const weight = chance * (1 - chance);
      ga += label(i) - chance;
      gb += (label(i) - chance) * s[i];
      haa += weight;
      hab += weight * s[i];
      hbb += weight * s[i] * s[i];
    }
    return { ga, gb, haa, hab, hbb, determinant: haa * hbb - hab * hab };
  };

  let [a, b] = [0, 0];
  let best = logLikelihood(a, b);
  for (let pass = 0; pass < 200; pass++) {
    const { ga, gb, haa, hab, hbb, determinant } = information(a, b);
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    let share = 1;
    let reached = logLikelihood(a + da, b + db);
    for (; !(reached >= best - 1e-12 * Math.abs(best)) && share > 1e-12; reached = logLikelihood(a + share * da, b + share * db))
      share /= 2;
    [a, b, best] = [a + share * da, b + share * db, reached];
    if (!(Math.abs(da) + Math.abs(db) > 1e-12 * (1 + Math.abs(a) + Math.abs(b)))) break;
  }
  const { haa, hab, hbb, determinant } = information(a, b);
  // Var(a − b·centre) with Cov(a, b) = −hab/det.
  const interceptVariance = (hbb + 2 * centre * hab + centre * centre * haa) / determinant;
  return {
    slope: b,
    slopeError: Math.sqrt(haa / determinant),
    intercept: a - b * centre,
    interceptError: Math.sqrt(interceptVariance),
    overlapping: haa,
  };
}

function bounds(work: Float64Array, sign: 1 | -1): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const w of work) [low, high] = [Math.min(low, sign * w), Math.max(high, sign * w)];
  return [low, high];
}
