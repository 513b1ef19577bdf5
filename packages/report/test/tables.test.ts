import type { Verdict } from '@szilard/core';
import { expect, test } from 'vitest';
import { comparisonTable, type SystemResult, verdictTable } from '../src/index.ts';
import { comparison, estimate } from './fixture/suite.ts';

const balance: Verdict = {
  law: 'local detailed balance',
  holds: 'yes',
  statistic: [4e-16, 0],
  resolution: 1e-9,
  n: 10,
  because: 'worst move off by 4.4e-15 nats',
};
const fluctuation: Verdict = {
  law: 'detailed fluctuation theorem',
  holds: 'yes',
  statistic: [1.007, 0.01],
  p: 0.62,
  resolution: 0.041,
  n: 10,
  because: 'slope 1.007 ± 0.010',
};
const lost: Verdict = {
  law: 'detailed fluctuation theorem',
  holds: 'undecided',
  statistic: [0, 0.1],
  p: 0,
  resolution: 0.4,
  n: 10,
  because: 'forward and reversed σ hardly overlap; drive more gently or sample more',
};
const system = (model: string, verdicts: readonly Verdict[], broken: readonly string[] = []): SystemResult => ({
  model,
  reservoir: 'ideal',
  params: {},
  trajectories: 10,
  claim: 'exact',
  verdicts,
  broken,
  seconds: 0,
});
const systems = [
  system('langevin/dragged-trap', [balance, fluctuation]),
  system(
    'langevin/euler-trap',
    [{ ...balance, holds: 'no', because: 'worst move off by 0.33 nats' }, lost],
    ['langevin/euler-trap × ideal breaks its claim of local detailed balance: worst move off by 0.33 nats'],
  ),
];

test('as wide as it takes', () => {
  expect(`\n${verdictTable(systems)}`).toBe(`
langevin/dragged-trap × ideal  local detailed balance        yes        worst move off by 4.4e-15 nats
                               detailed fluctuation theorem  yes        slope 1.007 ± 0.010                                       p 0.62  resolves 0.041
langevin/euler-trap × ideal    local detailed balance        no         worst move off by 0.33 nats
                               detailed fluctuation theorem  undecided  forward and reversed σ hardly overlap; drive more gently or sample more
                               ✗ claim broken: langevin/euler-trap × ideal breaks its claim of local detailed balance: worst move off by 0.33 nats`);
});

test('in 92 columns, systems on lines of their own', () => {
  const text = verdictTable(systems, { width: 92 });
  expect(`\n${text}`).toBe(`
langevin/dragged-trap × ideal
  local detailed balance        yes        worst move off by 4.4e-15 nats
  detailed fluctuation theorem  yes        slope 1.007 ± 0.010        p 0.62  resolves 0.041
langevin/euler-trap × ideal
  local detailed balance        no         worst move off by 0.33 nats
  detailed fluctuation theorem  undecided  forward and reversed σ hardly overlap; drive more
                                           gently or sample more
  ✗ claim broken: langevin/euler-trap × ideal breaks its claim of local detailed balance:
  worst move off by 0.33 nats`);
  for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(92);
});

test('colour only where it is asked for, and it moves no column', () => {
  expect(verdictTable(systems)).not.toContain('\u001b');
  const colored = verdictTable(systems, { color: true });
  expect(colored).toContain('\u001b[32myes\u001b[0m');
  expect(colored).toContain('\u001b[31mno\u001b[0m');
  expect(colored).toContain('\u001b[33mundecided\u001b[0m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is removed
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(verdictTable(systems));
});

test('nothing to tell', () => {
  expect(verdictTable([])).toBe('');
  expect(verdictTable([system('still', [])])).toBe('still × ideal');
  expect(comparisonTable([])).toBe('');
});

test('estimates beside the truth', () => {
  const unknown = comparison({
    quantity: 'ΔF',
    system: 'spin × ideal',
    truth: null,
    truthSource: '',
    estimates: [estimate('free-energy/bar', 0.31, Number.NaN, { unit: 'energy' })],
  });
  expect(`\n${comparisonTable([comparison(), unknown])}`).toBe(`
I(X;Θ)  ppm/gaussian-mean × ideal  exact 0.02703 (docs/theory.md 3)
    mutual-information/ksg (k = 3)   0.0263 ± 0.0016 nat  z -0.5
    mutual-information/ksg (k = 10)  0.0281 ± 0.0021 nat  z +0.5
    mutual-information/neural        0.0410 ± 0.0029 nat  z +4.8
      caution: within 0.3 nat of the ln n ceiling
ΔF  spin × ideal  no exact value known
    free-energy/bar                  0.3100 ± NaN kT`);
  expect(comparisonTable([comparison()], { color: true })).toContain('\u001b[31mz +4.8\u001b[0m');
});
