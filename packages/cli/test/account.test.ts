// `szilard account`: every quantity of a model in one document or one table.
import { describe, expect, test } from 'vitest';
import { szilard } from './command.ts';

const book = (...args: string[]) => szilard('account', ...args, '--trajectories', '2000', '--seed', '2');
const find = (rows: any[], quantity: string) => rows.find((row) => row.quantity === quantity);

describe('as JSON', () => {
  test('one document: rows with mean, exact value and theorem, notes, provenance; nothing else on standard output', () => {
    const { status, stdout, json } = book('bernoulli-pair', '--param', 'feedback=1', 'steps=2', '--json');
    expect(status).toBe(0);
    expect(stdout.trimStart().startsWith('{')).toBe(true);
    const { model, reservoir, rows, notes, provenance } = json();
    expect(Object.keys(json())).toEqual(['model', 'reservoir', 'rows', 'notes', 'provenance']);
    expect({ model, reservoir, notes }).toEqual({ model: 'lagged/bernoulli-pair', reservoir: 'ideal', notes: [] });
    expect(provenance).toMatchObject({ seed: '2', trajectories: 2000, params: { feedback: 1, steps: 2, rate: 0.6 } });
    for (const row of rows) {
      expect(row).toMatchObject({ quantity: expect.any(String), about: expect.any(String), unit: expect.stringMatching(/^(nat|energy)$/) });
      expect(row.mean !== undefined || row.exact !== undefined).toBe(true);
      if (row.mean) expect(row.mean).toEqual([expect.any(Number), expect.any(Number)]);
    }
    const { mean, exact, integral } = find(rows, 'partial.x');
    expect({ value: mean[0], stderr: mean[1] }).toAgreeWith(exact);
    expect(integral).toMatchObject({ holds: 'yes', because: expect.any(String), mean: [expect.any(Number), expect.any(Number)] });
    expect(integral.exact).toBeCloseTo(1, 9);
    expect(find(rows, 'conditional.x').integral.holds).toBe('no');
    expect(find(rows, 'ito-sagawa.x')).not.toHaveProperty('mean');
  });

  test('where laws are estimated, the name of every quantity made of them says so, and a note says why', () => {
    const { status, json } = book('lagged/gaussian-pair', '--reservoir', 'gradient', '--param', 'order=random-scan', 'steps=2', '--json');
    expect(status).toBe(0);
    const { rows, notes } = json();
    expect(notes[0]).toMatch(/no exact values: .* got random/);
    const bare = rows
      .map(({ quantity }: any) => quantity)
      .filter((name: string) => /^(total|partial|apparent|conditional|nostalgia|information)/.test(name));
    expect(bare.length).toBe(10);
    for (const name of bare) expect(name).toMatch(/ \(estimated laws\)$/);
    expect(rows.every((row: any) => row.exact === undefined)).toBe(true);
  });

  test('the same seed gives the same document', () => {
    expect(book('jump/lagged-sensor', '--json').stdout).toBe(book('jump/lagged-sensor', '--json').stdout);
  });
});

test('as a table: what was simulated, what is exact, and why a theorem fails', () => {
  const { status, stdout } = book('ppm/gaussian-mean');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ppm\/gaussian-mean × ideal, 2000 trajectories of 40 moves\n\nquantity +simulated +exact +z +⟨e\^−S⟩ += 1\?\n/);
  expect(stdout).toMatch(/^partial\.x +\S+ ± \S+ nat +\S+ nat +[+-]\d\.\d +/m);
  expect(stdout).toMatch(/^ {2}note: labels are averaged over/m);
  expect(stdout).toMatch(/^ {2}apparent\.x: exactly ⟨e\^−S⟩ − 1 = /m);
});

describe('bad input ends 2 with one line', () => {
  test.each([
    [['lagged/bernoulli-pear'], /No model "lagged\/bernoulli-pear".* Did you mean "lagged\/bernoulli-pair"\?/],
    [['bernoulli-pair', '--param', 'feedbak=1'], /has no parameter "feedbak".* Did you mean "feedback"\?/],
    [['bernoulli-pair', '--param', 'rate=2'], /rate: expected a finite number above 0 and at most 1, got 2/],
    [['bernoulli-pair', '--trajectories', '100000000'], /--trajectories/],
    [[], /missing required argument/],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = szilard('account', ...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
