import { diagnosisTable } from '@szilard/report';
import { expect, test } from 'vitest';

test('digits by the error, z only where there is an ideal and an error, reasons of whatever is not yes', () => {
  const lines = diagnosisTable([
    { quantity: 'a', about: 'first', unit: 'nat', value: 0.19241, stderr: 0.0032, ideal: 0, holds: 'no', because: 'too much' },
    { quantity: 'b', about: 'second', unit: 'k_B', value: 0.5, stderr: 0.02 },
    { quantity: 'c', about: 'third', unit: '1', value: 3e-16, stderr: 1e-17, ideal: 0, holds: 'yes', because: 'fine' },
    { quantity: 'd', about: 'fourth', unit: 'nat', value: 1.5, stderr: 0, holds: 'undecided', because: 'too few' },
    { quantity: 'e', about: 'fifth', unit: 'nat', value: Number.POSITIVE_INFINITY, stderr: Number.NaN },
    { quantity: 'f', about: 'sixth', unit: '1', value: Number.NaN, stderr: Number.NaN, ideal: 0 },
  ]).split('\n');
  expect(lines).toEqual([
    'quantity  measured             ideal  z      ideal?',
    'a         0.1924 ± 0.0032 nat  0      +60.1  no         first',
    'b         0.500 ± 0.020 k_B                             second',
    'c         0 to rounding        0             yes        third',
    'd         1.5 nat                            undecided  fourth',
    'e         ∞ nat                                         fifth',
    'f         unknown              0                        sixth',
    '  a: too much',
    '  d: too few',
  ]);
});
