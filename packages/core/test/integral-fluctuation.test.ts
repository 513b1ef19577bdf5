import { expect, test } from 'vitest';
import { integralFluctuation } from '../src/index.ts';

/** Half of the trajectories a little above, half below: ⟨e^−σ⟩ = cosh a, to rounding 1 + a²/2. */
const pair = (n: number, a: number) => Float64Array.from({ length: n }, (_, i) => (i % 2 ? a : -a));

test('an error bar is printed with digits of its own, small or huge', () => {
  expect(integralFluctuation(pair(400, 1e-3)).because).toMatch(/^⟨e\^−σ⟩ = 1\.000001 ± 0\.000050, 400 /);
  expect(integralFluctuation(pair(400, 0.1)).because).toMatch(/^⟨e\^−σ⟩ = 1\.0050 ± 0\.0050|^⟨e\^−σ⟩ = 1\.005 ± 0\.005/);
  expect(integralFluctuation(new Float64Array(400)).because).toMatch(/^⟨e\^−σ⟩ = 1\.000 ± 0\.000, 400 /);
  expect(integralFluctuation(pair(400, 3), { secondMoment: 4e20 }).because).toMatch(/± 1\.0e\+9 could not/);
});

test('one trajectory has no error bar, and none is printed', () => {
  const { holds, because } = integralFluctuation(Float64Array.of(0.5));
  expect([holds, because]).toEqual(['undecided', '⟨e^−σ⟩ = 0.607, but one trajectory gives no error bar; sample more']);
});
