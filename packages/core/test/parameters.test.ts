// Parameters that are lists: taken as they are nested, refused entry by entry.
import { type Domain, paramsOf } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const plugin = {
  id: 'toy',
  defaults: { rates: [[0, 1]] as number[][], names: ['a'], levels: [1, 2], free: [] as unknown[] },
  domain: { levels: { atLeast: 0, below: 10 } satisfies Domain },
};

test('lists of any length are taken, whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }))),
      fc.array(fc.double({ min: 0, max: 9.9, noNaN: true })),
      (rates, levels) => {
        expect(paramsOf(plugin, { rates, levels })).toEqual({ ...plugin.defaults, rates, levels });
      },
    ),
    { seed: 1 },
  );
  expect(paramsOf(plugin, { free: ['x', 1] }).free).toEqual(['x', 1]);
});

describe('refused in one line that names the entry', () => {
  test.each([
    [{ rates: 3 }, '[toy] rates: expected a list of lists, got 3.'],
    [{ rates: [1, 2] }, '[toy] rates[0]: expected a list of numbers, got 1.'],
    [{ rates: [[0, 1], [Number.NaN]] }, '[toy] rates[1][0]: expected a finite number, got NaN.'],
    [{ rates: [[0, '1']] }, '[toy] rates[0][1]: expected a finite number, got "1".'],
    [{ rates: [[0, [1]]] }, '[toy] rates[0][1]: expected a finite number, got a list of 1.'],
    [{ rates: [[0, null]] }, '[toy] rates[0][1]: expected a finite number, got null.'],
    [{ names: ['b', 2] }, '[toy] names[1]: expected a string, got 2.'],
    [{ levels: [1, 10] }, '[toy] levels[1]: expected a finite number at least 0 and below 10, got 10.'],
    [{ free: [Number.NaN] }, '[toy] free[0]: expected a finite number, got NaN.'],
  ])('%j', (overrides, message) => {
    expect(() => paramsOf(plugin, overrides as never)).toThrow(message);
  });
});
