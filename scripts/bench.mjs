// `npm run bench`: moves per second of ours beside peers, interleaved on one core, best and median of the rounds.
// SZILARD_PEERS names a folder with further peers' programs (c/j1.c, j1.py); PEER_PYTHON a Python with NumPy and numba.
// `--write` puts the table into README.md between its bench marks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const rounds = 5;
const [N, T] = ['16384', '300'];
const python = process.env.PEER_PYTHON ?? 'python3';
const peers = process.env.SZILARD_PEERS;
const built = join(root, '.cache', 'peers');
const absent = [];
mkdirSync(built, { recursive: true });

const version = (command, args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : null;
};
function compiled(name, source, flags = []) {
  if (!existsSync(source)) return absent.push(`${name}: no source at hand`) && null;
  const target = join(built, name);
  const { status, stderr, error } = spawnSync('cc', ['-O3', '-march=native', ...flags, source, '-o', target, '-lm'], { encoding: 'utf8' });
  if (error || status !== 0) return absent.push(`${name}: ${(error?.message ?? stderr).split('\n')[0]}`) && null;
  return target;
}
const has = (module) => version(python, ['-c', `import ${module}; print(${module}.__version__)`]);
const versions = { Node: process.version, cc: version('cc', ['--version']), NumPy: has('numpy'), numba: has('numba') };

const jobs = { 'dragged-trap': [], 'double-well': [] };
for (const job of Object.keys(jobs)) jobs[job].push([process.execPath, join(root, 'bench', 'ours.mjs'), job, N, T, '3']);
const trap = compiled('dragged_trap', join(root, 'bench', 'peers', 'dragged_trap.c'));
if (trap) jobs['dragged-trap'].push([trap, N, T, '2']);
for (const name of ['numpy', 'numba']) {
  if (!has(name)) {
    absent.push(`${name}: not installed for ${python}`);
    continue;
  }
  jobs['dragged-trap'].push([python, join(root, 'bench', 'peers', 'dragged_trap.py'), name, N, T, '2']);
  for (const variant of name === 'numba' ? ['numba', 'numba_block'] : [name]) {
    if (peers) jobs['double-well'].push([python, join(peers, 'j1.py'), '--impl', variant, '--n', N, '--T', T, '--reps', '2']);
  }
}
if (!peers) absent.push('the double well peers: SZILARD_PEERS is not set');
else {
  const well = compiled('j1', join(peers, 'c', 'j1.c'), ['-DVB=64']);
  if (well) jobs['double-well'].push([well, N, T, '2']);
}

const pinned = version('taskset', ['-V']) ? ['taskset', '-c', '0'] : [];
const rates = new Map();
for (let round = 0; round < rounds; round++) {
  for (const [job, commands] of Object.entries(jobs)) {
    for (const command of commands) {
      const [program, ...args] = [...pinned, ...command];
      const { stdout, status, stderr } = spawnSync(program, args, {
        encoding: 'utf8',
        cwd: peers && command.some((part) => part.startsWith(peers)) ? peers : root,
      });
      if (status !== 0) absent.push(`${command.join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`);
      for (const text of stdout.split('\n').filter((line) => line.startsWith('{'))) {
        const { impl, rate } = JSON.parse(text);
        if (impl.includes('mala')) continue;
        const key = `${job}\0${impl}`;
        rates.set(key, [...(rates.get(key) ?? []), rate]);
      }
      process.stderr.write(`round ${round + 1} of ${rounds}: ${job}\r`);
    }
  }
}

const names = {
  'c-vb64-scalar-ziggurat-naive': 'plain C, ziggurat',
  'c-vb64-ziggurat-autovec-blocked256': 'C, blocked, vectorised by the compiler',
  'c-vb64-simd-blocked256-f32noise': 'C, hand-written AVX-512 (the limit of the hardware)',
  'py-numpy': 'NumPy, in place and blocked',
  'py-numba_block': 'numba, blocked',
  'py-numba': 'numba, scalar loop',
  numpy: 'NumPy, blocked',
  numba: 'numba, scalar loop',
};
const shown = (impl) => impl.startsWith('Szilard') || impl in names || !impl.startsWith('c-vb');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ours = (job) => rates.get(`${job}\0Szilard, simulate()`);
const lines = ['| system | program | best, 10⁶ moves/s | median | Szilard is, best to best |', '|---|---|---:|---:|---:|'];
for (const [key, values] of [...rates]
  .filter(([key]) => shown(key.split('\0')[1]))
  .sort(([a, x], [b, y]) => a.split('\0')[0].localeCompare(b.split('\0')[0]) || Math.max(...y) - Math.max(...x))) {
  const [job, impl] = key.split('\0');
  const ratio = Math.max(...ours(job)) / Math.max(...values);
  lines.push(
    `| ${job} | ${names[impl] ?? impl} | ${(Math.max(...values) / 1e6).toFixed(0)} | ${(median(values) / 1e6).toFixed(0)} | ${impl.startsWith('Szilard') ? '' : `${ratio.toFixed(2)} ×`} |`,
  );
}
const machine = `${cpus()[0].model.trim()}, one core; ${Object.entries(versions)
  .filter(([, v]) => v)
  .map(([k, v]) => `${k} ${v.replace(/^v|^cc /, '')}`)
  .join(
    ', ',
  )}. ${rounds} interleaved rounds of ${N} trajectories × ${T} moves with work, heat and log-ratio booked at every move; ours books the energy at both ends of it as well, the peers of the double well carry the force along instead.`;
const table = `${lines.join('\n')}\n\n${machine}\n`;
process.stdout.write(`\n${table}`);
for (const line of new Set(absent)) process.stdout.write(`absent: ${line}\n`);
writeFileSync(
  join(root, 'bench', 'results.json'),
  `${JSON.stringify({ versions, machine, rates: Object.fromEntries([...rates].map(([k, v]) => [k.replace('\0', ' / '), v])) }, null, 2)}\n`,
);
if (process.argv.includes('--write')) {
  const readme = join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  const next = text.replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, `<!-- bench -->\n${table}<!-- /bench -->`);
  if (next === text && !text.includes(table)) process.stderr.write('README.md has no bench marks\n');
  writeFileSync(readme, next);
}
