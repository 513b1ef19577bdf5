import { bathParams, composeExperiment, diagnose as look, viewOf } from '@szilard/core/compose';
import { diagnosisTable, toJson } from '@szilard/report';
import { labWith, pairs, reservoirOf, rootOf, seedOf, wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { interruptible, progressOn } from '../progress.ts';
import { provenance } from '../provenance.ts';
import { viewText } from '../view-text.ts';
import type { CheckOptions } from './check.ts';

/** Numbers kept per run: states, ledger and noise of every tick. */
const NUMBERS = 10_000_000;

/** How good the reservoirs of a model are: whiteness, stationarity, mode temperatures, balance, heat capacities, time scales. */
export async function diagnose(modelId: string, options: Omit<CheckOptions, 'workers'>): Promise<number> {
  const lab = await labWith(options.plugin);
  const plugin = lab.model(modelId);
  const model = plugin.id;
  const reservoir = reservoirOf(lab, plugin, options.reservoir);
  const params = pairs(options.param, '--param', plugin.defaults);
  const reservoirParams = pairs(options.reservoirParam, '--reservoir-param', lab.reservoir(reservoir).defaults);
  const experiment = await composeExperiment(lab, { model, params, reservoir, reservoirParams });
  const { x, theta } = experiment.subsystems;
  const most = Math.max(100, Math.floor(NUMBERS / (experiment.ticks.length * (4 + 5 * (x.dim + theta.dim)))));
  const trajectories =
    options.trajectories === undefined ? Math.min(2000, most) : wholeNumber(options.trajectories, '--trajectories', 2, most);
  const warmed = warmer({ ...lab.reservoir(reservoir).defaults, ...bathParams(plugin, params, reservoir, reservoirParams) });
  const other = warmed && (await composeExperiment(lab, { model, params, reservoir, reservoirParams: { ...reservoirParams, ...warmed } }));
  const cycles = plugin.cycles?.({ ...plugin.defaults, ...params });
  const progress = progressOn(process.stderr);
  if (process.stderr.isTTY) progress.start(`${model} × ${reservoir}`, trajectories);
  const { rows, notes } = await look(experiment, {
    trajectories,
    rng: rootOf(seedOf(options.seed), options.normals).fork(model).fork(reservoir).fork('diagnose'),
    signal: interruptible(),
    ...(cycles ? { cycles } : {}),
    ...(other ? { other } : {}),
    ...(process.stderr.isTTY ? { onProgress: (done: number) => progress.at(done) } : {}),
  }).finally(() => {
    if (process.stderr.isTTY) progress.done();
  });
  const view = viewOf(plugin, params, lab.reservoir(reservoir));
  if (options.json) {
    const made = {
      ...provenance(options.seed),
      params: { ...plugin.defaults, ...params },
      reservoirParams: { ...lab.reservoir(reservoir).defaults, ...bathParams(plugin, params, reservoir, reservoirParams) },
      trajectories,
      normals: options.normals ?? 'single',
    };
    process.stdout.write(`${toJson({ model, reservoir, view: view ?? null, rows, notes, provenance: made })}\n`);
    return 0;
  }
  process.stdout.write(
    `${model} × ${reservoir}, ${counted(trajectories, 'trajectory', 'trajectories')} of ${counted(experiment.ticks.length, 'move')}\n\n`,
  );
  process.stdout.write(`${diagnosisTable(rows, { color: process.stdout.isTTY })}\n`);
  for (const note of [...notes, ...viewText(view)]) process.stdout.write(`  note: ${note}\n`);
  return 0;
}

/** What makes these baths warmer: a smaller β, or smaller batches. */
function warmer({ beta, batch }: Readonly<Record<string, unknown>>): Record<string, number> | undefined {
  if (typeof beta === 'number') return { beta: beta / 1.25 };
  if (typeof batch === 'number' && batch > 1) return { batch: Math.ceil(batch / 2) };
  return undefined;
}
