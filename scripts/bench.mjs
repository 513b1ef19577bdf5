// `npm run bench`: ours beside peers, interleaved on one core; best and median of the rounds. One file of bench/jobs per job, of the shape
// told in bench/job.d.ts; `npm run bench -- langevin` runs one of them, the results of the others stay.
// SZILARD_PEERS names a folder with peers' programs; PEER_PYTHON a Python with their libraries.
// `--write` puts the tables into README.md between its bench marks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { fail, root, setup } from './setup.mjs';

setup();
const rounds = 5;
const python = process.env.PEER_PYTHON ?? 'python3';
const made = join(root, '.cache', 'peers');
const record = join(root, 'bench', 'results.json');
const absent = new Set();
/** Of what the job at hand uses. */
const versions = new Map();
mkdirSync(made, { recursive: true });

const version = (command, args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : null;
};

/** @type {import('../bench/job.d.ts').Workshop} */
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
  compiled(source, flags = []) {
    const target = join(made, basename(source, '.c'));
    const { status, stderr, error } = spawnSync('cc', ['-O3', '-march=native', ...flags, source, '-o', target, '-lm'], {
      encoding: 'utf8',
    });
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

const pinned = version('taskset', ['-V']) ? ['taskset', '-c', '0'] : [];
/** One turn of a program; adds its rates to those of earlier rounds. */
function turn({ on, command, env, shown }, rates) {
  const [program, ...args] = [...pinned, ...command];
  const { stdout, status, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: root, env: { ...process.env, ...env } });
  if (status !== 0) absent.add(`${command.join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`);
  for (const text of stdout.split('\n').filter((line) => line.startsWith('{'))) {
    const { impl, rate } = JSON.parse(text);
    const known = rates.find((row) => row.on === on && row.impl === impl);
    if (known) known.rates.push(rate);
    else rates.push({ on, impl, name: shown[impl] ?? null, rates: [rate] });
  }
}

function measure(name, { title, unit, scale, note, programs }) {
  versions.clear();
  versions.set('Node', process.version.slice(1));
  const all = programs(workshop);
  const rows = [];
  for (let round = 1; round <= rounds; round++) {
    for (const program of all) {
      process.stderr.write(`${name}, round ${round} of ${rounds}: ${program.on}\x1b[K\r`);
      turn(program, rows);
    }
  }
  const used = [...versions].map((pair) => pair.join(' ')).join(', ');
  return { title, unit, scale, note, machine: `${cpus()[0].model.trim()}, one core; ${used}; ${rounds} interleaved rounds.`, rows };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const isOurs = ({ name }) => name.startsWith('Szilard');
function tableOf({ title, unit, scale, note, machine, rows }) {
  const digits = (rate) => (rate / scale < 10 ? (rate / scale).toPrecision(2) : (rate / scale).toFixed(0));
  const lines = [`**${title}**`, '', `| case | program | best, ${unit} | median | Szilard is, best to best |`, '|---|---|---:|---:|---:|'];
  const shown = rows.filter(({ name }) => name !== null);
  for (const on of new Set(shown.map((row) => row.on))) {
    const beside = shown.filter((row) => row.on === on).sort((a, b) => Math.max(...b.rates) - Math.max(...a.rates));
    const ours = Math.max(...beside.find(isOurs).rates);
    for (const row of beside) {
      const best = Math.max(...row.rates);
      const ratio = isOurs(row) ? '' : `${(ours / best).toFixed(2)} ×`;
      lines.push(`| ${on} | ${row.name} | ${digits(best)} | ${digits(median(row.rates))} | ${ratio} |`);
    }
  }
  return `${lines.join('\n')}\n\n${note} ${machine}\n`;
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = readdirSync(join(root, 'bench', 'jobs')).filter((file) => file.endsWith('.mjs'));
const names = files.map((file) => basename(file, '.mjs')).sort();
const unknown = asked.find((name) => !names.includes(name));
if (unknown) fail(`no job "${unknown}". Known: ${names.join(', ')}.`);

const before = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
const jobs = {};
for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) {
    if (before[name]) jobs[name] = before[name];
    continue;
  }
  const { default: job } = await import(`../bench/jobs/${name}.mjs`);
  jobs[name] = measure(name, job);
}
const tables = Object.values(jobs).map(tableOf).join('\n');
process.stdout.write(`\n${tables}`);
for (const line of absent) process.stdout.write(`absent: ${line}\n`);
writeFileSync(record, `${JSON.stringify(jobs, null, 2)}\n`);
if (process.argv.includes('--write')) {
  const readme = join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  const next = text.replace(/<!-- bench -->[\s\S]*<!-- \/bench -->/, `<!-- bench -->\n${tables}<!-- /bench -->`);
  if (next === text && !text.includes(tables)) process.stderr.write('README.md has no bench marks\n');
  writeFileSync(readme, next);
}
