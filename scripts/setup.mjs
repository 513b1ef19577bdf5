// Brings a fresh clone to a state that runs: the pinned pnpm, the locked dependencies, the compiled packages.
// Does what is out of date and nothing else. Needs Node and npm only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const { szilard, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Stop with one line; status 2 is bad input everywhere in this project. */
export function fail(message) {
  process.stderr.write(`szilard: ${message}\n`);
  process.exit(2);
}

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: false, ...options });
  if (result.error) fail(`could not start ${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/** Set-up speaks on standard error: standard output belongs to the command that follows. */
const aside = { stdio: ['ignore', 2, 2] };

const say = (text) => process.stderr.write(`szilard setup: ${text}\n`);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = engines.node.match(/\d+/g).map(Number);
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    fail(`this is Node ${process.versions.node}, expected ${engines.node}. Install a newer Node and run the same command again.`);
  }
}

/** The pinned pnpm, in a folder of this clone; nothing is installed globally. */
export function pnpmScript() {
  const home = join(cache, `pnpm-${szilard.pnpm}`);
  const manifest = join(home, 'node_modules', 'pnpm', 'package.json');
  if (!existsSync(manifest)) {
    say(`fetching pnpm ${szilard.pnpm}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--save-exact', `pnpm@${szilard.pnpm}`];
    const status = run(npm, args, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
    if (status !== 0 || !existsSync(manifest))
      fail(`npm could not fetch pnpm ${szilard.pnpm}. Is a package registry reachable? See the lines above.`);
  }
  return join(home, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
}

/** Run the pinned pnpm with these arguments; returns its exit status. */
export function pnpm(args) {
  return run(process.execPath, [pnpmScript(), ...args], aside);
}

function listFiles(folder, keep, found = []) {
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listFiles(path, keep, found);
    else if (keep(path)) found.push(path);
  }
  return found;
}

/** Content hash of files; order-independent of the file system. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Do `work` unless `paths` are as they were when it last succeeded and its products are still there. */
function once(name, paths, products, work) {
  const stamp = join(cache, `${name}.stamp`);
  const now = `${process.versions.modules} ${fingerprint(paths)}`;
  if (products.every((product) => existsSync(product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  work();
  mkdirSync(cache, { recursive: true });
  writeFileSync(stamp, now);
}

const workspace = () =>
  [
    'package.json',
    ...listFiles(join(root, 'packages'), (p) => p.endsWith('package.json')),
    ...listFiles(join(root, 'examples'), (p) => p.endsWith('package.json')),
  ].map((p) => (p.startsWith(root) ? p : join(root, p)));

function install() {
  const inputs = [...workspace(), join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')];
  once('install', inputs, [join(root, 'node_modules', '.bin')], () => {
    say('installing dependencies from the lockfile');
    if (pnpm(['install', '--frozen-lockfile', '--reporter=append-only']) !== 0) fail('pnpm install failed; its own lines above say why.');
  });
}

function build() {
  const isKernel = (p) => /[\\/]assembly[\\/][^\\/]+\.ts$/.test(p);
  const kernels = listFiles(join(root, 'packages'), isKernel);
  const bytes = [
    ['core', 'src', 'random', 'noise-bytes.generated.ts'],
    ['estimators', 'src', 'neighbours', 'neighbour-bytes.generated.ts'],
    ['models', 'src', 'ppm', 'dense', 'dense-bytes.generated.ts'],
    ['models', 'src', 'jump', 'jump-bytes.generated.ts'],
  ].map((path) => join(root, 'packages', ...path));
  once('assembly', [...kernels, join(root, 'scripts', 'assembly.mjs')], bytes, () => {
    say('compiling WebAssembly kernels');
    if (run(process.execPath, [join(root, 'scripts', 'assembly.mjs')], aside) !== 0)
      fail('the AssemblyScript compiler stopped; its own lines above say why.');
  });
  const isSource = (p) => /\.(ts|json|mjs)$/.test(p) && !p.includes('/test/');
  const sources = [
    ...listFiles(join(root, 'packages'), isSource),
    ...listFiles(join(root, 'examples'), isSource),
    join(root, 'tsconfig.base.json'),
    join(root, 'tsconfig.json'),
  ];
  const built = workspace()
    .map((manifest) => join(dirname(manifest), 'dist', 'index.js'))
    .slice(1);
  once('build', sources, built, () => {
    say('compiling packages');
    if (run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], aside) !== 0)
      fail('the TypeScript compiler found errors; see the lines above.');
  });
}

export function setup() {
  checkNode();
  install();
  build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  if (!statSync(join(root, 'node_modules')).isDirectory()) fail('set-up left no node_modules.');
}
