import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { file, szilard } from './command.ts';
import { linkPackages } from './outside.ts';

const numbers = Array.from({ length: 400 }, (_, i) =>
  [Math.sin(12.9898 * i) * 43758.5453, Math.sin(78.233 * i) * 24634.6345].map((v) => v - Math.floor(v)),
);
const pairs = file('pairs.csv', `x,y\n${numbers.map(([u, v]) => `${u},${u + 0.3 * v}`).join('\n')}\n`);

describe('estimate, any quantity', () => {
  test('symbols by name: labels, counts in closed form', () => {
    const letters = file('letters.csv', 'letter,n\na,1\na,2\nb,3\nc,4\n');
    const { status, json } = szilard(
      'estimate',
      'entropy',
      letters,
      '--x',
      'letter',
      '--labels',
      'letter',
      '--estimator',
      'entropy/plug-in',
      '--json',
    );
    expect(status).toBe(0);
    expect(json().value).toBeCloseTo(1.5 * Math.log(2), 12);
    expect(json()).toMatchObject({ quantity: 'entropy', unit: 'nat', n: 4, method: 'entropy/plug-in' });
  });

  test('two files play two parts', () => {
    const [forward, backward] = [file('f.csv', '1.5\n0.5\n1\n2\n'), file('b.csv', '-0.5\n-1\n0\n-1.5\n')];
    const { status, stdout } = szilard('estimate', 'free-energy-difference', forward, '--backward', backward, '--estimator', 'bar');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^free-energy-difference = 1\.00000 ± 0\.\d+ kT {3}\(free-energy\/bar, 8 samples\)/);
  });

  test('a bound is written as one', () => {
    // Two turns forward for one back: the current bounds what it costs from below.
    let at = 0;
    const walk = numbers.map(([u]) => (at += u < 2 / 3 ? 1 : -1));
    const turns = file('turns.csv', `${walk.join('\n')}\n`);
    const { stdout } = szilard('estimate', 'entropy-production-rate', turns, '--estimator', 'entropy-production/uncertainty-relation');
    expect(stdout).toMatch(/^entropy-production-rate ≥ 0\.\d+ ± .*lower bound\)/);
  });

  test('a parameter that is a table of names', () => {
    const { status, stderr } = szilard(
      'estimate',
      'memorised-information',
      pairs,
      '--estimator',
      'learning/memorised-information',
      '--param',
      'settings={"k":',
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/^szilard: \[--param\] settings: expected JSON.*\n$/);
  });
});

describe('compare', () => {
  test('every estimator of the quantity on the same data; who refuses says so', () => {
    const { status, json } = szilard(
      'compare',
      'mutual-information',
      pairs,
      '--estimators',
      'ksg1,ksg2,mutual-information/gaussian,mixture',
      '--json',
    );
    expect(status).toBe(0);
    expect(json().estimates.map(({ method }: { method: string }) => method)).toEqual([
      'mutual-information/ksg1',
      'mutual-information/ksg2',
      'mutual-information/gaussian',
    ]);
    for (const { value } of json().estimates) expect(value).toBeGreaterThan(0.5);
    expect(json().refusals).toMatchObject([{ estimator: 'mutual-information/mixture' }]);
  });

  test('a parameter that is text made of digits stays text, here and in estimate', () => {
    const words = file('words.csv', `w\n${[1, 1, 2].join('\n')}\n`);
    const one = szilard('estimate', 'entropy', words, '--estimator', 'grassberger', '--param', 'form=1988', '--json').json();
    expect(one.value / Math.LN2).toBeCloseTo(1.3757622595782166, 6);
    const both = szilard('compare', 'entropy', words, '--estimators', 'grassberger', '--param', 'form=1988', '--json').json();
    expect(both.estimates[0].value).toBe(one.value);
  });

  test('adding one changes no number of the others', () => {
    const one = szilard('compare', 'mutual-information', pairs, '--estimators', 'ksg1', '--json').json();
    const two = szilard('compare', 'mutual-information', pairs, '--estimators', 'gaussian,ksg1', '--json').json();
    expect(two.estimates[1]).toEqual(one.estimates[0]);
  });

  test.each([
    [
      'an estimator of another quantity',
      ['mutual-information', pairs, '--estimators', 'entropy/nsb'],
      /estimates entropy, expected an estimator of mutual-information/,
    ],
    [
      'a parameter that none has',
      ['mutual-information', pairs, '--estimators', 'ksg1', '--param', 'kk=3'],
      /none of mutual-information\/ksg1 has "kk"/,
    ],
    ['a quantity that is none', ['mutual', pairs], /no quantity "mutual"/],
  ])('refuses %s', (_what, args, message) => {
    const { status, stderr } = szilard('compare', ...args);
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});

describe('benchmark', () => {
  test('three gates apart, rows with bias, spread and time', () => {
    const { status, json } = szilard(
      'benchmark',
      'estimators',
      '--task',
      'mutual-information/normal',
      '--estimator',
      'mutual-information/ksg1',
      '--sizes',
      '200',
      '--seeds',
      '3',
      '--json',
    );
    expect(status).toBe(0);
    const { gates, rows } = json();
    expect(gates).toMatchObject([{ estimator: 'mutual-information/ksg1', implementation: expect.stringContaining('bmi') }]);
    expect(gates[0].contract[0]).toBe(gates[0].contract[1]);
    expect(rows).toMatchObject([{ task: 'mutual-information/normal', n: 200, seeds: 3 }]);
    expect(rows[0].truth).toBeCloseTo(-0.5 * Math.log(1 - 0.75 ** 2), 12);
    expect(Math.abs(rows[0].bias)).toBeLessThan(0.15);
  });

  test('coverage: a share of intervals that hold the truth, a verdict, and 1 where a claim is not kept', () => {
    const coverage = (estimator: string, task: string, n: string, ...more: string[]) =>
      szilard('benchmark', 'coverage', '--task', task, '--estimator', estimator, '--sizes', n, '--seeds', '100', '--json', ...more);
    const kept = coverage('free-energy/bar', 'free-energy/normal-work', '300');
    expect(kept.status).toBe(0);
    expect(kept.json()).toMatchObject({
      claims: [{ estimator: 'free-energy/bar', calibrated: true }],
      rows: [{ verdict: 'covers', seeds: 100, silent: { share: 1 } }],
    });
    expect(kept.json().rows[0].coverage.within95).toBeGreaterThan(0.89);

    const boaster = file(
      'boaster.mjs',
      `import { catalogModule } from '@szilard/core/compose';
       import { bar } from '@szilard/estimators';
       const create = (params) => ({ estimate: (input) => ({ ...bar.create(params, {}).estimate(input), stderr: 1e-3, method: 'mine/boaster' }) });
       export default catalogModule('estimator', [{ ...bar, id: 'mine/boaster', create }]);`,
    );
    linkPackages(dirname(boaster));
    const broken = coverage('mine/boaster', 'free-energy/normal-work', '300', '--plugin', boaster);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/mine\/boaster: says that its error bar is calibrated; measured otherwise/);
    expect(broken.json().rows[0].verdict).toBe('narrow');
  });

  test('refuses what it does not know', () => {
    expect(szilard('benchmark', 'models').stderr).toMatch(/expected estimators or coverage, got "models"/);
    expect(szilard('benchmark', 'estimators', '--task', 'nonsense').stderr).toMatch(/no "nonsense"/);
    expect(szilard('benchmark', 'estimators', '--out', 'x.txt').stderr).toMatch(/ends in \.md or \.json/);
  });
});
