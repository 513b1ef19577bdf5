import { SzilardError } from '@szilard/core';
import { toJson, trajectoryFile, writeAtomically } from '@szilard/report';
import { seedOf, wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { mustBeWritable, partialPath } from '../output-file.ts';
import { interruptible, progressOn } from '../progress.ts';
import { provenance } from '../provenance.ts';
import { collect } from '../simulated-ensemble.ts';
import { modelEnsemble } from '../simulated-model.ts';
import { isNetworkFile, networkEnsemble } from '../simulated-network.ts';
import { summaryColumns, summaryCsv } from '../summary-csv.ts';

export interface SimulateCommandOptions {
  readonly times?: string;
  readonly trajectories: string;
  readonly seed: string;
  readonly out?: string;
  readonly trajectoriesOut?: string;
  readonly case?: string;
  readonly maxFirings: string;
  readonly reservoir?: string;
  readonly param?: string[];
  readonly reservoirParam?: string[];
  readonly json?: boolean;
  readonly plugin?: string[];
}

/** Means and spreads of a model or of a network file over time. Interrupted or stopped by a fault it keeps what was finished. */
export async function simulate(subject: string, options: SimulateCommandOptions): Promise<number> {
  const trajectories = wholeNumber(options.trajectories, '--trajectories', 1, 50_000_000);
  const [seed, mostFirings] = [seedOf(options.seed), wholeNumber(options.maxFirings, '--max-firings', 1)];
  const isNetwork = isNetworkFile(subject);
  const { out, trajectoriesOut } = options;
  const input = isNetwork ? [subject] : [];
  if (out !== undefined) mustBeWritable(out, '--out', input);
  if (trajectoriesOut !== undefined) mustBeWritable(trajectoriesOut, '--trajectories-out', out === undefined ? input : [...input, out]);
  const ensemble = isNetwork
    ? networkEnsemble(subject, { ...options, trajectories, seed, mostFirings })
    : await modelEnsemble(subject, { ...options, trajectories, seed });
  const { name, times, columns, about } = ensemble;
  const single = trajectoriesOut === undefined ? undefined : trajectoryFile(trajectoriesOut, times, columns, '--trajectories-out');
  const signal = interruptible();
  const progress = process.stderr.isTTY ? progressOn(process.stderr) : undefined;
  progress?.start(name, trajectories);
  const begun = performance.now();
  const { result, fault } = await collect(ensemble, {
    signal,
    each: ({ first, n, frames }) => {
      single?.add({ trajectories: n, steps: times.length, dim: columns.length, data: frames }, first);
      progress?.at(first + n);
    },
  });
  progress?.done();

  const done = result.trajectories;
  const files: string[] = [];
  const keep = (path: string | undefined, write: (path: string) => void) => {
    if (path === undefined || done === 0) return;
    files.push(fault === undefined ? path : partialPath(path));
    write(files[files.length - 1]);
  };
  // Shown before it is written: a disk that fails in between loses no result.
  if (fault === undefined && options.json) {
    const made = { ...provenance(seed), ...about, trajectories: done };
    const told = {
      ...summaryColumns(result),
      trajectories: done,
      ...(result.firings > 0 ? { firings: result.firings } : {}),
      interrupted: done < trajectories,
    };
    process.stdout.write(`${toJson({ name, ...told, provenance: made })}\n`);
  } else if (fault === undefined && out === undefined && done > 0) process.stdout.write(summaryCsv(result));
  keep(trajectoriesOut, (path) => single!.finish(path));
  keep(out, (path) => writeAtomically(path, summaryCsv(result)));
  if (done === 0) single?.discard();
  if (fault !== undefined) throw toldWhatIsKept(fault, done, files);

  const kept = `${done} of ${counted(trajectories, 'trajectory', 'trajectories')}`;
  if (!options.json && files.length > 0) {
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `${name}: ${kept}, ${counted(times.length, 'time')}, ${counted(columns.length, 'column')}, ${seconds} s. Written: ${files.join(', ')}\n`,
    );
  }
  if (done === trajectories) return 0;
  const where =
    done === 0 ? 'nothing was finished' : `${kept} were finished and are ${files.length > 0 ? `in ${files.join(', ')}` : 'above'}`;
  process.stderr.write(`szilard: interrupted; ${where}\n`);
  return 130;
}

/** A fault, and where the trajectories before it are. They did not meet it: a biased selection, told so and kept apart. */
function toldWhatIsKept(fault: unknown, done: number, files: readonly string[]): unknown {
  if (!(fault instanceof SzilardError)) return fault;
  const told =
    files.length > 0
      ? `Kept: the ${done} trajectories before it, a biased selection, in ${files.join(', ')}.`
      : done > 0
        ? `Nothing was written; --out keeps what is finished.`
        : 'Nothing was written.';
  return new SzilardError(fault.code, `${fault.message} ${told}`, { cause: fault });
}
