// The experiments on learners in closed form say no where a learner is not what theory takes it for.
import { replace } from '@szilard/core/compose';
import { goldtSeifert, quasiStaticLimit, runExamples, sgdOutOfEquilibrium, standardLab } from '@szilard/examples';
import { gaussianMean, quadraticLoss, type SgldQuadratic, sgldQuadratic, teacherStudentHebbian } from '@szilard/models';
import { expect, test } from 'vitest';

const progress = { start() {}, at() {}, done() {} };
const go = async (example: typeof goldtSeifert, lab: ReturnType<typeof standardLab>) => {
  const { results, error } = await runExamples([example], { lab, seed: '1', quick: true, progress });
  expect(error).toBeUndefined();
  return results[0];
};

test('quasi-static-limit: a learner whose samples are drawn too wide dissipates less than its closed form', async () => {
  const wide = {
    ...gaussianMean,
    create: (params: typeof gaussianMean.defaults) => gaussianMean.create({ ...params, width: 2 * params.width }, {}),
  };
  const { broken } = await go(quasiStaticLimit, standardLab(replace('model', wide)));
  expect(broken.some((why) => /Σ_X\|Θ at 0.2: simulated .*, exactly 1.33/.test(why))).toBe(true);
});

test('sgd-out-of-equilibrium: noise along the loss is in equilibrium, and injected noise makes raw SGD reversible', async () => {
  const calm = {
    ...quadraticLoss,
    create: (params: typeof quadraticLoss.defaults) =>
      quadraticLoss.create({ ...params, noise: params.noise.map((row, i) => row.map((c, j) => (i === j ? c : 0))) }, {}),
  };
  const noisy = {
    ...sgldQuadratic,
    create: (params: SgldQuadratic) => sgldQuadratic.create({ ...params, temperature: Math.max(0.2, params.temperature) }, {}),
  };
  const { broken } = await go(sgdOutOfEquilibrium, standardLab(replace('model', calm), replace('model', noisy)));
  expect(broken.some((why) => /Σ a step in batches of 10: simulated .*, closed form 0.195/.test(why))).toBe(true);
  expect(broken).toContain('a circulation was expected that can be told from 0');
  expect(broken.some((why) => /raw SGD, reservoir: second law was expected to be undecided/.test(why))).toBe(true);
});

test('goldt-seifert: a student that pulls harder than it says spends more', async () => {
  const hard = {
    ...teacherStudentHebbian,
    create: (params: typeof teacherStudentHebbian.defaults) => teacherStudentHebbian.create({ ...params, rate: 1.5 * params.rate }, {}),
  };
  const { broken } = await go(goldtSeifert, standardLab(replace('model', hard)));
  expect(broken.some((why) => /heat at α = 1, ν = 1: .* in the limit 0.5/.test(why))).toBe(true);
});
