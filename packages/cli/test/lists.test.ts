// Parameters that are lists: JSON in the argument or in a file, else one line and status 2.
import { describe, expect, test } from 'vitest';
import { pairs } from '../src/arguments.ts';
import { file, szilard } from './command.ts';

const defaults = { rates: [[0]], interval: 1 };
const rates = [
  [0, 2, 1],
  [1, 0, 2],
  [2, 1, 0],
];

test('JSON in the argument and in a file are the same list; other parameters are read as ever', () => {
  const path = file('rates.json', JSON.stringify(rates, null, 2));
  expect(pairs([`rates=${JSON.stringify(rates)}`, 'interval=2'], '--param', defaults)).toEqual({ rates, interval: 2 });
  expect(pairs([`rates=${path}`], '--param', defaults)).toEqual({ rates });
  expect(pairs(['rates=[[0]]'])).toEqual({ rates: '[[0]]' });
});

describe('refused', () => {
  test.each([
    [
      'rates=nowhere.json',
      /\[--param\] rates: expected JSON such as \[\[0,2\],\[1,0\]\], or a file of it, got "nowhere.json", which is neither \(ENOENT\)/,
    ],
    ['rates=[[0,1', /got text that is no JSON/],
    [`rates=${file('broken.json', '[[0,\n1')}`, /got the file .*broken.json that is no JSON/],
  ])('%s', (text, message) => {
    expect(() => pairs([text], '--param', defaults)).toThrow(message);
    expect(() => pairs([text], '--param', defaults)).not.toThrow(/\n/);
  });
});

test('the command checks a network given in a file, and refuses one that is none', () => {
  const check = (content: string) =>
    szilard('check', 'jump/rate-matrix', '--param', `rates=${file('w.json', content)}`, 'ticks=2', '--trajectories', '500', '--json');
  const { status, json } = check(JSON.stringify(rates));
  expect(status).toBe(0);
  expect(json().provenance.params.rates).toEqual(rates);
  expect(json().verdicts[0]).toMatchObject({ law: 'local detailed balance', holds: 'yes' });
  for (const [content, message] of [
    ['[[0,-1],[1,0]]', /rates\[0\]\[1\]: expected a finite number of at least 0, got -1/],
    ['[[0,1,1],[1,0]]', /rates\[0\]: expected 2 numbers, one a state, got 3/],
    ['[[0,1,0],[1,0,0],[0,0,0]]', /no way from state 0 to state 2/],
    ['{"rates":1}', /rates: expected a list of lists/],
  ] as const) {
    const bad = check(content);
    expect(bad.status).toBe(2);
    expect(bad.stderr.trim().split('\n')).toHaveLength(1);
    expect(bad.stderr).toMatch(message);
  }
});
