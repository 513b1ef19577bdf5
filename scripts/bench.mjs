// `npm run bench`: ours beside peers, interleaved, on one core; best and median of the rounds. One file of bench/jobs per job, of the shape
// told in bench/job.d.ts; `npm run bench -- langevin` runs one of them, the results of the others stay.
// SZILARD_PEERS names a folder with peers' programs; PEER_PYTHON a Python with their libraries.
// Writes bench/results.json and bench/results.md. `--against FILE` shows what moved since another results.json; `--write` puts the tables
// into docs/speed.md and a summary into README.md, between their bench marks.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { changesOf, summaryOf, tableOf } from '../bench/tables.mjs';
import { openWorkshop } from '../bench/workshop.mjs';
import { fail, root, setup } from './setup.mjs';

const files = readdirSync(join(root, 'bench', 'jobs')).filter((file) => file.endsWith('.mjs'));
const names = files.map((file) => basename(file, '.mjs')).sort();
const { asked, against, write, rounds } = commandLine();
const before = against === undefined ? null : resultsOf(against);
setup();

const record = join(root, 'bench', 'results.json');
const { workshop, absent, versions, turn } = openWorkshop(root, process.env.PEER_PYTHON ?? 'python3');

function commandLine() {
  const options = { against: { type: 'string' }, write: { type: 'boolean' }, rounds: { type: 'string', default: '5' } };
  let read;
  try {
    read = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    fail(`${error.message.split('. ')[0]}. Usage: npm run bench -- [JOB …] [--rounds N] [--against results.json] [--write]`);
  }
  const unknown = read.positionals.find((name) => !names.includes(name));
  if (unknown) fail(`no job "${unknown}". Known: ${names.join(', ')}.`);
  if (!/^[1-9]\d{0,3}$/.test(read.values.rounds)) fail(`--rounds: expected a whole number from 1 to 9999, got "${read.values.rounds}".`);
  return { ...read.values, asked: read.positionals, rounds: Number(read.values.rounds) };
}

function resultsOf(path) {
  if (!existsSync(path)) fail(`--against ${path}: expected a results.json of an earlier run, got no file.`);
  try {
    const read = JSON.parse(readFileSync(path, 'utf8'));
    for (const { rows } of Object.values(read)) for (const { rates } of rows) Math.max(...rates);
    return read;
  } catch {
    return fail(`--against ${path}: expected a results.json of an earlier run, got something else.`);
  }
}

function measure(name, { programs, ...job }) {
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
  process.stderr.write('\x1b[K');
  const used = [...versions].map((pair) => pair.join(' ')).join(', ');
  const cores = Math.max(1, ...all.map((program) => program.cores ?? 1));
  const where = `${cpus()[0].model.trim()}, ${cores === 1 ? 'one core' : `${cores} cores`}`;
  return { ...job, machine: `${where}; ${used}; ${rounds} interleaved rounds.`, rows };
}

/** Between the bench marks of a document. */
function fill(document, text) {
  const path = join(root, document);
  const old = readFileSync(path, 'utf8');
  const marks = /<!-- bench -->[\s\S]*<!-- \/bench -->/;
  if (!marks.test(old)) fail(`${document} has no bench marks.`);
  writeFileSync(
    path,
    old.replace(marks, () => `<!-- bench -->\n${text}<!-- /bench -->`),
  );
}

const earlier = existsSync(record) ? resultsOf(record) : {};
const jobs = {};
const measured = {};
for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) {
    if (earlier[name]) jobs[name] = earlier[name];
    continue;
  }
  const { default: job } = await import(`../bench/jobs/${name}.mjs`);
  jobs[name] = measured[name] = measure(name, job);
  // What is measured is kept, should a later job fail or be interrupted.
  writeFileSync(record, `${JSON.stringify({ ...earlier, ...jobs }, null, 2)}\n`);
}
const tables = Object.values(jobs).map(tableOf).join('\n');
writeFileSync(join(root, 'bench', 'results.md'), `# Ours beside peers\n\n${tables}`);
process.stdout.write(`\n${Object.values(measured).map(tableOf).join('\n')}`);
if (before) process.stdout.write(`\nSince ${against}:\n\n${changesOf(measured, before)}`);
for (const line of absent) process.stdout.write(`absent: ${line}\n`);
if (write) {
  fill('README.md', summaryOf(Object.values(jobs)));
  fill(join('docs', 'speed.md'), tables);
}
