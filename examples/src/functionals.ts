import { randomStream } from '@szilard/core';
import { account, composeExperiment } from '@szilard/core/compose';
import type { Example, ExampleContext } from './example.ts';
import { type FunctionalProcess, functionalProcesses } from './functional-processes.ts';
import { functionalComparison, functionalsChart, type KnownIntegral, sentence } from './functionals-report.ts';
import { sweepSymmetry } from './sweep-symmetry.ts';

/** Which entropy production obeys the integral theorem, and which must fail? */
export const functionals: Example = {
  id: 'functionals',
  title: 'Which entropy productions of two coupled subsystems obey the integral fluctuation theorem, and which must fail?',
  source: 'docs/theory.md 10; [Crooks2019]; [Ito2013]; [Shiraishi2015]',
  async run(context) {
    for (const process of functionalProcesses) {
      const name = `${process.model} × ${process.reservoir}, ${Object.entries(process.params).flat().join(' ')}`;
      const { known, trajectories } = await integrals(context, process);
      const obeys = ({ quantity }: KnownIntegral) => process.holds.includes(quantity);
      const [those, others] = [known.filter(obeys), known.filter((row) => !obeys(row))];
      const undecided = those.filter(({ holds }) => holds === 'undecided');
      context.keep({
        comparisons: others.map((row) => functionalComparison(name, row, trajectories)),
        charts: [functionalsChart(name, known)],
        notes: [
          `${name}: ⟨e^−S⟩ = 1 for ${sentence(those)}${others.length > 0 ? `; not for ${sentence(others)}` : ''}`,
          ...undecided.map(({ quantity, because }) => `${name}: ${quantity} undecided, ${because}`),
        ],
        broken: known.flatMap((row) => disagreement(process, row).map((why) => `${name}: ${why}`)),
      });
    }
    context.keep(sweepSymmetry());
  },
};

/** ⟨e^−S⟩ of every functional whose exact value is known, beside the simulated one. */
async function integrals({ lab, seed, quick, progress, signal }: ExampleContext, { reservoirParams = {}, ...process }: FunctionalProcess) {
  const trajectories = quick ? 4000 : 20_000;
  progress.start(`${process.model} × ${process.reservoir}`, trajectories);
  const rng = randomStream(seed).fork('functionals').fork(process.model).fork(JSON.stringify(process.params));
  const experiment = await composeExperiment(lab, { ...process, reservoirParams });
  const { rows } = await account(experiment, { trajectories, rng, onProgress: progress.at, ...(signal ? { signal } : {}) });
  progress.done();
  const known = rows.flatMap(({ quantity, integral }): KnownIntegral[] =>
    integral?.exact === undefined ? [] : [{ ...integral, quantity, exact: integral.exact }],
  );
  return { known, trajectories };
}

/** Where theory, the exact back-end and the sample do not say the same. */
function disagreement(
  { holds, sample = 'yes' }: FunctionalProcess,
  { quantity, exact, mean, holds: says, because }: KnownIntegral,
): string[] {
  const expected = holds.includes(quantity) ? (mean ? sample : 'yes') : 'no';
  const far = mean && Math.abs(mean[0] - exact) > 4 * mean[1];
  if (says === expected && Math.abs(exact - 1) < 1e-8 === holds.includes(quantity) && !far) return [];
  return [`⟨e^−S⟩ of ${quantity}, exactly ${exact}: ${says} where ${expected} was expected; ${because}`];
}
