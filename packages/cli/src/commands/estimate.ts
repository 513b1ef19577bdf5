import { make, nearest, randomStream, SzilardError } from '@szilard/core';
import { toJson } from '@szilard/report';
import { labWith, pairs, seedOf } from '../arguments.ts';
import { pickColumns, readTable } from '../table.ts';

export interface EstimateOptions {
  readonly estimator: string;
  readonly x?: string;
  readonly y?: string;
  readonly param?: string[];
  readonly seed: string;
  readonly json?: boolean;
  readonly plugin?: string[];
}

/** A quantity from a file of the user's own. */
export async function estimate(quantity: string, file: string, options: EstimateOptions): Promise<number> {
  const lab = await labWith(options.plugin);
  const known = [...new Set(lab.ids('estimator').map((id) => lab.estimator(id).quantity as string))];
  if (!known.includes(quantity)) {
    const near = nearest(quantity, known);
    throw new SzilardError(
      'unknown-id',
      `[estimate] no quantity "${quantity}". Known: ${known.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
    );
  }
  const plugin = lab.estimator(options.estimator);
  if (plugin.quantity !== quantity) {
    const fitting = lab.ids('estimator').filter((id) => lab.estimator(id).quantity === quantity);
    throw new SzilardError(
      'unknown-id',
      `[estimate] ${plugin.id} estimates ${plugin.quantity as string}, expected an estimator of ${quantity}. Known: ${fitting.join(', ')}.`,
    );
  }
  if (quantity !== 'mutual-information') {
    throw new SzilardError(
      'input',
      `[estimate] ${quantity} is read off a run's ledger, which a table of numbers does not hold. Use it in a program, or \`szilard check\`.`,
    );
  }
  const ready = make(plugin, pairs(options.param));
  const seed = seedOf(options.seed);
  const table = readTable(file);
  if (table.columns < 2)
    throw new SzilardError(
      'input',
      `[${file}] expected at least two columns for ${quantity}, got ${table.columns}. Put x and y side by side.`,
    );
  const x = pickColumns(table, options.x ?? '0');
  const rest = Array.from({ length: table.columns }, (_, k) => k).filter((k) => k !== 0);
  if (options.y === undefined && (options.x !== undefined || rest.length !== 1)) {
    throw new SzilardError(
      'input',
      `[${file}] has ${table.columns} columns: ${table.names.join(', ')}. Say which are x and which are y, for example --x 0 --y 1.`,
    );
  }
  const y = pickColumns(table, options.y ?? '1');
  const { value, stderr, unit, n, method, params, cautions } = ready.estimate({ x, y }, randomStream(seed).fork('estimate'));
  if (options.json) process.stdout.write(`${toJson({ value, stderr, unit, n, method, params, cautions })}\n`);
  else {
    process.stdout.write(`${quantity} = ${value.toPrecision(6)} ± ${stderr.toPrecision(2)} ${unit}   (${method}, ${n} samples)\n`);
    for (const caution of cautions) process.stdout.write(`  caution: ${caution}\n`);
  }
  return 0;
}
