import { quantities } from '@szilard/estimators';
import { Command, CommanderError } from 'commander';
import { spreadPairs } from './arguments.ts';
import { account } from './commands/account.ts';
import { benchmark } from './commands/benchmark.ts';
import { check } from './commands/check.ts';
import { compare } from './commands/compare.ts';
import { diagnose } from './commands/diagnose.ts';
import { estimate } from './commands/estimate.ts';
import { list } from './commands/list.ts';
import { run } from './commands/run.ts';
import { simulate } from './commands/simulate.ts';
import { version } from './provenance.ts';

const RESERVOIR = 'id of a reservoir; without, the first that the model’s claims name, ideal for most';
const FILE = 'CSV (comma or blank separated, header or not, # and % comments), .npy or Parquet';
/** Every part that some quantity has, once; what it is, in the words of the first. */
const roleNames = new Map(quantities.flatMap(({ roles }) => roles.map(({ name, about }) => [name, about] as const)).reverse());

/** Parse and carry out; returns the exit status. */
export async function program(args: readonly string[]): Promise<number> {
  let status = 0;
  const szilard = new Command('szilard')
    .description('Stochastic thermodynamics of learning: which laws hold, what was learned, what was dissipated.')
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        const line = text
          .replace(/^error: /, '')
          .replace(/\s*\n\s*/g, ' ')
          .trim();
        write(`szilard: ${line.replace(/[^.?]$/, '$&.')} See szilard --help.\n`);
      },
    });
  const end = (work: Promise<number> | number) => Promise.resolve(work).then((code) => void (status = code));
  const common = (command: Command) =>
    command
      .option('--plugin <file...>', 'modules of your own: each exports a ContainerModule, or an array of them, as default')
      .option('--debug', 'show where an error came from')
      .exitOverride();

  common(szilard.command('list'))
    .argument('[kind]', 'models, reservoirs, quantities, estimators, checks or examples; all without')
    .description('ids, one line each, sources and defaults')
    .option('--json', 'one JSON document on standard output')
    .action((kind, options) => end(list(kind, options)));

  common(szilard.command('run'))
    .argument('[example...]', 'ids of examples; all without')
    .description('run the example suite; write report.html and results.json')
    .option('--quick', 'a fifth of the trajectories')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--workers <n>', 'threads for examples that run in pieces; the numbers are the same for any', '1')
    .option('--resume', 'go on from the finished pieces of an interrupted run')
    .option('--out <folder>', 'where report.html and results.json go', '.')
    .option('--json', 'one JSON document on standard output')
    .action((examples, options) => end(run(examples, options)));

  common(szilard.command('check'))
    .argument('<model>', 'id of a model')
    .description('run a model forward and reversed, and hold it to the laws and to its own claims')
    .option('--reservoir <id>', RESERVOIR)
    .option('--param <k=v...>', 'parameters of the model')
    .option('--reservoir-param <k=v...>', 'parameters of the reservoir')
    .option('--trajectories <n>', 'forward, and as many reversed')
    .option('--workers <n>', 'threads; the numbers are the same for any', '1')
    .option('--normals <quality>', 'normal deviates: single (to 6.7 sigma) or double (to 8.6, a third as fast)')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--json', 'one JSON document on standard output')
    .action((model, options) => end(check(model, options)));

  common(szilard.command('account'))
    .argument('<model>', 'id of a model')
    .description('every thermodynamic quantity of a model: simulated, exact where it is known, and its integral theorem')
    .option('--reservoir <id>', RESERVOIR)
    .option('--param <k=v...>', 'parameters of the model')
    .option('--reservoir-param <k=v...>', 'parameters of the reservoir')
    .option('--trajectories <n>', 'how many')
    .option('--normals <quality>', 'normal deviates: single (to 6.7 sigma) or double (to 8.6, half as fast)')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--json', 'one JSON document on standard output')
    .action((model, options) => end(account(model, options)));

  common(szilard.command('diagnose'))
    .argument('<model>', 'id of a model')
    .description('how good the reservoirs of a model are: white, stationary, one temperature, in balance, large, fast')
    .option('--reservoir <id>', RESERVOIR)
    .option('--param <k=v...>', 'parameters of the model')
    .option('--reservoir-param <k=v...>', 'parameters of the reservoir')
    .option('--trajectories <n>', 'how many')
    .option('--normals <quality>', 'normal deviates: single (to 6.7 sigma) or double (to 8.6, half as fast)')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--json', 'one JSON document on standard output')
    .action((model, options) => end(diagnose(model, options)));

  const onData = (command: Command) => {
    for (const [name, about] of roleNames) command.option(`--${name} <columns>`, about);
    return common(command)
      .option('--role <name=columns...>', 'a part of a quantity that a plugin brings')
      .option('--trajectory <column>', 'the column that tells trajectories apart (time series)')
      .option('--labels <columns>', 'columns of text, or *: each distinct text is a symbol; the first line then holds names')
      .option('--transpose', 'rows of the file are variables')
      .option('--param <k=v...>', 'parameters of the estimator')
      .option('--seed <n>', 'root of all chance', '1')
      .option('--json', 'one JSON document on standard output');
  };

  onData(szilard.command('estimate'))
    .argument('<quantity>', 'what to estimate, e.g. mutual-information; szilard list quantities')
    .argument('<file>', FILE)
    .description('estimate a quantity from your own data; columns by number, name or range, from FILE or as OTHER-FILE:COLUMNS')
    .requiredOption('--estimator <id>', 'id of an estimator, e.g. ksg1')
    .action((quantity, file, options) => end(estimate(quantity, file, options)));

  onData(szilard.command('compare'))
    .argument('<quantity>', 'what to estimate')
    .argument('<file>', FILE)
    .description('several estimators of one quantity on the same data, side by side')
    .option('--estimators <ids>', 'ids between commas; all of the quantity without')
    .action((quantity, file, options) => end(compare(quantity, file, options)));

  common(szilard.command('simulate'))
    .argument('<subject>', 'id of a model, or a JSON file with a reaction network')
    .description('means and standard deviations over time: a row per time, columns time, NAME_mean, NAME_sd, …')
    .option('--times <grid>', 'START:END:STEP or a list; model time of a network, ticks of a model')
    .option('--trajectories <n>', 'how many', '1000')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--out <file>', 'CSV of means and standard deviations (n - 1); standard output without')
    .option('--trajectories-out <file>', 'every trajectory: .csv (a row per trajectory and time) or .npy [trajectories, times, columns]')
    .option('--case <id>', 'which one, where the file holds several')
    .option('--param <k=v...>', 'parameters of the model or the network')
    .option('--reservoir <id>', RESERVOIR)
    .option('--reservoir-param <k=v...>', 'parameters of the reservoir')
    .option('--max-firings <n>', 'firings of one trajectory of a network at most', '100000000')
    .option('--json', 'one JSON document on standard output')
    .action((subject, options) => end(simulate(subject, options)));

  common(szilard.command('benchmark'))
    .argument('<what>', 'estimators, or coverage')
    .description(
      'every estimator on every task whose truth is known: bias, spread, time and the three gates; or how often error bars cover',
    )
    .option('--quantity <ids...>', 'only these quantities')
    .option('--task <ids...>', 'only these tasks')
    .option('--estimator <ids...>', 'only these estimators')
    .option('--sizes <n,n,...>', 'sample sizes')
    .option('--seeds <n>', 'seeds 1 … n: 10, for coverage 200')
    .option('--quick', 'one small sample size')
    .option('--untrained', 'leave out estimators that train a network')
    .option('--out <file>', 'write the table there instead: .md or .json')
    .option('--json', 'one JSON document on standard output')
    .action((what, options) => end(benchmark(what, options)));

  if (args.length === 0) {
    szilard.outputHelp();
    return 0;
  }
  try {
    await szilard.parseAsync(spreadPairs(args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    throw error;
  }
  return status;
}
