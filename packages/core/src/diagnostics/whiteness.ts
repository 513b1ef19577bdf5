import type { Holds } from '../contracts/verdict.ts';
import { SzilardError } from '../errors.ts';
import { type Reading, ratioOfMeans, readingOf } from '../numerics/ratio-of-means.ts';
import { wald } from '../numerics/wald.ts';
import { LEVEL, perTrajectory, ROWS } from './level.ts';
import type { NoiseSeries } from './noise-series.ts';

export interface Whiteness {
  /** C(t, s)/C(t, 0), s = 1 … lags, summed over t and over components; one each. */
  readonly correlations: readonly Reading[];
  /** The one farthest from 0, in standard errors. */
  readonly worst: Reading & { readonly lag: number };
  /** ⟨η²⟩ of a component at a move. */
  readonly strength: Reading;
  /** Chance of such correlations in white noise, all lags together. */
  readonly p: number;
  readonly holds: Holds;
  readonly because: string;
}

/** Is the noise white? C(t, s) = Σ_i ⟨η_i(t) η_i(t + s)⟩, docs/theory.md 17. */
export function whiteness({ residual, power }: NoiseSeries, { lags = 5 } = {}): Whiteness {
  const { trajectories, steps, dim, data } = residual;
  const most = Math.min(lags, steps - 1);
  if (trajectories < 2 || most < 1)
    throw new SzilardError(
      'input',
      `[whiteness] noise: expected two trajectories of two moves at least, got ${trajectories} of ${steps}. Run more.`,
    );
  const strength = perTrajectory(trajectories, (i) => {
    let sum = 0;
    for (let at = i * steps * dim; at < (i + 1) * steps * dim; at++) sum += power.data[at];
    return sum / (steps * dim);
  });
  const found = Array.from({ length: most }, (_, k) => {
    const shift = (k + 1) * dim;
    const pairs = (steps - k - 1) * dim;
    const product = perTrajectory(trajectories, (i) => {
      let sum = 0;
      for (let at = i * steps * dim; at < i * steps * dim + pairs; at++) sum += data[at] * data[at + shift];
      return sum / pairs;
    });
    return ratioOfMeans(product, strength);
  });
  const { p, statistic, freedom } = wald(found.map(({ value, influence }) => influence.map((v) => v + value)));
  const scores = found.map(({ value, stderr }) => Math.abs(value) / stderr);
  const at = scores.reduce((best, z, k) => (z > scores[best] ? k : best), 0);
  const enough = trajectories >= ROWS * most;
  const holds: Holds = !Number.isFinite(statistic) || !enough ? 'undecided' : p < LEVEL ? 'no' : 'yes';
  return {
    correlations: found.map(({ value, stderr }) => ({ value, stderr })),
    worst: { lag: at + 1, value: found[at].value, stderr: found[at].stderr },
    strength: readingOf(strength),
    p,
    holds,
    because: !Number.isFinite(statistic)
      ? 'there is no noise to correlate'
      : enough
        ? `χ² = ${statistic.toPrecision(3)} over ${freedom} lags, largest at lag ${at + 1}`
        : `${trajectories} trajectories for ${most} lags: ${ROWS * most} would decide`,
  };
}
