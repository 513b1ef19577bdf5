// What a job needs to build and run its programs, and which peers were not to be had.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const version = (command, args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : null;
};

/** A workshop, what was absent so far, and the versions that a job used. */
export function openWorkshop(root, python) {
  const made = join(root, '.cache', 'peers');
  mkdirSync(made, { recursive: true });
  const absent = new Set();
  const versions = new Map();
  /** @type {import('./job.d.ts').Workshop} */
  const workshop = {
    root,
    made,
    python,
    has(module) {
      const found = versions.get(module) ?? version(python, ['-c', `import ${module}; print(${module}.__version__)`]);
      if (found) versions.set(module, found);
      else absent.add(`${module}: not installed for ${python}`);
      return found !== null;
    },
    compiled(source, flags = [], name = basename(source, '.c')) {
      const target = join(made, name);
      const args = ['-O3', '-march=native', ...flags, source, '-o', target, '-lm'];
      const { status, stderr, error } = spawnSync('cc', args, { encoding: 'utf8' });
      if (error || status !== 0) absent.add(`${basename(source)}: ${(error?.message ?? stderr).split('\n')[0]}`);
      else versions.set('cc', version('cc', ['--version']).replace(/^cc /, ''));
      return error || status !== 0 ? null : target;
    },
    peer(path) {
      const folder = process.env.SZILARD_PEERS;
      const file = join(folder ?? '', path);
      if (folder && existsSync(file)) return file;
      absent.add(folder ? `${path}: not in SZILARD_PEERS` : `${path}: SZILARD_PEERS is not set`);
      return null;
    },
  };
  const pinned = version('taskset', ['-V']) !== null;

  /** One turn of a program; adds its rates to those of earlier rounds. */
  function turn({ on, command, env, shown, cores = 1 }, rates) {
    const where = pinned ? ['taskset', '-c', cores === 1 ? '0' : `0-${cores - 1}`] : [];
    const [program, ...args] = [...where, ...command];
    const { stdout, status, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      cwd: root,
      env: { OMP_NUM_THREADS: '1', ...process.env, ...env },
    });
    if (status !== 0) absent.add(`${command.map((word) => basename(word)).join(' ')} failed: ${stderr?.trim().split('\n').at(-1)}`);
    for (const text of (stdout ?? '').split('\n').filter((line) => line.startsWith('{'))) {
      const { impl, rate } = JSON.parse(text);
      const known = rates.find((row) => row.on === on && row.impl === impl);
      if (known) known.rates.push(rate);
      else rates.push({ on, impl, name: shown[impl] ?? null, rates: [rate] });
    }
  }
  return { workshop, absent, versions, turn };
}
