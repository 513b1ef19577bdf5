import { batchOf, component, type Estimate, type Experiment, make, type PairedSamples, randomStream, simulate } from '@szilard/core';
import type { Lab } from '@szilard/core/compose';
import type { Comparison } from '@szilard/report';
import type { Example, ExampleContext } from './example.ts';

/** The learner whose information quantities are known in closed form, with enough information to be measured. */
const learner = { prior: 1, dataSpread: 2, width: 0.5, steps: 20 };
const CONSISTENT = ['mutual-information/gaussian', 'entropy-production/ledger'];

/** What does each estimator say beside the exact value, on the same samples? */
export const estimatorsBesideTheTruth: Example = {
  id: 'estimators-beside-the-truth',
  title: 'What does each estimator say beside the exact value, on the same samples?',
  source: 'docs/theory.md 6; [Kraskov2004]',
  async run(context) {
    const { keep, quick } = context;
    const n = quick ? 1000 : 5000;
    const { x, m, theta } = sample(context, learner, n);
    const width =
      (w: number): PairedSamples['logConditional'] =>
      (a, b, out) => {
        for (let i = 0; i < a.n; i++) out[i] = -((a.data[i] - b.data[i]) ** 2) / (2 * w * w) - 0.5 * Math.log(2 * Math.PI * w * w);
      };
    const exact = context.lab.model('ppm/gaussian-mean').exact!;
    const params = { ...context.lab.model('ppm/gaussian-mean').defaults, ...learner };
    const compare = (quantity: string, truth: number, input: PairedSamples, system = 'ppm/gaussian-mean × ideal') =>
      report(context, { quantity, system, truth, truthSource: 'closed form', estimates: all(context, 'mutual-information', input) });
    compare('I(X;Θ)', exact['mutual-information'](params), { x, y: theta, logConditional: width(learner.width)! });
    compare('L-info I(X;B)', exact['l-info'](params), { x, y: m });
    compare('M-info I(Θ;B)', exact['m-info'](params), { x: theta, y: m });

    // Fifty runs cannot show more than ln 50 = 3.91 nats, whatever there is.
    const sharp = { ...learner, width: 0.01 };
    const few = sample(context, sharp, 50);
    compare(
      'I(X;Θ) from 50 runs',
      exact['mutual-information']({ ...params, ...sharp }),
      { x: few.x, y: few.theta, logConditional: width(sharp.width)! },
      'ppm/gaussian-mean, width 0.01',
    );

    for (const id of ['langevin/dragged-trap', 'langevin/drifted-particle', 'jump/driven-ring']) {
      const plugin = context.lab.model(id);
      const run = simulate(experiment(context.lab, id), { trajectories: n, rng: randomStream(context.seed).fork(id), ledger: 'totals' });
      report(context, {
        quantity: '⟨σ⟩',
        system: `${id} × ideal`,
        truth: plugin.exact!['entropy-production'](plugin.defaults),
        truthSource: 'closed form',
        estimates: all(context, 'entropy-production', run),
      });
    }
    keep({ notes: [`${n} samples each; the same ones for every estimator of a row.`] });
  },
};

function report({ keep }: ExampleContext, comparison: Comparison): void {
  const broken = comparison.estimates
    .filter(
      ({ method, value, stderr }) =>
        CONSISTENT.includes(method) && comparison.system.endsWith('ideal') && !(Math.abs(value - comparison.truth!) <= 4 * stderr),
    )
    .map(({ method, value, stderr }) => `${method} says ${comparison.quantity} = ${value} ± ${stderr}, exact ${comparison.truth}`);
  keep({ comparisons: [comparison], broken });
}

const experiment = (lab: Lab, id: string, params = {}): Experiment => {
  const bath = make(lab.reservoir('ideal'));
  return { ...make(lab.model(id), params), reservoirs: { x: bath, theta: bath } };
};

function sample({ lab, seed }: ExampleContext, params: object, trajectories: number) {
  const run = simulate(experiment(lab, 'ppm/gaussian-mean', params), {
    trajectories,
    rng: randomStream(seed).fork('learner').fork(trajectories),
    ledger: 'totals',
  });
  return { x: batchOf(component(run.x, 0)), m: batchOf(component(run.x, 1)), theta: run.theta };
}

/** Every estimator of the quantity that the samples are enough for. */
/** Those that take rows of numbers and train nothing; `szilard benchmark estimators` has the others. */
const all = ({ lab, seed }: ExampleContext, quantity: string, input: object): Estimate[] =>
  lab
    .ids('estimator')
    .map((id) => lab.estimator(id))
    .filter(({ rows, needs }) => rows === undefined && needs === undefined)
    .filter((plugin) => plugin.quantity === quantity && (plugin.requires ?? []).every((part) => part in input))
    .map((plugin) => make(plugin).estimate(input as never, randomStream(seed).fork(plugin.id)));
