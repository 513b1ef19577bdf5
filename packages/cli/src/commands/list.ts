import { nearest, SzilardError } from '@szilard/core';
import type { Lab } from '@szilard/core/compose';
import { examples } from '@szilard/examples';
import { toJson } from '@szilard/report';
import { labWith } from '../arguments.ts';

const shelves = ['models', 'kernels', 'reservoirs', 'quantities', 'estimators', 'checks', 'examples'] as const;
type Shelf = (typeof shelves)[number];

export async function list(kind: string | undefined, { json, plugin }: { json?: boolean; plugin?: string[] }): Promise<number> {
  if (kind !== undefined && !shelves.includes(kind as Shelf)) {
    const near = nearest(kind, shelves);
    throw new SzilardError(
      'unknown-id',
      `[list] expected one of ${shelves.join(', ')}, got "${kind}".${near ? ` Did you mean "${near}"?` : ''}`,
    );
  }
  const lab = await labWith(plugin);
  const wanted = kind === undefined ? shelves : [kind as Shelf];
  const found = Object.fromEntries(wanted.map((shelf) => [shelf, entries(lab, shelf)]));
  if (json) process.stdout.write(`${toJson(found)}\n`);
  else for (const shelf of wanted) print(shelf, found[shelf]);
  return 0;
}

type Entry = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly defaults?: Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

function entries(lab: Lab, shelf: Shelf): Entry[] {
  const about = ({ id, title, source, defaults }: Entry): Entry => ({ id, title, source, defaults: defaults! });
  switch (shelf) {
    case 'models':
      return lab
        .ids('model')
        .map((id) => ({ ...about(lab.model(id) as never), claims: lab.model(id).claims, reservoirs: lab.model(id).reservoirs }));
    case 'kernels':
      return lab
        .ids('kernel')
        .map((id) => ({ ...about(lab.kernel(id) as never), space: lab.kernel(id).space, claims: lab.kernel(id).claims }));
    case 'reservoirs':
      return lab.ids('reservoir').map((id) => about(lab.reservoir(id) as never));
    case 'quantities':
      return lab.ids('quantity').map((id) => ({
        ...about(lab.quantity(id) as never),
        equation: lab.quantity(id).equation,
        roles: lab.quantity(id).roles.map(({ name, optional }) => (optional ? `[${name}]` : name)),
        estimators: lab.ids('estimator').filter((each) => lab.estimator(each).quantity === id),
      }));
    case 'estimators':
      return lab.ids('estimator').map((id) => {
        const { quantity, bound, verifiedBy, calibrated } = lab.estimator(id);
        return {
          ...about(lab.estimator(id) as never),
          quantity,
          bound: bound ?? null,
          verifiedBy: verifiedBy ?? null,
          calibrated: calibrated !== false,
        };
      });
    case 'checks':
      return lab.ids('check').map((id) => ({ ...about(lab.check(id) as never), law: lab.check(id).law }));
    case 'examples':
      return examples.map(({ id, title, source }) => ({ id, title, source }));
  }
}

/** What an estimator's numbers may be taken for; nothing on other shelves. */
function standing({ bound, verifiedBy, calibrated }: Entry): string {
  if (verifiedBy === undefined) return '';
  const words = [
    bound === null ? 'estimate' : `${bound} bound`,
    verifiedBy === null ? 'unverified: no external case' : `verified by ${verifiedBy}`,
    calibrated ? 'error bar calibrated' : 'error bar not calibrated',
  ];
  return `      ${words.join('; ')}\n`;
}

function print(shelf: Shelf, found: readonly Entry[]): void {
  process.stdout.write(`${shelf}\n`);
  for (const entry of found) {
    const { id, title, source, defaults } = entry;
    const params = Object.entries(defaults ?? {}).map(
      ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    process.stdout.write(
      `  ${id}\n      ${title}\n${standing(entry)}      source: ${source}\n${params.length > 0 ? `      defaults: ${params.join(' ')}\n` : ''}`,
    );
  }
}
