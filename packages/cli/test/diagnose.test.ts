// `szilard diagnose`: how good the reservoirs of a model are, as a document or a table; and the view of mini-batches in every result.
import { describe, expect, test } from 'vitest';
import { szilard } from './command.ts';

const look = (...args: string[]) => szilard('diagnose', ...args, '--trajectories', '1000', '--seed', '2');
const find = (rows: any[], quantity: string) => rows.find((row) => row.quantity === quantity);

describe('as JSON', () => {
  test('one document: rows with value, error, unit and what is ideal; notes, view, provenance', () => {
    const { status, json } = look('ppm/quadratic-loss', '--reservoir', 'minibatch', '--param', 'steps=60', '--json');
    expect(status).toBe(0);
    const { rows, view, provenance } = json();
    expect(Object.keys(json())).toEqual(['model', 'reservoir', 'view', 'rows', 'notes', 'provenance']);
    expect(view).toBe('reservoir');
    expect(provenance).toMatchObject({ seed: '2', trajectories: 1000, params: { steps: 60 }, reservoirParams: { batch: 10 } });
    for (const row of rows)
      expect(row).toMatchObject({
        quantity: expect.any(String),
        about: expect.any(String),
        value: expect.any(Number),
        stderr: expect.any(Number),
      });
    expect(find(rows, 'whiteness.theta')).toMatchObject({ holds: 'yes', ideal: 0 });
    expect(find(rows, 'balance-residual').holds).toBe('no');
    expect(find(rows, 'housekeeping-rate')).toAgreeWith(0.1956521739);
    // In units of the reference temperature ε tr C/(4|b|) = 0.0075.
    expect(find(rows, 'mode-temperature.theta.1')).toAgreeWith(0.01052631579 / 0.0075);
    expect(find(rows, 'mode-temperature.theta.2')).toAgreeWith(0.00625 / 0.0075);
  });

  test('lists reach the reservoir; the same seed gives the same document', () => {
    const given = ['--reservoir-param', 'covariance=given', 'matrix=[[2,1],[1,1]]'];
    const run = () => look('ppm/quadratic-loss', '--reservoir', 'minibatch', ...given, '--param', 'steps=40', '--json');
    const [once, again] = [run(), run()];
    expect(once.status).toBe(0);
    expect(again.stdout).toBe(once.stdout);
    expect(once.json().provenance.reservoirParams.matrix).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });
});

test('as a table: measured, ideal, distance in errors, answer, and why not', () => {
  const { status, stdout } = look(
    'langevin/dragged-trap',
    '--reservoir',
    'memory',
    '--reservoir-param',
    'friction=none',
    'stiffness=5',
    '--param',
    'velocity=0',
    'ticks=60',
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^langevin\/dragged-trap × memory, 1000 trajectories of 120 moves\n\nquantity +measured +ideal +z +ideal\?\n/);
  expect(stdout).toMatch(/^whiteness\.x +\S+ ± \S+ +0 +\+\d+\.\d +no +C\(t, 1\)\/C\(t, 0\)/m);
  expect(stdout).toMatch(/^balance-residual +0 to rounding nat +0 +yes/m);
  expect(stdout).toMatch(/^ {2}whiteness\.x: χ² = /m);
});

describe('a result names its view of mini-batches', () => {
  const run = (command: string, view: string, ...more: string[]) =>
    szilard(command, 'ppm/sgld-quadratic', '--param', `view=${view}`, '--trajectories', '200', ...more);
  test('check and account, document and table', () => {
    expect(run('check', 'protocol', '--json').json().view).toBe('protocol');
    expect(run('check', 'reservoir').stdout).toContain('note: mini-batches are the RESERVOIR');
    expect(run('account', 'protocol').stdout).toContain('note: mini-batches are the PROTOCOL');
  });
  test('none where there are no batches', () => {
    expect(szilard('check', 'langevin/dragged-trap', '--trajectories', '200', '--json').json()).not.toHaveProperty('view');
  });
});

test('an accountant who is wrong on purpose is told so, and breaks no claim', () => {
  const { status, stdout } = szilard(
    'check',
    'dragged-trap',
    '--reservoir',
    'memory',
    '--reservoir-param',
    'accountant=naive',
    '--trajectories',
    '500',
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/local detailed balance +no /);
});

describe('bad input ends 2 with one line', () => {
  test.each([
    [['ppm/quadratic-los'], /No model "ppm\/quadratic-los".* Did you mean "ppm\/quadratic-loss"\?/],
    [['gyrator', '--reservoir', 'memory'], /\[memory\] expected a seat whose kernel takes the bath's force/],
    [['ppm/sgld-quadratic', '--reservoir', 'minibatch'], /\[view\] .* got both/],
    [['dragged-trap', '--trajectories', '1'], /--trajectories/],
    [['dragged-trap', '--reservoir', 'parameters'], /\[parameters\] expected a model with parameters θ beside x/],
    [[], /missing required argument/],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = szilard('diagnose', ...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
