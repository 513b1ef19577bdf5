import type { SgdTrial } from '@szilard/models';
import type { Example, ExampleContext } from '../example.ts';
import { runPieces } from '../run-pieces.ts';
import { figureCharts } from './charts.ts';
import { figureFindings } from './findings.ts';
import { full, looksOf, quick, type Settings, sharedDigits } from './settings.ts';
import { summarise } from './summary.ts';
import type { TrialPiece } from './trial.ts';

/** Is the noise of mini-batches white, stationary, and does it leave the ensemble sharp? */
export const figure41: Example = {
  id: 'figure-4-1',
  title: 'Is the noise of mini-batches a heat bath: white, stationary, and small for large batches? (Figure 4.1)',
  source: '[Parsi2024]; [Mandt2017]; docs/theory.md 18',
  long: true,
  async run(context) {
    const settings = context.quick ? quick : full;
    const digits = sharedDigits(await context.lab.service('digits'));
    const { batches, trials, rate, steps, layers } = settings;
    // Batch sizes in turn, so that whatever is finished has all of them.
    const pieces = Array.from({ length: trials }, (_, trial) => batches.map((batch): TrialPiece => ({ batch, trial }))).flat();
    const about = `${digits.source}: ${digits.train} to train on, ${digits.n - digits.train} held back; ${layers.join('-')}, ReLU, rate ${rate}, ${steps} steps, batches drawn with replacement, one start for all trials`;
    const trial = { module: new URL(import.meta.url.replace(/figure-4-1\.(ts|js)$/, 'trial.$1')).href, name: 'trial' };
    const results = await runPieces<TrialPiece, SgdTrial>(
      context,
      {
        task: trial,
        shared: { digits, settings, seed: context.seed },
        pieces,
        settings: { ...settings, trials: undefined, seed: context.seed, digits: digits.fingerprint },
        title: `Figure 4.1: ${trials} trials of |b| = ${batches.join(', ')}`,
        units: looksOf(settings),
      },
      (some) => report(context, settings, pieces, some, about),
    );
    report(context, settings, pieces, results, about);
  },
};

/** All batch sizes that have two trials or more. */
function report(
  { keep }: ExampleContext,
  settings: Settings,
  pieces: readonly TrialPiece[],
  results: readonly (SgdTrial | undefined)[],
  about: string,
): void {
  const done = results.filter((result) => result !== undefined).length;
  const summaries = settings.batches.flatMap((batch) => {
    const own = results.filter((result, at): result is SgdTrial => result !== undefined && pieces[at].batch === batch);
    return own.length > 1 ? [summarise(batch, own)] : [];
  });
  const count = done < pieces.length ? `${done} of ${pieces.length} trials` : `${pieces.length} trials`;
  keep({ notes: [`${count}; ${about}`] });
  if (summaries.length > 0) keep({ ...figureFindings(summaries, settings), charts: figureCharts(summaries, settings) });
}
