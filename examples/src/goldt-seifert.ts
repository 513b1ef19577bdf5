import { paramsOf, randomStream, simulateAsync } from '@szilard/core';
import { composeExperiment } from '@szilard/core/compose';
import { hebbianEfficiency, perceptronAgreement, type TeacherStudent, teacherStudent, teacherStudentHebbian } from '@szilard/models';
import type { Example, ExampleContext } from './example.ts';
import { efficiencyCharts } from './goldt-seifert-charts.ts';
import { isFar, sampled, unless } from './sampled.ts';

const { id } = teacherStudentHebbian;

/** A load and a learning rate: the limit of many weights, and so many of them. */
export interface Studied {
  readonly load: number;
  readonly rate: number;
  readonly limit: ReturnType<typeof hebbianEfficiency>;
  readonly correct: ReturnType<typeof sampled>;
  readonly heat: ReturnType<typeof sampled>;
  /** η from the simulated p_C and heat. */
  readonly efficiency: { readonly value: number; readonly stderr: number };
}

/** What does a perceptron pay for what it learns? */
export const goldtSeifert: Example = {
  id: 'goldt-seifert',
  title: 'What does a perceptron pay for what it learns? Information in labels against entropy production of the weights',
  source: '[Goldt2017]; docs/theory.md 22',
  async run(context) {
    const studied: Studied[] = [];
    for (const load of [0.1, 1]) for (const rate of [0.5, 1, 2]) studied.push(await study(context, load, rate));
    const teacher = await agreement(context, { load: 1, rate: 1, labels: 'perceptron' });
    const truth = perceptronAgreement({ load: 1, rate: 1, readout: 'sign' });
    const best = hebbianEfficiency({ load: 1e-6, rate: 1e-3, readout: 'sign' }).efficiency;
    context.keep({
      comparisons: [
        ...studied.flatMap(({ load, rate, limit, correct, heat }) => {
          const at = { system: `${id}, α = ${load}, ν = ${rate}`, truthSource: 'limit of many weights, docs/theory.md 22' };
          return [
            { ...at, quantity: 'share of labels learned', truth: limit.correct, estimates: [correct] },
            { ...at, quantity: 'heat of a weight', truth: limit.heat, estimates: [heat] },
          ];
        }),
        {
          quantity: 'share of labels learned',
          system: `${id}, α = 1, ν = 1, labels of a perceptron`,
          truth,
          truthSource: 'limit of many weights, docs/theory.md 22',
          estimates: [teacher.correct],
        },
      ],
      charts: efficiencyCharts(studied),
      notes: [
        ...studied.map(
          ({ load, rate, limit, efficiency }) =>
            `α = ${load}, ν = ${rate}: η = ${limit.efficiency.toFixed(4)}, simulated ${efficiency.value.toFixed(4)} ± ${efficiency.stderr.toFixed(4)}; αI = ${(load * limit.information).toFixed(4)} ≤ ΔS = ${limit.entropyGain.toFixed(4)} nats a weight, heat ${limit.heat.toFixed(4)}`,
        ),
        `few patterns, slow learning: η → 1/π = ${(1 / Math.PI).toFixed(4)}, here ${best.toFixed(4)}`,
      ],
      broken: [
        ...studied.flatMap(({ load, rate, limit, correct, heat, efficiency }) => [
          ...unless(
            !isFar(correct, limit.correct),
            `p_C at α = ${load}, ν = ${rate}: ${correct.value} ± ${correct.stderr}, in the limit ${limit.correct}`,
          ),
          ...unless(
            !isFar(heat, limit.heat),
            `heat at α = ${load}, ν = ${rate}: ${heat.value} ± ${heat.stderr}, in the limit ${limit.heat}`,
          ),
          ...unless(
            !isFar(efficiency, limit.efficiency),
            `η at α = ${load}, ν = ${rate}: ${efficiency.value} ± ${efficiency.stderr}, in the limit ${limit.efficiency}`,
          ),
          ...unless(
            limit.efficiency <= 1 && load * limit.information <= limit.entropyGain,
            `more was learned than paid for at α = ${load}, ν = ${rate}`,
          ),
        ]),
        ...unless(
          !isFar(teacher.correct, truth),
          `p_C of perceptron labels: ${teacher.correct.value} ± ${teacher.correct.stderr}, in the limit ${truth}`,
        ),
        ...unless(Math.abs(best * Math.PI - 1) < 1e-3, `η of few patterns and slow learning was expected at 1/π, got ${best}`),
      ],
    });
  },
};

async function study(context: ExampleContext, load: number, rate: number): Promise<Studied> {
  const limit = hebbianEfficiency({ load, rate, readout: 'sign' });
  const { correct, heat } = await agreement(context, { load, rate, labels: 'random' });
  const p = correct.value;
  const information = Math.LN2 + p * Math.log(p) + (1 - p) * Math.log1p(-p);
  const cost = limit.entropyGain + heat.value;
  const stderr = (load / cost) * Math.hypot(correct.stderr * Math.log(p / (1 - p)), (information * heat.stderr) / cost);
  return { load, rate, limit, correct, heat, efficiency: { value: (load * information) / cost, stderr } };
}

/** Share of labels that the sign of A gets right, and heat of a weight, of as many runs as there are sets of patterns. */
async function agreement({ lab, seed, quick, progress, signal }: ExampleContext, over: Partial<TeacherStudent>) {
  const [labels, weights] = quick ? [10_000, 300] : [30_000, 1000];
  // Enough sets of patterns for an error bar that is worth four of it.
  const sets = Math.round(labels / ((over.load ?? 1) * weights));
  const [share, heat] = [new Float64Array(sets), new Float64Array(sets)];
  progress.start(`${id}, ${JSON.stringify(over)}`, sets);
  for (let disorder = 0; disorder < sets; disorder++) {
    signal?.throwIfAborted();
    // Relaxed to e^−8 of what it was.
    const params = paramsOf(teacherStudentHebbian, { ...over, weights, dt: 4, steps: 2, disorder });
    const { truth, sums } = teacherStudent(params);
    const experiment = await composeExperiment(lab, { model: id, params: { ...params }, reservoir: 'ideal', reservoirParams: {} });
    const { ledger, x, theta } = await simulateAsync(experiment, {
      trajectories: 1,
      rng: randomStream(seed).fork('goldt-seifert').fork(JSON.stringify(params)),
      ...(signal ? { signal } : {}),
    });
    const [right, a] = [truth(x), sums(theta)];
    share[disorder] = right.data.filter((label, m) => label * a.data[m] > 0).length / right.dim;
    for (let t = 0; t < ledger.ticks; t += 2) heat[disorder] += ledger.heat[t] / weights;
    progress.at(disorder + 1);
  }
  progress.done();
  return { correct: sampled(share, 'simulation', '1'), heat: sampled(heat, 'simulation', 'kT') };
}
