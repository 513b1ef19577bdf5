import type { Holds } from '../contracts/verdict.ts';
import { SzilardError } from '../errors.ts';
import { type Reading, ratioOfMeans, readingOf } from '../numerics/ratio-of-means.ts';
import { wald } from '../numerics/wald.ts';
import { LEVEL, perTrajectory, ROWS } from './level.ts';
import type { NoiseSeries } from './noise-series.ts';

export interface NoiseStationarity {
  /** C(t, 0) per component in windows of equal length, first to last. */
  readonly levels: readonly Reading[];
  /** (last − first)/mean. */
  readonly change: Reading;
  /** Chance of such differences between windows in stationary noise. */
  readonly p: number;
  readonly holds: Holds;
  readonly because: string;
}

/** Is the strength of the noise the same from window to window? Differences are taken within trajectories; docs/theory.md 17. */
export function noiseStationarity({ power: { trajectories, steps, dim, data } }: NoiseSeries, { windows = 4 } = {}): NoiseStationarity {
  const parts = Math.min(windows, steps);
  if (trajectories < 2 || parts < 2)
    throw new SzilardError(
      'input',
      `[noiseStationarity] noise: expected two trajectories of two moves at least, got ${trajectories} of ${steps}. Run more.`,
    );
  const edge = (w: number) => Math.floor((w * steps) / parts);
  const inWindow = Array.from({ length: parts }, (_, w) =>
    perTrajectory(trajectories, (i) => {
      let sum = 0;
      for (let at = (i * steps + edge(w)) * dim; at < (i * steps + edge(w + 1)) * dim; at++) sum += data[at];
      return sum / ((edge(w + 1) - edge(w)) * dim);
    }),
  );
  const mean = inWindow[0].map((_, i) => inWindow.reduce((sum, level) => sum + level[i] / parts, 0));
  const last = inWindow[parts - 1];
  const { value, stderr } = ratioOfMeans(
    last.map((v, i) => v - inWindow[0][i]),
    mean,
  );
  const { p, statistic } = wald(inWindow.slice(1).map((level, w) => level.map((v, i) => v - inWindow[w][i])));
  const enough = trajectories >= ROWS * parts;
  return {
    levels: inWindow.map(readingOf),
    change: { value, stderr },
    p,
    holds: !Number.isFinite(statistic) || !enough ? 'undecided' : p < LEVEL ? 'no' : 'yes',
    because: !Number.isFinite(statistic)
      ? 'there is no noise to compare'
      : enough
        ? `χ² = ${statistic.toPrecision(3)} between ${parts} windows of ${Math.floor(steps / parts)} moves`
        : `${trajectories} trajectories for ${parts} windows: ${ROWS * parts} would decide`,
  };
}
