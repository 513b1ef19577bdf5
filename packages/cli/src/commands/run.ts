import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nearest, SzilardError } from '@szilard/core';
import { type Example, type ExampleTasks, examples, runExamples } from '@szilard/examples';
import { comparisonTable, reportHtml, type SuiteResult, toJson, verdictTable, writeAtomically } from '@szilard/report';
import { taskThreads } from '@szilard/runner';
import { labWith, seedOf, wholeNumber } from '../arguments.ts';
import { checkpoints } from '../checkpoints.ts';
import { interruptible, progressOn } from '../progress.ts';
import { provenance, tensorReport } from '../provenance.ts';

export interface RunOptions {
  readonly quick?: boolean;
  readonly seed: string;
  readonly out: string;
  readonly workers: string;
  readonly resume?: boolean;
  readonly json?: boolean;
  readonly plugin?: string[];
}

/** The example suite. Exit status 1 where a model breaks its own claims, 130 where it was interrupted. */
export async function run(ids: readonly string[], options: RunOptions): Promise<number> {
  const chosen = ids.length === 0 ? examples : ids.map(find);
  const seed = seedOf(options.seed);
  if (!existsSync(options.out) || !statSync(options.out).isDirectory())
    throw new SzilardError('input', `[--out] expected a folder, got ${options.out}, which is none. Make it first.`);
  for (const name of ['results.json', 'report.html']) mustBeWritable(options.out, name);
  const workers = wholeNumber(options.workers, '--workers', 1, 64);
  const lab = await labWith(options.plugin);
  const kept = checkpoints(join(options.out, '.szilard-checkpoints'), options.resume ?? false);
  // Threads come into being with the first task; one of their own leaves this one free for an interrupt.
  let threads: ReturnType<typeof taskThreads> | undefined;
  const tasks: ExampleTasks = (...work) => (threads ??= taskThreads({ workers })).run(...work);
  const { results, interrupted, error } = await runExamples(chosen, {
    lab,
    seed,
    quick: options.quick ?? false,
    suite: ids.length === 0,
    progress: progressOn(process.stderr),
    signal: interruptible(),
    tasks,
    checkpoints: kept.of,
  }).finally(() => threads?.close());
  // What was resolved was used: a service comes into being only when a plugin or an example asks for it.
  const tensors = lab.resolved('tensors') ? await lab.service('tensors') : undefined;
  const digits = lab.resolved('digits') ? await lab.service('digits') : undefined;
  const made = provenance(seed, {
    ...(tensors ? { tensors: tensorReport(tensors) } : {}),
    ...(digits ? { digits: digits.source } : {}),
    arguments: ['run', ...ids, ...(options.quick ? ['--quick'] : [])],
  });
  const broken = results.flatMap((result) => result.broken);
  const suite: SuiteResult = { provenance: made, examples: results, broken, interrupted };
  const json = toJson(suite);
  // Bad input at the very start leaves what an earlier run wrote.
  if (error !== undefined && results.length === 0) throw error;
  const page = await reportHtml(suite);
  // Shown before it is written: a disk that fails in between loses no result.
  if (options.json) process.stdout.write(`${json}\n`);
  else print(suite, options.out, error === undefined && !interrupted);
  writeAtomically(join(options.out, 'results.json'), `${json}\n`);
  writeAtomically(join(options.out, 'report.html'), page);
  if (error !== undefined) throw error;
  if (interrupted) {
    process.stderr.write('szilard: interrupted; what was finished is in the table, results.json and report.html\n');
    const again = ['run', ...ids, ...(options.quick ? ['--quick'] : []), '--seed', seed, '--workers', workers, '--out', options.out];
    if (kept.left() > 0) process.stderr.write(`szilard: to go on from there: szilard ${again.join(' ')} --resume\n`);
  }
  return interrupted ? 130 : broken.length > 0 ? 1 : 0;
}

/** Told before the work, not after it. */
function mustBeWritable(folder: string, name: string): void {
  const path = join(folder, name);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new SzilardError('input', `[--out] ${path}: expected a file to write or replace, got a folder. Move it away.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new SzilardError(
      'input',
      `[--out] ${folder}: expected a folder to write into, got one that refuses (${(cause as Error).message}). Name another.`,
      { cause },
    );
  }
}

function find(id: string): Example {
  const example = examples.find((candidate) => candidate.id === id);
  if (example) return example;
  const known = examples.map((candidate) => candidate.id);
  const near = nearest(id, known);
  throw new SzilardError('unknown-id', `No example "${id}". Known: ${known.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`);
}

function print({ examples: results, broken, provenance: made }: SuiteResult, out: string, whole: boolean): void {
  const color = process.stdout.isTTY;
  const line = (text = '') => process.stdout.write(`${text}\n`);
  for (const { title, systems, comparisons, notes } of results) {
    line(`\n${title}\n`);
    if (systems.length > 0) line(verdictTable(systems, { color }));
    if (comparisons.length > 0) line(comparisonTable(comparisons, { color }));
    for (const note of notes) line(`  ${note}`);
  }
  line(
    `\nseed ${made.seed}, Szilard ${made.szilard}, Node ${made.node}, noise ${made.noise}${made.tensors ? `, tensors ${made.tensors.backend}` : ''}${made.digits ? `, digits: ${made.digits}` : ''}`,
  );
  for (const entry of made.tensors?.report ?? []) line(`  ${entry}`);
  if (!whole) line('Stopped before the end.');
  line(broken.length === 0 ? (whole ? 'Every model meets its own claims.' : 'No claim broken so far.') : `${broken.length} claims broken:`);
  for (const text of broken) line(`  ${text}`);
  line(`Report: ${join(out, 'report.html')}   Data: ${join(out, 'results.json')}`);
}
