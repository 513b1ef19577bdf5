import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The packages in a folder outside the repository, as an installation puts them there. */
export function linkPackages(folder: string): void {
  const scope = join(folder, 'node_modules', '@szilard');
  mkdirSync(scope, { recursive: true });
  for (const name of ['core', 'models', 'reservoirs', 'estimators', 'report']) symlinkSync(join(root, 'packages', name), join(scope, name));
}
