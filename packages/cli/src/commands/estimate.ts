import { type EstimatorPlugin, nearest, type QuantityPlugin, randomStream, SzilardError } from '@szilard/core';
import type { Lab } from '@szilard/core/compose';
import { formatUnit, toJson } from '@szilard/report';
import { labWith, pairs, seedOf } from '../arguments.ts';
import { inputOf, type RoleOptions } from '../roles.ts';

export interface DataOptions {
  readonly param?: string[];
  readonly seed: string;
  readonly json?: boolean;
  readonly plugin?: string[];
  readonly trajectory?: string;
  readonly labels?: string;
  readonly transpose?: boolean;
  readonly role?: string[];
  /** The parts of the quantity, each an option of its own. */
  readonly [role: string]: unknown;
}

/** A quantity that columns of numbers can be read as; refused by name where it is none. */
export function quantityOf(lab: Lab, id: string): QuantityPlugin {
  const known = [...new Set(lab.ids('estimator').map((each) => lab.estimator(each).quantity as string))];
  if (!known.includes(id)) {
    const near = nearest(id, known);
    throw new SzilardError(
      'unknown-id',
      `[estimate] no quantity "${id}". Known: ${known.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
    );
  }
  if (!lab.ids('quantity').includes(id)) {
    throw new SzilardError(
      'input',
      `[estimate] ${id} is read off a run's ledger, which a table of numbers does not hold. Use it in a program, or \`szilard check\`.`,
    );
  }
  return lab.quantity(id);
}

export const estimatorsOf = (lab: Lab, quantity: string): string[] =>
  lab.ids('estimator').filter((id) => lab.estimator(id).quantity === quantity);

export function estimatorFor(lab: Lab, quantity: string, id: string): EstimatorPlugin {
  // The last part of an id is enough where only one estimator of this quantity bears it.
  const fitting = estimatorsOf(lab, quantity);
  const short = fitting.filter((each) => each === id || each.endsWith(`/${id}`));
  const plugin = short.length === 1 ? lab.estimator(short[0]) : lab.estimator(id);
  if (plugin.quantity !== quantity) {
    throw new SzilardError(
      'unknown-id',
      `[estimate] ${plugin.id} estimates ${plugin.quantity as string}, expected an estimator of ${quantity}. Known: ${fitting.join(', ')}.`,
    );
  }
  return plugin;
}

/** What was said about columns, whatever the quantity. */
export function rolesSaid(lab: Lab, options: DataOptions): RoleOptions {
  const names = new Set(lab.ids('quantity').flatMap((id) => lab.quantity(id).roles.map(({ name }) => name)));
  const said: Record<string, string> = {};
  for (const name of names) if (typeof options[name] === 'string') said[name] = options[name] as string;
  for (const text of options.role ?? []) {
    const at = text.indexOf('=');
    if (at < 1) throw new SzilardError('parameter', `[--role] expected NAME=COLUMNS, got "${text}".`);
    said[text.slice(0, at)] = text.slice(at + 1);
  }
  const { trajectory, labels, transpose } = options;
  return {
    said,
    ...(trajectory === undefined ? {} : { trajectory }),
    ...(labels === undefined ? {} : { labels }),
    ...(transpose ? { transpose } : {}),
  };
}

const digits = (value: number, count: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? value.toPrecision(count) : value > 0 ? '∞' : '-∞';

/** A quantity from a file of the user's own. */
export async function estimate(quantityId: string, file: string, options: DataOptions & { estimator: string }): Promise<number> {
  const lab = await labWith(options.plugin);
  if (!lab.ids('quantity').includes(quantityId)) quantityOf(lab, quantityId);
  const plugin = estimatorFor(lab, quantityId, options.estimator);
  const quantity = quantityOf(lab, quantityId);
  const ready = await lab.build(plugin, pairs(options.param, '--param', plugin.defaults));
  const seed = seedOf(options.seed);
  const columns = await inputOf(quantity, file, rolesSaid(lab, options));
  const assemble = await lab.build(quantity);
  const estimate = await ready.estimate(assemble(columns), randomStream(seed).fork('estimate'));
  if (options.json) process.stdout.write(`${toJson({ quantity: quantity.id, ...estimate })}\n`);
  else {
    const { value, stderr, unit, n, method, bound, cautions, details = {} } = estimate;
    const sign = bound === 'lower' ? '≥' : bound === 'upper' ? '≤' : '=';
    process.stdout.write(
      `${quantity.id} ${sign} ${`${digits(value, 6)} ± ${digits(stderr, 2)} ${formatUnit(unit)}`.trimEnd()}   (${method}, ${n} samples${bound ? `, ${bound} bound` : ''})\n`,
    );
    for (const [name, number] of Object.entries(details)) process.stdout.write(`  ${name}: ${Number(number.toPrecision(6))}\n`);
    for (const caution of cautions) process.stdout.write(`  caution: ${caution}\n`);
    if (plugin.calibrated === false) process.stdout.write(`  caution: the error bar of ${plugin.id} is not calibrated\n`);
  }
  return 0;
}
