import { coverageVerdict, isCalibrated } from '@szilard/core/compose';
import { coverageReport, toJson, writeAtomically } from '@szilard/report';
import { provenance } from '../provenance.ts';
import { type BenchmarkOptions, planOf, rowsOf } from './benchmark-plan.ts';

/**
 * How often every estimator's error bars hold the truth of every task of its kind; 1 where what it claims of them is not what was
 * measured. Of some tasks only a claim that fails on them can be seen.
 */
export async function benchmarkCoverage(options: BenchmarkOptions): Promise<number> {
  const plan = await planOf(options, { sizes: '1000', seeds: '200' });
  const { rows, stopped } = await rowsOf(plan);
  const lines = rows.map((row) => ({ ...row, verdict: coverageVerdict(row) }));
  const claims = plan.subjects.map((id) => ({ estimator: id, calibrated: plan.lab.estimator(id).calibrated }));
  const document = toJson({ provenance: provenance(`1-${plan.seeds.length}`), claims, rows: lines });
  const markdown = coverageReport(lines, claims);
  if (options.out !== undefined) writeAtomically(options.out, plan.kind === '.json' ? `${document}\n` : markdown);
  process.stdout.write(options.json ? `${document}\n` : options.out === undefined ? markdown : '');
  if (stopped) throw stopped;
  const wrong = claims.filter(({ estimator, calibrated }) => {
    const measured = isCalibrated(rows.filter((row) => row.estimator === estimator));
    return measured !== undefined && measured !== calibrated && (calibrated || plan.tasks === undefined);
  });
  for (const { estimator, calibrated } of wrong)
    process.stderr.write(`szilard: ${estimator}: says that its error bar is ${calibrated ? '' : 'not '}calibrated; measured otherwise\n`);
  return wrong.length > 0 ? 1 : 0;
}
