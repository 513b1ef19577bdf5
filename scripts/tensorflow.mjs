// `npm run tensorflow [-- --cuda] [-- --wheel FILE]`: builds the addon of tfjs-node against the TensorFlow library in a wheel
// from a Python package index, into .cache/tensorflow. Nothing of it is needed to install, run or test the rest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, root, run } from './setup.mjs';

/** Versions that were built and run together; the addon uses TensorFlow's C interface only. */
const versions = { tfjs: '4.22.0', headers: '1.9.0', tensorflow: '2.21.0' };
const home = join(root, '.cache', 'tensorflow');
const modules = join(home, 'node_modules');

const { values } = options();
const name = values.cuda ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';

if (process.platform !== 'linux') fail(`[tensorflow] expected Linux, got ${process.platform}. Use the wasm backend, which needs no build.`);
const architecture = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
if (!architecture) fail(`[tensorflow] expected x64 or arm64, got ${process.arch}. Use the wasm backend, which needs no build.`);
for (const [command, flag, what] of [
  ['g++', '--version', 'a C++ compiler'],
  ['python3', '--version', 'Python, which fetches and unpacks the wheel'],
]) {
  if (spawnSync(command, [flag], { stdio: 'ignore' }).status !== 0)
    fail(`[tensorflow] expected ${command} (${what}), found none. Install it.`);
}

if (values.wheel && !existsSync(values.wheel)) fail(`[--wheel] expected a file, got ${values.wheel}, which is none.`);

say(`fetching ${name} ${versions.tfjs}, without its install script`);
mkdirSync(home, { recursive: true });
writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
const packages = [`${name}@${versions.tfjs}`, `node-api-headers@${versions.headers}`];
must(
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--no-save', ...packages], { cwd: home }),
  'npm could not fetch it; see the lines above',
);

const library = join(home, 'wheel');
if (!existsSync(join(library, 'tensorflow')) || values.wheel) {
  const wheel = values.wheel ? resolve(values.wheel) : fetched();
  say('unpacking the wheel');
  rmSync(library, { recursive: true, force: true });
  must(run('python3', ['-m', 'zipfile', '-e', wheel, library]), 'the wheel could not be unpacked');
  rmSync(join(home, 'download'), { recursive: true, force: true });
}
const tensorflow = join(library, 'tensorflow');

say('compiling the addon');
const binding = join(modules, ...name.split('/'), 'binding');
const out = join(modules, ...name.split('/'), 'lib', 'napi-v8');
mkdirSync(out, { recursive: true });
must(
  run('g++', [
    ...['-O2', '-shared', '-fPIC', '-std=c++17', '-DNAPI_VERSION=8'],
    ...[`-I${join(modules, 'node-api-headers', 'include')}`, `-I${join(tensorflow, 'include')}`],
    ...readdirSync(binding)
      .filter((file) => file.endsWith('.cc'))
      .map((file) => join(binding, file)),
    ...[`-L${tensorflow}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', `-Wl,-rpath,${tensorflow}`],
    ...['-o', join(out, 'tfjs_binding.node')],
  ]),
  'the compiler stopped; see the lines above',
);

say(`built. Tests in this clone use it from now on; elsewhere: export SZILARD_TENSORFLOW=${home}`);

/** The wheel's path; pip looks for the platform's file, whatever Python runs here. */
function fetched() {
  const wanted = values.cuda ? 'tensorflow' : 'tensorflow-cpu';
  const into = join(home, 'download');
  say(`fetching ${wanted} ${versions.tensorflow} from the Python package index, about 270 MB (CUDA: 650 MB)`);
  rmSync(into, { recursive: true, force: true });
  const platform = ['--only-binary=:all:', '--python-version', '3.11', '--platform', `manylinux_2_27_${architecture}`];
  must(
    run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', ...platform, '--dest', into, `${wanted}==${versions.tensorflow}`]),
    'pip could not fetch the wheel; bring one with --wheel FILE',
  );
  return join(into, readdirSync(into).find((file) => file.endsWith('.whl')) ?? 'none');
}

function options() {
  try {
    // pnpm hands a leading -- on, npm does not.
    const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2);
    return parseArgs({ args, options: { cuda: { type: 'boolean', default: false }, wheel: { type: 'string' } } });
  } catch (error) {
    return fail(`[tensorflow] expected --cuda or --wheel FILE, got: ${error.message.split('. ')[0]}.`);
  }
}

function must(status, otherwise) {
  if (status !== 0) fail(`[tensorflow] ${otherwise}.`);
}

function say(text) {
  process.stderr.write(`szilard tensorflow: ${text}\n`);
}
