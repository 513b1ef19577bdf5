import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';

/**
 * The exports of tfjs-node or tfjs-node-gpu. These packages register their kernels before they notice that their addon is
 * missing, and would be in the way of the next: so the addon is looked for and loaded first.
 */
export function loadNative(name: string): unknown {
  const require = createRequire(import.meta.url);
  const folder = folderOf(name, require);
  const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  if (!existsSync(addon)) throw new Error('installed, but without its native addon: its install script did not run');
  return withLogLevel('2', () => {
    require(addon);
    // tfjs-node calls two functions that Node 23 removed.
    const old = util as unknown as Record<string, unknown>;
    old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
    old.isArray ??= Array.isArray;
    return require(folder);
  });
}

/** Beside this package, or in the folder SZILARD_TENSORFLOW, where `npm run tensorflow` builds it. */
function folderOf(name: string, require: NodeJS.Require): string {
  const built = process.env.SZILARD_TENSORFLOW;
  if (built && existsSync(join(built, 'node_modules', name, 'package.json'))) return join(built, 'node_modules', name);
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch (cause) {
    throw new Error('not installed', { cause });
  }
}

/** The native library reads once, as it comes up, how much it may write to stderr. */
function withLogLevel<T>(level: string, load: () => T): T {
  const before = process.env.TF_CPP_MIN_LOG_LEVEL;
  process.env.TF_CPP_MIN_LOG_LEVEL = before ?? level;
  try {
    return load();
  } finally {
    if (before === undefined) delete process.env.TF_CPP_MIN_LOG_LEVEL;
  }
}
