// Dependencies point one way: docs/conventions.md, "Who may import whom".
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory()
      ? sources(path)
      : path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('.generated.')
        ? [path]
        : [];
  });
/** Static imports and re-exports, bare imports, dynamic imports. */
const imports = (path: string): string[] => {
  const text = readFileSync(join(root, path), 'utf8');
  const forms = [/^(?:import|export)\s[^;'"]*?from\s+'([^']+)'/gm, /^import\s+'([^']+)'/gm, /\bimport\(\s*'([^']+)'\s*\)/g];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, name]) => name));
};

/** Rooms of core and the rooms each may look into. */
const rooms: Record<string, string[]> = {
  contracts: [],
  arrays: ['contracts', 'errors.ts'],
  random: ['contracts', 'errors.ts'],
  numerics: ['contracts', 'errors.ts'],
  engine: ['contracts', 'arrays', 'random', 'numerics', 'errors.ts'],
  protocols: ['contracts', 'errors.ts'],
  exact: ['contracts', 'arrays', 'random', 'numerics', 'errors.ts'],
  functionals: ['contracts', 'arrays', 'random', 'numerics', 'engine', 'exact', 'errors.ts'],
  checks: ['contracts', 'arrays', 'random', 'numerics', 'engine', 'exact', 'errors.ts'],
  diagnostics: ['contracts', 'arrays', 'random', 'numerics', 'engine', 'exact', 'errors.ts'],
  compose: ['contracts', 'arrays', 'random', 'numerics', 'engine', 'exact', 'checks', 'functionals', 'diagnostics', 'errors.ts'],
  testing: ['contracts', 'arrays', 'random', 'numerics', 'engine', 'exact', 'checks', 'errors.ts'],
  'errors.ts': [],
};
const siblings = ['models', 'reservoirs', 'estimators'];
const packages: Record<string, string[]> = {
  core: [],
  models: ['core'],
  reservoirs: ['core'],
  estimators: ['core'],
  report: ['core'],
  runner: ['core'],
  examples: ['core', ...siblings, 'report'],
  cli: ['core', ...siblings, 'report', 'runner', 'examples'],
};
/** Which files may import a third party. */
const thirdParties: Record<string, RegExp> = {
  seedrandom: /^packages\/core\/src\/random\/stream\.ts$/,
  inversify: /^packages\/core\/src\/compose\//,
  'ml-matrix': /^packages\/((estimators|models)\/src|core\/src\/exact)\//,
  '@tensorflow/tfjs': /^packages\/models\/src\/ppm\/tensors\.ts$/,
  '@tensorflow/tfjs-backend-wasm': /^packages\/models\/src\/ppm\/tensors\.ts$/,
  '@tensorflow/tfjs-node': /^packages\/models\/src\/ppm\/tensors\.ts$/,
  '@tensorflow/tfjs-node-gpu': /^packages\/models\/src\/ppm\/tensors\.ts$/,
  vega: /^packages\/report\/src\//,
  'vega-lite': /^packages\/report\/src\//,
  piscina: /^packages\/runner\/src\//,
  hyparquet: /^packages\/cli\/src\/parquet\.ts$/,
  'hyparquet-compressors': /^packages\/cli\/src\/parquet\.ts$/,
  commander: /^packages\/cli\/src\//,
  'cli-progress': /^packages\/cli\/src\//,
};
/** Node's own modules: where files, processes and terminals are the business. */
const nodeModules =
  /^(packages\/(cli|report|runner)\/src\/|packages\/models\/src\/(digits\/|ppm\/tensors(-native|-measured)?\.ts)|examples\/src\/)/;

const files = [...Object.keys(packages)].flatMap((name) => sources(name === 'examples' ? 'examples/src' : `packages/${name}/src`));

test('there are sources to look at', () => expect(files.length).toBeGreaterThan(60));

test.each(files)('%s', (path) => {
  const [, owner] = path.startsWith('examples/') ? ['', 'examples'] : path.split('/');
  for (const name of imports(path)) {
    if (name.startsWith('.')) {
      expect(name, 'relative imports end in .ts').toMatch(/\.ts$/);
      if (owner !== 'core') continue;
      const room = (p: string) => relative('packages/core/src', p).split(sep)[0];
      const [from, to] = [room(path), room(join(dirname(path), name))];
      if (from === 'index.ts' || from === to) continue;
      // make.ts is the plain half of composition: the index offers it without the container.
      expect(rooms[from] ?? [], `${from} may not look into ${to}`).toContain(to);
    } else if (name.startsWith('@szilard/')) {
      expect(packages[owner], `${owner} may not import ${name}`).toContain(name.split('/')[1]);
    } else if (name.startsWith('node:')) {
      expect(path, `${name} is not for this file`).toMatch(nodeModules);
    } else {
      const party = Object.keys(thirdParties).find((key) => name === key || name.startsWith(`${key}/`));
      expect(party, `${name} is not an allowed third party`).toBeDefined();
      expect(path, `${name} is not for this file`).toMatch(thirdParties[party!]);
    }
  }
});
