// The reservoir that a command takes where none is named: the one that the model is made for.
import { expect, test } from 'vitest';
import { szilard } from './command.ts';

test('two temperatures meet two baths, one temperature an ideal one, and a name goes before both', () => {
  const of = (...args: string[]) => szilard(...args, '--trajectories', '50', '--json').json().reservoir;
  expect(of('check', 'langevin/gyrator')).toBe('gradient');
  expect(of('account', 'langevin/gyrator')).toBe('gradient');
  expect(of('check', 'langevin/dragged-trap')).toBe('ideal');
  expect(of('check', 'langevin/gyrator', '--reservoir', 'ideal')).toBe('ideal');
  expect(szilard('simulate', 'langevin/gyrator', '--trajectories', '5', '--json').json().name).toBe('langevin/gyrator × gradient');
});

test('account takes lists, as check does', () => {
  const { status, json } = szilard('account', 'jump/rate-matrix', '--param', 'rates=[[0,1],[2,0]]', '--trajectories', '50', '--json');
  expect(status).toBe(0);
  expect(json().provenance.params.rates).toEqual([
    [0, 1],
    [2, 0],
  ]);
});
