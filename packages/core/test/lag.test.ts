import { expect, test } from 'vitest';
import { lagged, SzilardError } from '../src/index.ts';

test('more moves than memory holds are refused before they are laid out', () => {
  const asked = () => lagged({ steps: 1e6, lag: 1e6 });
  expect(asked).toThrow(SzilardError);
  expect(asked).toThrow(
    /^\[lagged\] steps: expected at most 10000000 moves in a run, got 1000000 steps of 1000001\. Lower steps or lag\.$/,
  );
  expect(lagged({ steps: 3, lag: 2 })).toHaveLength(9);
});
