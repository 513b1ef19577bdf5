import { composeExperiment, account as keep, viewOf } from '@szilard/core/compose';
import { accountTable, toJson } from '@szilard/report';
import { labWith, pairs, reservoirOf, rootOf, seedOf, wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { interruptible, progressOn } from '../progress.ts';
import { provenance } from '../provenance.ts';
import { viewText } from '../view-text.ts';
import type { CheckOptions } from './check.ts';

/** Numbers kept per run: states and ledger of every tick. */
const NUMBERS = 20_000_000;

/** Every thermodynamic quantity of a model: simulated, exact where a back-end knows it, and the integral theorems. */
export async function account(modelId: string, options: Omit<CheckOptions, 'workers'>): Promise<number> {
  const lab = await labWith(options.plugin);
  const plugin = lab.model(modelId);
  const model = plugin.id;
  const reservoir = reservoirOf(lab, plugin, options.reservoir);
  const [params, reservoirParams] = [
    pairs(options.param, '--param', plugin.defaults),
    pairs(options.reservoirParam, '--reservoir-param', lab.reservoir(reservoir).defaults),
  ];
  const experiment = await composeExperiment(lab, { model, params, reservoir, reservoirParams });
  const perTrajectory = experiment.ticks.length * (4 + experiment.subsystems.x.dim + experiment.subsystems.theta.dim);
  const most = Math.max(100, Math.floor(NUMBERS / Math.max(1, perTrajectory)));
  const trajectories =
    options.trajectories === undefined ? Math.min(10_000, most) : wholeNumber(options.trajectories, '--trajectories', 2, most);
  const progress = progressOn(process.stderr);
  if (process.stderr.isTTY) progress.start(`${model} × ${reservoir}`, trajectories);
  const { rows, notes: found } = await keep(experiment, {
    trajectories,
    rng: rootOf(seedOf(options.seed), options.normals).fork(model).fork(reservoir).fork('account'),
    signal: interruptible(),
    ...(lab.model(model).labels ? { labels: lab.model(model).labels! } : {}),
    ...(process.stderr.isTTY ? { onProgress: (done: number) => progress.at(done) } : {}),
  }).finally(() => {
    if (process.stderr.isTTY) progress.done();
  });
  const notes = [...found, ...viewText(viewOf(plugin, params, lab.reservoir(reservoir)))];
  if (options.json) {
    const made = {
      ...provenance(options.seed),
      params: { ...lab.model(model).defaults, ...params },
      trajectories,
      normals: options.normals ?? 'single',
    };
    process.stdout.write(`${toJson({ model, reservoir, rows, notes, provenance: made })}\n`);
    return 0;
  }
  process.stdout.write(
    `${model} × ${reservoir}, ${counted(trajectories, 'trajectory', 'trajectories')} of ${counted(experiment.ticks.length, 'move')}\n\n`,
  );
  process.stdout.write(`${accountTable(rows, { color: process.stdout.isTTY })}\n`);
  for (const note of notes) process.stdout.write(`  note: ${note}\n`);
  return 0;
}
