import { SzilardError } from '@szilard/core';
import { benchmarkMarkdown, type Gates, isAccurate, toJson, writeAtomically } from '@szilard/report';
import { contractOf } from '../contract.ts';
import { progressOn } from '../progress.ts';
import { provenance } from '../provenance.ts';
import { type BenchmarkOptions, interruption, planOf, rowsOf } from './benchmark-plan.ts';
import { benchmarkCoverage } from './coverage.ts';

/** Every estimator on every task with an exact truth; an interrupt keeps the rows that are done. */
export async function benchmark(what: string, options: BenchmarkOptions): Promise<number> {
  if (what === 'coverage') return benchmarkCoverage(options);
  if (what !== 'estimators') throw new SzilardError('unknown-id', `[benchmark] expected estimators or coverage, got "${what}".`);
  const plan = await planOf(options, { sizes: '100,1000,10000', seeds: '10' });
  const { lab, subjects, signal } = plan;
  const found = await rowsOf(plan);
  const { rows } = found;
  let { stopped } = found;
  const progress = progressOn(process.stderr);
  const gates: Gates[] = [];
  if (process.stderr.isTTY) progress.start('promises of the contract', subjects.length);
  for (const [done, id] of subjects.entries()) {
    if (process.stderr.isTTY) progress.at(done);
    const own = rows.filter((row) => row.estimator === id && row.refused === undefined);
    gates.push({
      estimator: id,
      implementation: lab.estimator(id).verifiedBy ?? null,
      accuracy: [own.filter(isAccurate).length, own.length],
      contract: stopped
        ? [0, 0, []]
        : await contractOf(lab, id, signal).catch((error) => {
            stopped = interruption(error);
            return [0, 0, []] as const;
          }),
    });
  }
  if (process.stderr.isTTY) progress.done();
  const document = toJson({ provenance: provenance(`1-${plan.seeds.length}`), gates, rows });
  const markdown = benchmarkMarkdown(rows, gates);
  if (options.out !== undefined) writeAtomically(options.out, plan.kind === '.json' ? `${document}\n` : markdown);
  process.stdout.write(options.json ? `${document}\n` : options.out === undefined ? markdown : '');
  for (const { estimator, contract } of gates) for (const line of contract[2]) process.stderr.write(`szilard: ${estimator}: ${line}\n`);
  if (stopped) throw stopped;
  return gates.some(({ contract }) => contract[0] < contract[1]) ? 1 : 0;
}
