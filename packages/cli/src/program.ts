import { Command, CommanderError } from 'commander';
import { spreadPairs } from './arguments.ts';
import { check } from './commands/check.ts';
import { estimate } from './commands/estimate.ts';
import { list } from './commands/list.ts';
import { run } from './commands/run.ts';
import { version } from './provenance.ts';

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
    .argument('[kind]', 'models, reservoirs, estimators, checks or examples; all without')
    .description('ids, one line each, sources and defaults')
    .option('--json', 'one JSON document on standard output')
    .action((kind, options) => end(list(kind, options)));

  common(szilard.command('run'))
    .argument('[example...]', 'ids of examples; all without')
    .description('run the example suite; write report.html and results.json')
    .option('--quick', 'a fifth of the trajectories')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--out <folder>', 'where report.html and results.json go', '.')
    .option('--json', 'one JSON document on standard output')
    .action((examples, options) => end(run(examples, options)));

  common(szilard.command('check'))
    .argument('<model>', 'id of a model')
    .description('run a model forward and reversed, and hold it to the laws and to its own claims')
    .option('--reservoir <id>', 'id of a reservoir', 'ideal')
    .option('--param <k=v...>', 'parameters of the model')
    .option('--reservoir-param <k=v...>', 'parameters of the reservoir')
    .option('--trajectories <n>', 'forward, and as many reversed')
    .option('--workers <n>', 'threads; the numbers are the same for any', '1')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--json', 'one JSON document on standard output')
    .action((model, options) => end(check(model, options)));

  common(szilard.command('estimate'))
    .argument('<quantity>', 'what to estimate, e.g. mutual-information')
    .argument('<file>', 'CSV (comma or blank separated, header or not, # and % comments) or .npy')
    .description('estimate a quantity from your own data')
    .requiredOption('--estimator <id>', 'id of an estimator, e.g. ksg1')
    .option('--x <columns>', 'columns of x, by number or name, e.g. 0,1')
    .option('--y <columns>', 'columns of y')
    .option('--param <k=v...>', 'parameters of the estimator')
    .option('--seed <n>', 'root of all chance', '1')
    .option('--json', 'one JSON document on standard output')
    .action((quantity, file, options) => end(estimate(quantity, file, options)));

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
