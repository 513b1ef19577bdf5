import { type Estimate, randomStream, SzilardError } from '@szilard/core';
import { comparisonTable, toJson } from '@szilard/report';
import { labWith, pairs, seedOf } from '../arguments.ts';
import { inputOf } from '../roles.ts';
import { type DataOptions, estimatorFor, estimatorsOf, quantityOf, rolesSaid } from './estimate.ts';

/** Several estimators of one quantity on the same data, side by side. One that refuses the data says so in its row. */
export async function compare(quantityId: string, file: string, options: DataOptions & { estimators?: string }): Promise<number> {
  const lab = await labWith(options.plugin);
  const quantity = quantityOf(lab, quantityId);
  const asked = options.estimators?.split(',').map((id) => id.trim());
  const plugins = (asked ?? estimatorsOf(lab, quantity.id)).map((id) => estimatorFor(lab, quantity.id, id));
  const seed = seedOf(options.seed);
  const given = pairs(options.param);
  const stray = Object.keys(given).find((name) => plugins.every(({ defaults }) => !Object.hasOwn(defaults, name)));
  if (stray !== undefined)
    throw new SzilardError('parameter', `[--param] none of ${plugins.map(({ id }) => id).join(', ')} has "${stray}".`);
  const columns = await inputOf(quantity, file, rolesSaid(lab, options));
  const assemble = await lab.build(quantity);
  const estimates: Estimate[] = [];
  const refusals: { estimator: string; because: string }[] = [];
  for (const plugin of plugins) {
    try {
      // Each has its own stream: adding one to the list changes no number of the others.
      const own = options.param?.filter((text) => Object.hasOwn(plugin.defaults, text.slice(0, text.indexOf('='))));
      const ready = await lab.build(plugin, pairs(own, '--param', plugin.defaults));
      estimates.push(await ready.estimate(assemble(columns), randomStream(seed).fork('compare').fork(plugin.id)));
    } catch (error) {
      if (!(error instanceof SzilardError)) throw error;
      refusals.push({ estimator: plugin.id, because: error.message });
    }
  }
  if (options.json) process.stdout.write(`${toJson({ quantity: quantity.id, estimates, refusals })}\n`);
  else {
    const lines = refusals.map(({ estimator, because }) => `    ${estimator}  refused: ${because}`);
    const table = comparisonTable([{ quantity: quantity.id, system: file, truth: null, truthSource: '', estimates } as never], {
      color: process.stdout.isTTY,
    });
    process.stdout.write(`${[table, ...lines].join('\n')}\n`);
  }
  return estimates.length === 0 ? 2 : 0;
}
