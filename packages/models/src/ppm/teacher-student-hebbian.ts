import { defineModel, SzilardError } from '@szilard/core';
import { patternsOf, type TeacherStudent } from './teacher-patterns.ts';
import { teacherStudent } from './teacher-student.ts';

const id = 'ppm/teacher-student-hebbian';

/**
 * A perceptron that learns labels by Hebb's rule in a heat bath [Goldt2017]: weights ω in U = Σ_k (ω_k − νF_k)²/2,
 * F = Σ_μ label_μ ξ_μ/√N over `load`·`weights` patterns of ±1, relax by exact Ornstein-Uhlenbeck steps from N(0, 1) after ν was switched
 * on. x = [labels of the student, source of the true ones, F]; the student's are drawn with the odds e^A, A = ξ_μ·ω/√N, the rest are
 * frozen labels. The source: true labels, each side as likely, or the weights of a perceptron that gives them. The patterns
 * follow from `disorder` and are the same in every run.
 */
export const teacherStudentHebbian = defineModel<TeacherStudent>({
  id,
  title: 'a perceptron learning labels by Hebb’s rule in a heat bath: what learning costs',
  source: '[Goldt2017]; docs/theory.md 22',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { weights: 8, load: 0.25, rate: 0.5, labels: 'random', disorder: 1, dt: 0.5, steps: 2 },
  domain: {
    weights: { atLeast: 1, atMost: 1e5, integer: true },
    load: { above: 0 },
    rate: { above: 0 },
    labels: { oneOf: ['random', 'perceptron'] },
    disorder: { integer: true },
    dt: { above: 0 },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
  },
  create: (params) => teacherStudent(params).model,
  exact: {
    /** ⟨Q⟩ of all weights, ½ν²P (1 − e^{−2t}); k_BT. */
    'heat-of-weights': (params) => {
      if (params.labels === 'perceptron')
        throw new SzilardError('parameter', `[${id}] labels: expected random for a closed form, got perceptron. Estimate it instead.`);
      return 0.5 * params.rate ** 2 * patternsOf(params).count * -Math.expm1(-2 * params.dt * params.steps);
    },
  },
});
