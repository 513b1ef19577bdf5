import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomStream } from '@szilard/core';
import { describe, expect, test } from 'vitest';
import { bin, file, folder, szilard } from './command.ts';
import { linkPackages } from './outside.ts';

/** Correlated normals, ρ = 0.8, as text. */
function pairs(n: number, line = (x: number, y: number) => `${x},${y}`, head = ''): string {
  const rng = randomStream(1).fork('pairs');
  const rows = Array.from({ length: n }, () => {
    const x = rng.normal();
    return line(x, 0.8 * x + 0.6 * rng.normal());
  });
  return `${head}${rows.join('\n')}\n`;
}

describe('list', () => {
  test('gives ids, one line, source and defaults of every shelf as JSON', () => {
    const { status, json } = szilard('list', '--json');
    expect(status).toBe(0);
    const shelves = json();
    expect(Object.keys(shelves)).toEqual(['models', 'kernels', 'reservoirs', 'quantities', 'estimators', 'checks', 'examples']);
    for (const entries of Object.values<any>(shelves)) {
      expect(entries.length).toBeGreaterThan(2);
      for (const entry of entries)
        expect(entry).toMatchObject({ id: expect.any(String), title: expect.any(String), source: expect.any(String) });
    }
    expect(shelves.models.find(({ id }: any) => id === 'langevin/dragged-trap').defaults).toMatchObject({ k: 1, dt: 0.1, ticks: 20 });
    expect(szilard('list', 'reservoirs').stdout).toMatch(/^reservoirs\n {2}ideal\n/);
  });

  test('says of every estimator what it gives, who verified it and whether its error bar is calibrated', () => {
    const { estimators } = szilard('list', 'estimators', '--json').json();
    const of = (wanted: string) => estimators.find(({ id }: any) => id === wanted);
    expect(of('mutual-information/ksg1')).toMatchObject({ bound: null, verifiedBy: 'bmi, infomeasure', calibrated: false });
    expect(of('free-energy/bar')).toMatchObject({ bound: null, verifiedBy: 'pymbar', calibrated: true });
    expect(of('entropy-production/neep')).toMatchObject({ bound: 'lower', calibrated: false });
    expect(of('entropy/nsb')).toMatchObject({ bound: null, verifiedBy: null });
    const { stdout } = szilard('list', 'estimators');
    expect(stdout).toMatch(/entropy\/nsb\n.*\n {6}estimate; unverified: no external case; error bar not calibrated\n/);
    expect(stdout).toMatch(/mutual-information\/nwj\n.*\n {6}lower bound; .*; error bar not calibrated\n/);
    expect(szilard('list', 'models').stdout).not.toMatch(/unverified|verified by/);
  });
});

describe('check', () => {
  test('prints one JSON document with the laws by name, and nothing else', () => {
    const { status, stdout, json } = szilard('check', 'langevin/dragged-trap', '--trajectories', '4000', '--seed', '2', '--json');
    expect(status).toBe(0);
    expect(stdout.trimStart().startsWith('{')).toBe(true);
    const { model, reservoir, verdicts, provenance } = json();
    expect({ model, reservoir }).toEqual({ model: 'langevin/dragged-trap', reservoir: 'ideal' });
    expect(verdicts.map(({ law, holds }: any) => [law, holds])).toEqual([
      ['local detailed balance', 'yes'],
      ['detailed fluctuation theorem', 'yes'],
      ['integral fluctuation theorem', 'yes'],
      ['second law', 'yes'],
    ]);
    for (const verdict of verdicts) expect(Object.keys(verdict)).toEqual(['law', 'holds', 'statistic', 'p', 'resolution', 'n', 'because']);
    expect(provenance).toMatchObject({
      seed: '2',
      trajectories: 4000,
      params: { k: 1 },
      szilard: expect.any(String),
      node: process.version,
    });
  });

  test('a model that says it misses local detailed balance ends 0 with that verdict no', () => {
    const { status, json } = szilard('check', 'langevin/euler-trap', '--trajectories', '1000', '--json');
    expect(status).toBe(0);
    const [ldb] = json().verdicts;
    expect(ldb.holds).toBe('no');
    expect(ldb.statistic[0]).toBeCloseTo(0.05, 10);
  });

  test('takes parameters of model and reservoir, in any place', () => {
    const { status, json } = szilard(
      'check',
      '--param',
      'ticks=5',
      'velocity=0.5',
      'metropolis-trap',
      '--reservoir',
      'finite',
      '--reservoir-param',
      'capacity=3',
      '--trajectories',
      '500',
      '--json',
    );
    expect(status).toBe(0);
    expect(json().provenance).toMatchObject({ params: { ticks: 5, velocity: 0.5 }, reservoirParams: { capacity: 3 } });
  });

  test('the same seed gives the same document', () => {
    const go = (seed: string) => szilard('check', 'jump/driven-ring', '--trajectories', '500', '--seed', seed, '--json').stdout;
    expect(go('3')).toBe(go('3'));
    expect(go('3')).not.toBe(go('4'));
  });

  test('any number of workers gives the same document', () => {
    const go = (workers: string) =>
      szilard('check', 'langevin/double-well', '--trajectories', '1500', '--workers', workers, '--json').stdout;
    expect(go('2')).toBe(go('1'));
  });

  test('a plugin that breaks its own claim ends 1', () => {
    const liar = file(
      'liar.mjs',
      `import { catalogModule } from '@szilard/core/compose';
       import { eulerTrap } from '@szilard/models';
       export default catalogModule('model', [{ ...eulerTrap, id: 'mine/liar', claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] } }]);`,
    );
    // A module outside finds the packages as any program does: through a node_modules folder beside it.
    linkPackages(dirname(liar));
    const { status, stderr } = szilard('check', 'mine/liar', '--plugin', liar, '--trajectories', '300');
    expect(stderr).toContain('mine/liar × ideal breaks its claim of local detailed balance');
    expect(status).toBe(1);
  });
});

describe('estimate', () => {
  const fields = ['quantity', 'value', 'stderr', 'unit', 'n', 'method', 'params', 'cautions'];
  const truth = -0.5 * Math.log(1 - 0.64);

  test.each([
    ['comma', pairs(800)],
    ['blank', pairs(800, (x, y) => `${x}  ${y}`)],
    ['header and comments', pairs(800, (x, y) => `${x}, ${y}`, '# made by a test\n% and more\nalpha,beta\n')],
  ])('reads %s separated columns; estimators agree with the closed form', (_kind, text) => {
    const data = file('pairs.csv', text);
    for (const estimator of ['ksg1', 'mutual-information/gaussian']) {
      const { status, json } = szilard('estimate', 'mutual-information', data, '--estimator', estimator, '--json');
      expect(status).toBe(0);
      expect(Object.keys(json())).toEqual(fields);
      expect(json()).toMatchObject({ unit: 'nat', n: 800 });
      expect(json()).toAgreeWith(truth);
    }
  });

  test('takes columns by name and parameters', () => {
    const data = file(
      'named.csv',
      pairs(300, (x, y) => `${y},0.5,${x}`, 'out,flat,in\n'),
    );
    const { json } = szilard(
      'estimate',
      'mutual-information',
      data,
      '--estimator',
      'ksg1',
      '--x',
      'in',
      '--y',
      'out',
      '--param',
      'k=5',
      '--json',
    );
    expect(json()).toMatchObject({ params: { k: 5 }, method: 'mutual-information/ksg1' });
    expect(json()).toAgreeWith(truth);
  });
});

describe('bad input: one line, exit status 2, no stack trace', () => {
  const good = file('good.csv', pairs(50));
  const cases: [string, string[], RegExp][] = [
    ['unknown command', ['chekc'], /unknown command 'chekc'/],
    ['unknown option', ['check', 'langevin/dragged-trap', '--seeed', '1'], /unknown option '--seeed'/],
    [
      'unknown model',
      ['check', 'langevin/dragged-trpa'],
      /No model "langevin\/dragged-trpa"\. Known: .*Did you mean "langevin\/dragged-trap"\?/,
    ],
    ['unknown reservoir', ['check', 'langevin/dragged-trap', '--reservoir', 'idael'], /No reservoir "idael".*Did you mean "ideal"/],
    ['unknown example', ['run', 'own-plugni'], /No example "own-plugni".*Did you mean "own-plugin"/],
    ['unknown shelf', ['list', 'modles'], /expected one of models.*Did you mean "models"/],
    [
      'misspelt parameter',
      ['check', 'langevin/dragged-trap', '--param', 'velocty=2'],
      /has no parameter "velocty".*Did you mean "velocity"/,
    ],
    ['parameter out of range', ['check', 'langevin/dragged-trap', '--param', 'beta=-1'], /beta: expected a finite number above 0, got -1/],
    [
      'parameter of the wrong kind',
      ['check', 'langevin/dragged-trap', '--param', 'beta=warm'],
      /beta: expected a finite number above 0, got "warm"/,
    ],
    ['parameter without value', ['check', 'langevin/dragged-trap', '--param', 'beta'], /expected NAME=VALUE, got "beta"/],
    ['parameter twice', ['check', 'langevin/dragged-trap', '--param', 'beta=1', 'beta=2'], /beta: expected one value, got two/],
    [
      'no trajectories',
      ['check', 'langevin/dragged-trap', '--trajectories', '0'],
      /--trajectories\] expected a whole number of at least 1, got "0"/,
    ],
    ['no workers', ['check', 'langevin/dragged-trap', '--workers', '0'], /--workers\] expected a whole number of at least 1/],
    ['seed as text', ['check', 'langevin/dragged-trap', '--seed', 'x'], /--seed\] expected a whole number/],
    ['jumps that are too likely', ['check', 'jump/driven-ring', '--param', 'dt=3'], /dt: expected a chance to leave state \d of at most 1/],
    [
      'reservoir that does not fit',
      ['check', 'langevin/dragged-trap', '--reservoir', 'minibatch'],
      /expected a subsystem that states its gradientNoise/,
    ],
    [
      'non-finite force in the middle of a run',
      ['check', 'langevin/double-well', '--param', 'dt=5', 'ticks=50', '--trajectories', '100'],
      /tick \d+ of 50, trajectory \d+, seat x: expected a finite state/,
    ],
    ['missing plugin', ['check', 'x', '--plugin', 'nowhere.mjs'], /nowhere\.mjs, which does not exist/],
    [
      'plugin that is none',
      ['check', 'x', '--plugin', file('empty.mjs', 'export default 3;')],
      /expected a default export made by catalogModule/,
    ],
    ['plugin that does not load', ['check', 'x', '--plugin', file('broken.mjs', 'export default (;')], /could not be loaded/],
    ['missing file', ['estimate', 'mutual-information', 'nowhere.csv', '--estimator', 'ksg1'], /nowhere\.csv/],
    [
      'unknown quantity',
      ['estimate', 'mutual-informaton', good, '--estimator', 'ksg1'],
      /no quantity "mutual-informaton".*Did you mean "mutual-information"/,
    ],
    ['unknown estimator', ['estimate', 'mutual-information', good, '--estimator', 'ksg9'], /No estimator "ksg9"/],
    [
      'estimator of another quantity',
      ['estimate', 'mutual-information', good, '--estimator', 'entropy-production/ledger'],
      /estimates entropy-production, expected an estimator of mutual-information/,
    ],
    ['no estimator', ['estimate', 'mutual-information', good], /required option '--estimator <id>'/],
    ['empty file', ['estimate', 'mutual-information', file('e.csv', ''), '--estimator', 'ksg1'], /e\.csv/],
    ['ragged file', ['estimate', 'mutual-information', file('r.csv', '1,2\n3\n4,5\n'), '--estimator', 'ksg1'], /r\.csv.*line 2/],
    ['NaN in a file', ['estimate', 'mutual-information', file('n.csv', '1,2\n3,nan\n4,5\n'), '--estimator', 'ksg1'], /n\.csv.*line 2/],
    [
      'text in a file',
      ['estimate', 'mutual-information', file('t.csv', 'a,b\n1,2\n3,four\n'), '--estimator', 'ksg1'],
      /t\.csv.*line 3.*four/,
    ],
    ['no such column', ['estimate', 'mutual-information', good, '--estimator', 'ksg1', '--x', '0', '--y', '7'], /7/],
    ['k ≥ n', ['estimate', 'mutual-information', good, '--estimator', 'ksg1', '--param', 'k=50'], /k.*50/],
    [
      'which columns?',
      ['estimate', 'mutual-information', file('w.csv', '1,2,3\n4,5,6\n7,8,9\n'), '--estimator', 'ksg1'],
      /Say which are x and which are y/,
    ],
    [
      'a barrier too high to draw from',
      ['check', 'langevin/double-well', '--param', 'barrier=1e20', 'ticks=2', 'dt=1e-30'],
      /\[boltzmann\] expected an equilibrium that fills/,
    ],
    [
      'more ticks than there is room for',
      ['check', 'langevin/dragged-trap', '--param', 'ticks=1e9'],
      /ticks: expected a whole number at least 1 and at most 1000000/,
    ],
    ['a parameter of every object', ['check', 'langevin/dragged-trap', '--param', 'toString=1'], /has no parameter "toString"/],
    ['no such folder', ['run', 'own-plugin', '--out', 'nowhere'], /--out\] expected a folder/],
  ];
  test.each(cases)('%s', (_name, args, words) => {
    const { status, stdout, stderr } = szilard(...args);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(words);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^szilard: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('a stack trace where it is asked for', () => {
    expect(szilard('check', 'nothing', '--debug').stderr).toMatch(/\n\s+at /);
  });
});

describe('run', () => {
  test('writes a page and the data, prints the table', () => {
    const out = folder();
    const { status, stdout, stderr } = szilard('run', 'own-plugin', '--quick', '--out', out);
    expect(status).toBe(0);
    expect(stdout).toContain('mine/stiffening-quartic × mine/two-baths');
    expect(stdout).toContain('Every model meets its own claims.');
    expect(stderr).toMatch(/^szilard: mine\/stiffening-quartic × ideal, [\d.]+ s\n/);
    expect(readdirSync(out).sort()).toEqual(['report.html', 'results.json']);
    const data = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(data).toMatchObject({ interrupted: false, broken: [], provenance: { seed: '1' } });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('</html>');
  });

  test('--json puts one document on standard output', () => {
    const { json } = szilard('run', 'two-accountants', '--quick', '--json', '--out', folder());
    expect(json().examples[0].id).toBe('two-accountants');
  });

  test('an interrupt keeps what was finished', async () => {
    const out = folder();
    const child = spawn(process.execPath, [bin, 'run', 'laws-across-families', '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, SZILARD_MNIST: '' },
    });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
      if (told.split('\n').length === 3) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(told).toContain('interrupted');
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    const { interrupted, examples } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(interrupted).toBe(true);
    expect(examples[0].systems.length).toBeGreaterThanOrEqual(2);
  });
});
