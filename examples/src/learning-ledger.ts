import { paramsOf } from '@szilard/core';
import {
  binaryDigits,
  type MadeParams,
  made,
  madeDigits,
  type PictureLearner,
  type PictureModel,
  pictureLearner,
  rbmPictures,
} from '@szilard/models';
import { formatEstimate } from '@szilard/report';
import type { Example, ExampleContext } from './example.ts';
import { ledgerCharts } from './learning-ledger-charts.ts';
import { type Ensemble, observe } from './learning-ledger-ensemble.ts';
import { reservoirSigns } from './learning-ledger-reservoir.ts';
import { ledgerBroken, ledgerRows, ledgerTable } from './learning-ledger-rows.ts';
import { slowly } from './learning-ledger-slow.ts';

/** What does a learner learn, what does it memorise, and what does that dissipate? */
export const learningLedgerExample: Example = {
  id: 'learning-ledger',
  title: 'What does a learner of digits learn, memorise and dissipate, and what becomes of it as learning becomes slow?',
  source: '[Parsi2024]; [Germain2015]; docs/theory.md 6, 21',
  async run(context) {
    const { lab, quick, keep } = context;
    const digits = await lab.service('digits');
    // Cold: the noise of a step is far below what data have to say, so that little of what is remembered is chance.
    const params = paramsOf(madeDigits, {
      pool: quick ? 7 : 4,
      threshold: 0.25,
      hidden: [quick ? 8 : 16],
      resampling: 'bootstrap',
      sources: quick ? 3 : 8,
      size: 50,
      batch: 25,
      steps: quick ? 40 : 96,
      rate: 0.3,
      temperature: 1e-4,
      prior: 0.1,
      ramp: 0,
    });
    const { train, test } = binaryDigits('learning-ledger', digits, params);
    const pixels = train.pictures.dim;
    const models: Readonly<Record<string, PictureModel>> = {
      'ppm/made': made({ pixels, hidden: params.hidden }),
      'restricted Boltzmann machine': rbmPictures({ visible: pixels, hidden: quick ? 4 : 6 }),
    };
    const learn = (name: string, more: Partial<MadeParams> = {}): { learner: PictureLearner; model: PictureModel } => ({
      model: models[name],
      learner: pictureLearner({
        where: name,
        model: models[name],
        train: train.pictures,
        test: test.pictures,
        params: { ...params, ...more },
      }),
    });
    keep({
      notes: [
        `${digits.source}, ${pixels} pixels, black or white; ${params.sources} data sets of ${params.size} drawn with replacement from ${train.pictures.n} pictures; ${quick ? 8 : 50} runs on each`,
      ],
    });
    for (const name of Object.keys(models)) {
      const interval = 4;
      await book(context, {
        name,
        ...learn(name, name === 'ppm/made' ? {} : { rate: 0.1 }),
        replicas: quick ? 8 : 50,
        interval,
        every: quick ? 5 : 6,
        probes: 4,
        weighed: quick ? 2 : 4,
        rate: name === 'ppm/made' ? params.rate : 0.1,
        batch: params.batch,
      });
    }
    keep(
      await slowly(context, {
        name: 'ppm/made',
        rates: quick ? [0.8, 0.4, 0.2] : [0.8, 0.4, 0.2, 0.1, 0.05],
        time: quick ? 4 : 8,
        replicas: quick ? 6 : 16,
        at: (rate, steps) => learn('ppm/made', { rate, steps, temperature: 1e-4 * rate, sources: 3 }),
      }),
    );
  },
};

/** Run one learner, and keep its book. */
async function book(context: ExampleContext, options: Ensemble & { readonly rate: number; readonly batch: number }): Promise<void> {
  const { name, learner, model, interval, rate, batch } = options;
  const seen = await observe(context, options);
  const { lent, memory, miss, capacities } = reservoirSigns(learner, model, seen.runs[0], rate, batch);
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  context.keep({
    notes: [
      `${name}, ${model.parameters} parameters (nats; from … to are lower and upper bounds; sums from the start):`,
      ...ledgerTable(interval, seen),
      `${name}, Θ as a reservoir: dim Θ/dim X = ${capacities.toFixed(0)}; the temperature that batches lend goes from ${lent[0].toExponential(1)} to ${lent[1].toExponential(1)} nats of loss, so it has none of its own that lasts; the noise of a batch is ${memory.map(({ value, stderr }) => formatEstimate(value, stderr)).join(', ')} correlated with that one, two, three frames on; ln K/K̃ of a move misses heat/T by ${percent(miss)} rms`,
      ...seen.ledger.cautions,
    ],
    comparisons: ledgerRows(name, seen),
    charts: ledgerCharts(name, interval, seen),
    broken: ledgerBroken(name, seen),
  });
}
