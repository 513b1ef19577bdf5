// The experiments on learners in closed form keep their expectations at other seeds, and their charts hold numbers.
import { goldtSeifert, quasiStaticLimit, runExamples, sgdOutOfEquilibrium, standardLab } from '@szilard/examples';
import { describe, expect, test } from 'vitest';

const progress = { start() {}, at() {}, done() {} };
const go = async (example: typeof goldtSeifert, seed: string) => {
  const { results, error } = await runExamples([example], { lab: standardLab(), seed, quick: true, progress });
  expect(error).toBeUndefined();
  return results[0];
};

describe.each([goldtSeifert, quasiStaticLimit, sgdOutOfEquilibrium].map((example) => [example.id, example] as const))(
  '%s',
  (_id, example) => {
    test.each(['2', '3'])('seed %s', async (seed) => {
      const { broken, charts = [] } = await go(example, seed);
      expect(broken).toEqual([]);
      expect(charts.length).toBeGreaterThan(1);
      for (const { title, caption, spec } of charts) {
        expect(title.length * caption.length).toBeGreaterThan(0);
        const { values } = spec.data as { values: { x: number; y: number }[] };
        for (const { x, y } of values) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
      }
    });
  },
);
