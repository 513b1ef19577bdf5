import { expect, test } from 'vitest';
import { type AccountLine, accountTable } from '../src/index.ts';

const lines: readonly AccountLine[] = [
  { quantity: 'work', about: 'put in', unit: 'energy', mean: [3e-15, 2e-15] },
  { quantity: 'heat.x', about: 'to the bath', unit: 'energy', mean: [0.25, 0.01], exact: 0.23 },
  {
    quantity: 'total',
    about: 'of the pair',
    unit: 'nat',
    mean: [1.02, 0.015],
    exact: 1.0454476,
    integral: { mean: [0.99, 0.02], exact: 1, holds: 'yes', because: 'never shown' },
  },
  {
    quantity: 'apparent.x',
    about: 'of x alone',
    unit: 'nat',
    mean: [0.043, 0.006],
    integral: { mean: [1.16, 0.01], holds: 'no', because: '⟨e^−σ⟩ = 1.160 ± 0.010' },
  },
  {
    quantity: 'wide',
    about: 'without a second moment',
    unit: 'nat',
    mean: [0.5, Number.POSITIVE_INFINITY],
    exact: 0.4,
    integral: { mean: [0.9, Number.POSITIVE_INFINITY], holds: 'undecided', because: 'no finite mean' },
  },
  { quantity: 'information', about: 'after the last tick', unit: 'nat', exact: 1e-15 },
];

test('quantity, simulated, exact, distance, theorem; reasons below for all but yes', () => {
  expect(`\n${accountTable(lines)}`).toBe(`
quantity     simulated            exact        z     ⟨e^−S⟩         = 1?
work         0 to rounding kT                                                  put in
heat.x       0.250 ± 0.010 kT     0.23 kT      +2.0                            to the bath
total        1.020 ± 0.015 nat    1.04545 nat  -1.7  1              yes        of the pair
apparent.x   0.0430 ± 0.0060 nat                     1.160 ± 0.010  no         of x alone
wide         0.5000 ± ∞ nat       0.4 nat            0.9000 ± ∞     undecided  without a second moment
information                       0 nat                                        after the last tick
  apparent.x: ⟨e^−σ⟩ = 1.160 ± 0.010
  wide: no finite mean`);
});

test('an exact average that rounds to 1 and is not says so', () => {
  const at = (exact: number) => accountTable([{ quantity: 'q', about: '', unit: 'nat', integral: { exact, holds: 'yes', because: '' } }]);
  expect(at(1 + 9e-7)).toContain(' 1 + 9.0e-7 ');
  expect(at(1 - 2e-8)).toContain(' 1 - 2.0e-8 ');
  expect(at(1 + 1e-12)).toMatch(/ 1 +yes/);
  expect(at(1.061131)).toContain(' 1.06113 ');
});

test('no number is said to be unknown, and an infinite one has no error bar', () => {
  const at = (mean: readonly [number, number]) => accountTable([{ quantity: 'q', about: '', unit: 'nat', mean }]);
  expect(at([Number.NaN, Number.NaN])).toMatch(/unknown nat$/);
  expect(at([Number.POSITIVE_INFINITY, Number.NaN])).toMatch(/∞ nat$/);
});

test('what differs from the exact value by rounding has no distance in errors; what differs by more has', () => {
  const at = (mean: readonly [number, number], exact: number) => accountTable([{ quantity: 'q', about: '', unit: 'nat', mean, exact }]);
  expect(at([-6e-15, 5e-17], 0)).toMatch(/0 to rounding nat {2}0 nat$/);
  expect(at([100 - 2e-11, 1e-13], 100)).toMatch(/100 nat$/);
  expect(at([0.1, 1e-3], 0)).toContain('+100.0');
});

test('colour where it is asked for, and it moves no column', () => {
  const colored = accountTable(lines, { color: true });
  expect(colored).toContain('\u001b[32myes');
  expect(colored).toContain('\u001b[31mno');
  expect(colored).toContain('\u001b[33mundecided');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is removed
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(accountTable(lines));
  expect(accountTable(lines)).not.toContain('\u001b');
});

test('no rows: the head alone', () => expect(accountTable([])).toBe('quantity  simulated  exact  z  ⟨e^−S⟩  = 1?'));
