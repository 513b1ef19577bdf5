import type { Lab } from '@szilard/core/compose';
import { estimatorConformance, type SamplesOf, samplesOf } from '@szilard/core/testing';

/** Promises of the estimator contract that an estimator of this lab keeps, and what those say that it breaks. */
export async function contractOf(
  lab: Lab,
  id: string,
  signal?: AbortSignal,
): Promise<readonly [kept: number, of: number, broken: readonly string[]]> {
  const plugin = lab.estimator(id);
  const samples = await samplesFor(lab, id);
  if (!samples) return [0, 0, []];
  const ready = await lab.build(plugin);
  const kind = plugin.rows === 'symbols' ? 'symbols' : 'numbers';
  const promises = estimatorConformance({ plugin, build: () => ready, kind, samples });
  const broken: string[] = [];
  for (const { name, run } of promises) {
    signal?.throwIfAborted();
    try {
      await run();
    } catch (error) {
      broken.push(`${name}: ${(error as Error).message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return [promises.length - broken.length, promises.length, broken];
}

/** Samples with a known truth: those of the suite, or of a task where the suite has none of that kind. */
async function samplesFor(lab: Lab, id: string): Promise<SamplesOf | undefined> {
  const { quantity, rows } = lab.estimator(id);
  const own = rows === 'mixed' ? undefined : samplesOf(quantity as string, rows ?? 'numbers');
  if (own) return own;
  const fitting = lab.ids('task').find((task) => lab.task(task).quantity === quantity && lab.task(task).rows === rows);
  if (fitting === undefined) return undefined;
  const task = await lab.build(lab.task(fitting));
  return (n, rng) => ({ input: task.sample(n, rng), truth: task.truth });
}
