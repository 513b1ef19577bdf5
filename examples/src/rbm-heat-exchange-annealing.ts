import { type Estimate, randomStream } from '@szilard/core';
import { type AnnealedLogZ, annealedImportanceSampling, rbm, rbmParameters, smallMachine } from '@szilard/models';
import type { ChartSpec } from '@szilard/report';
import type { ExampleContext, Findings } from './example.ts';
import { estimator } from './system.ts';

const RUNGS = [1, 3, 10, 30, 100, 300];

/** ln Z as work: annealed importance sampling beside enumeration, and how the bias of few rungs shows itself. */
export function annealing({ lab, seed, quick }: ExampleContext): Partial<Findings> {
  const rng = randomStream(seed).fork('annealing');
  const chains = quick ? 300 : 2000;
  const rungs = quick ? RUNGS.slice(0, 5) : RUNGS;
  const large = { visible: 12, hidden: 8 };
  const theta = new Float64Array(large.visible * large.hidden + large.visible + large.hidden);
  randomStream('rbm-heat-exchange').fork('machine').fillNormal(theta);
  const machines = [
    { name: 'the 2 × 2 machine', shape: { visible: 2, hidden: 2 }, parameters: rbmParameters(smallMachine, '[rbm-heat-exchange]') },
    { name: 'a 12 × 8 machine, weights and biases N(0, 1)', shape: large, parameters: theta },
  ].map((machine) => {
    const truth = rbm(machine.shape).logZ(machine.parameters);
    return {
      ...machine,
      truth,
      runs: rungs.map((steps) => ({
        steps,
        found: annealedImportanceSampling(machine.shape, machine.parameters, { chains, steps }, rng.fork(machine.name).fork(steps)),
      })),
    };
  });
  const jarzynski = estimator(lab, 'free-energy/jarzynski');
  return {
    comparisons: machines.flatMap(({ name, truth, runs }) =>
      [runs[0], runs[runs.length - 1]].map(({ steps, found }) => ({
        quantity: 'ln Z',
        system: `${name}, ${steps} ${steps === 1 ? 'rung' : 'rungs'}`,
        truth,
        truthSource: 'enumeration',
        // The same work, as any free energy is estimated: with the cautions of few effective samples and heavy tails.
        estimates: [ofRun(found, steps, jarzynski.estimate({ forward: found.work }, rng))],
      })),
    ),
    charts: machines.map(({ name, truth, runs }) => biasChart(name, truth, runs)),
    notes: machines.map(({ name, truth, runs }) => {
      const { steps, found } = runs[runs.length - 1];
      return `${name}: ln Z = ${found.logZ.toFixed(4)} ± ${found.stderr.toFixed(4)} by ${chains} chains over ${steps} rungs, ${truth.toFixed(8)} by enumeration; ${found.effective.toFixed(0)} effective chains, ${runs[0].found.effective.toFixed(0)} in one jump`;
    }),
    broken: machines.flatMap(({ name, truth, runs }) =>
      runs.flatMap(({ steps, found: { logZ, stderr, effective } }) =>
        // Few effective chains have an error bar that means nothing, and say so.
        effective < 100 || Math.abs(logZ - truth) <= 4 * stderr
          ? []
          : [`${name}, ${steps} rungs: ln Z = ${logZ} ± ${stderr}, exactly ${truth}`],
      ),
    ),
  };
}

const ofRun = ({ logZ, stderr, bias, effective, cautions }: AnnealedLogZ, steps: number, work: Estimate): Estimate => ({
  ...work,
  value: logZ,
  stderr,
  unit: 'nat',
  method: 'annealed importance sampling',
  params: { steps },
  details: { ...work.details, bias, effective },
  cautions: [...cautions, ...work.cautions.filter(() => cautions.length === 0)],
});

const biasChart = (name: string, truth: number, runs: readonly { readonly steps: number; readonly found: AnnealedLogZ }[]): ChartSpec => ({
  title: `ln Z by annealing less ln Z by enumeration: ${name}`,
  caption: 'Against the number of rungs, with two standard errors; line: the bias that the spread of the weights predicts to first order.',
  spec: {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 360,
    height: 200,
    data: {
      values: runs.map(({ steps, found: { logZ, stderr, bias } }) => ({
        steps,
        miss: logZ - truth,
        low: logZ - truth - 2 * stderr,
        high: logZ - truth + 2 * stderr,
        bias,
      })),
    },
    encoding: { x: { field: 'steps', type: 'quantitative', title: 'rungs', scale: { type: 'log' } } },
    layer: [
      { mark: 'rule', encoding: { y: { field: 'low', type: 'quantitative', title: 'nats' }, y2: { field: 'high' } } },
      { mark: { type: 'point', filled: true, size: 50 }, encoding: { y: { field: 'miss', type: 'quantitative' } } },
      { mark: { type: 'line', strokeDash: [5, 3] }, encoding: { y: { field: 'bias', type: 'quantitative' } } },
    ],
  },
});
