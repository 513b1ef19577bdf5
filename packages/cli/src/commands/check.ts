import { bathParams, examine } from '@szilard/core/compose';
import { claimText } from '@szilard/examples';
import type {} from '@szilard/models';
import { toJson, verdictTable } from '@szilard/report';
import { workerThreads } from '@szilard/runner';
import { labSource, labWith, pairs, reservoirOf, rootOf, seedOf, wholeNumber } from '../arguments.ts';
import { interruptible, progressOn } from '../progress.ts';
import { provenance, tensorReport } from '../provenance.ts';
import { viewText } from '../view-text.ts';

export interface CheckOptions {
  readonly reservoir?: string;
  readonly param?: string[];
  readonly reservoirParam?: string[];
  readonly trajectories?: string;
  readonly workers: string;
  readonly seed: string;
  readonly normals?: string;
  readonly json?: boolean;
  readonly plugin?: string[];
}

/** Exit status 1 where a verdict breaks the model's own claims. */
export async function check(modelId: string, options: CheckOptions): Promise<number> {
  const lab = await labWith(options.plugin);
  const plugin = lab.model(modelId);
  const reservoir = reservoirOf(lab, plugin, options.reservoir);
  const trajectories =
    options.trajectories === undefined
      ? (plugin.trajectories ?? 20_000)
      : wholeNumber(options.trajectories, '--trajectories', 1, 50_000_000);
  const [seed, params, reservoirParams] = [
    seedOf(options.seed),
    pairs(options.param, '--param', plugin.defaults),
    pairs(options.reservoirParam, '--reservoir-param', lab.reservoir(reservoir).defaults),
  ];
  const count = wholeNumber(options.workers, '--workers', 1, 64);
  const workers = count > 1 ? workerThreads({ workers: count, lab: labSource(options.plugin) }) : undefined;
  const progress = progressOn(process.stderr);
  const begun = performance.now();
  if (process.stderr.isTTY) progress.start(`${plugin.id} × ${reservoir}`, 2 * trajectories);
  const examination = await examine(lab, plugin.id, reservoir, {
    trajectories,
    params,
    reservoirParams,
    rng: rootOf(seed, options.normals).fork(plugin.id).fork(reservoir),
    signal: interruptible(),
    ...(workers ? { ensemble: workers.run } : {}),
    ...(process.stderr.isTTY ? { onProgress: (done: number) => progress.at(Math.max(0, done)) } : {}),
  }).finally(async () => {
    if (process.stderr.isTTY) progress.done();
    await workers?.close();
  });
  const { verdicts, broken, view } = examination;
  const more = {
    ...(lab.resolved('tensors') ? { tensors: tensorReport(await lab.service('tensors')) } : {}),
    ...(lab.resolved('digits') ? { digits: (await lab.service('digits')).source } : {}),
  };
  const made = {
    ...provenance(seed, more),
    params: examination.params,
    reservoirParams: { ...lab.reservoir(reservoir).defaults, ...bathParams(plugin, params, reservoir, reservoirParams) },
    trajectories,
    normals: options.normals ?? 'single',
  };
  if (options.json) {
    const rows = verdicts.map(({ law, holds, statistic, p, resolution, n, because }) => ({
      law,
      holds,
      statistic,
      p: p ?? null,
      resolution,
      n,
      because,
    }));
    process.stdout.write(`${toJson({ model: plugin.id, reservoir, ...(view ? { view } : {}), verdicts: rows, provenance: made })}\n`);
  } else {
    const claim = claimText(lab, plugin.id, reservoir);
    const seconds = (performance.now() - begun) / 1000;
    process.stdout.write(
      `${verdictTable([{ model: plugin.id, reservoir, params: examination.params, trajectories, claim, verdicts, broken, seconds }], { color: process.stdout.isTTY })}\n`,
    );
    for (const line of viewText(view)) process.stdout.write(`  note: ${line}\n`);
  }
  for (const line of broken) process.stderr.write(`szilard: ${line}\n`);
  return broken.length > 0 ? 1 : 0;
}
