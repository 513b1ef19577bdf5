import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, batch, type Estimate, make, randomStream } from '@szilard/core';
import { gaussianMutualInformation, ksg1, ksg2 } from '@szilard/estimators';
import { describe, expect, test } from 'vitest';
import { describeReference } from '../../../test/reference.ts';

interface Task {
  readonly id: string;
  readonly dim_x: number;
  readonly dim_y: number;
  readonly true_mi_nats: number;
  readonly samples?: string;
  readonly estimator_outputs_nats?: Readonly<Record<string, number>>;
}

const recorded = [
  ['bmi_KSG1_chebyshev_std_k3', 3, 'chebyshev'],
  ['bmi_KSG1_chebyshev_std_k5', 5, 'chebyshev'],
  ['bmi_KSG1_chebyshev_std_k10', 10, 'chebyshev'],
  ['bmi_KSG1_euclidean_std_k5', 5, 'euclidean'],
] as const;

/** Columns x0 … and y0 …, told apart by the header. */
function read(file: string): { x: Batch; y: Batch } {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.trim().split(',');
  const pick = (letter: string): Batch => {
    const columns = names.flatMap((name, k) => (name.startsWith(letter) ? [k] : []));
    const out = batch(lines.length, columns.length);
    lines.forEach((line, i) => {
      const cells = line.split(',');
      columns.forEach((column, k) => {
        out.data[i * out.dim + k] = Number(cells[column]);
      });
    });
    return out;
  };
  return { x: pick('x'), y: pick('y') };
}

describeReference('bmi', (path) => {
  const tasks = (JSON.parse(readFileSync(join(path, 'tasks.json'), 'utf8')) as Task[]).filter(({ samples }) => samples);
  const rng = randomStream(1);

  describe.each(tasks.map((task) => [task.id, task] as const))('%s', (id, task) => {
    const input = read(join(path, task.samples!));
    const truth = task.true_mi_nats;

    test.each(recorded.filter(([key]) => task.estimator_outputs_nats?.[key] !== undefined))(
      'implementation: %s to 1e-6',
      (key, k, norm) => {
        const { value } = make(ksg1, { k, norm, normalise: 'zscore' }).estimate(input, rng);
        expect(Math.abs(value - task.estimator_outputs_nats![key])).toBeLessThan(1e-6);
      },
    );

    test('implementation: second algorithm, k = 5, to 1e-6', () => {
      const { value } = make(ksg2, { k: 5, normalise: 'zscore' }).estimate(input, rng);
      expect(Math.abs(value - task.estimator_outputs_nats!.check_KSG2_k5)).toBeLessThan(1e-6);
    });

    test('the gaussian number is the recorded canonical correlations’, to what their iteration reached', () => {
      const { value } = make(gaussianMutualInformation).estimate(input, rng);
      expect(Math.abs(value - task.estimator_outputs_nats!.bmi_CCA)).toBeLessThan(1e-4);
    });

    const normal = /^(1v1-normal|multinormal)/.test(id);
    test.runIf(normal && task.dim_x <= 2)('accuracy: within 0.05 nat of the exact value', () => {
      expect(Math.abs(make(ksg1, { k: 5, normalise: 'zscore' }).estimate(input, rng).value - truth)).toBeLessThan(0.05);
      expect(make(gaussianMutualInformation).estimate(input, rng)).toAgreeWith(truth);
    });

    test('a wrong number comes with a caution', () => {
      const wrong = ({ value, stderr }: Estimate) => Math.abs(value - truth) > Math.max(0.05, 4 * stderr);
      const neighbours = make(ksg1, { k: 5 }).estimate(input, rng);
      if (wrong(neighbours)) expect(neighbours.cautions).not.toEqual([]);
      const second = make(ksg2, { k: 5 }).estimate(input, rng);
      if (wrong(second)) expect(second.cautions).not.toEqual([]);
      const normalLaw = make(gaussianMutualInformation).estimate(input, rng);
      if (wrong(normalLaw)) expect(normalLaw.cautions).not.toEqual([]);
      if (normal) expect(normalLaw.cautions).toEqual([]);
    });
  });
});
