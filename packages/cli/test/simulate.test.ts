import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { make, randomStream, simulate as run } from '@szilard/core';
import { drivenRing } from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';
import { parseNpy } from '../src/npy.ts';
import { program } from '../src/program.ts';
import { timeGrid } from '../src/time-grid.ts';
import { bin, file, folder, szilard } from './command.ts';

const decay = { initial: { X: 100, Y: 0 }, parameters: { k: 0.5 }, reactions: [{ reactants: { X: 1 }, products: { Y: 1 }, rate: 'k*X' }] };
const network = (document: unknown = decay) => file('net.json', JSON.stringify(document));
const table = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
const simulate = (...args: string[]) => szilard('simulate', ...args);

describe('a network', () => {
  test('is written as time, NAME_mean, NAME_sd: one row per time', () => {
    const { status, stdout, stderr } = simulate(network(), '--times', '0:4:1', '--trajectories', '2000');
    expect([status, stderr]).toEqual([0, '']);
    const [head, ...rows] = table(stdout);
    expect(head).toEqual(['time', 'X_mean', 'X_sd', 'Y_mean', 'Y_sd']);
    expect(rows[0]).toEqual(['0', '100', '0', '0', '0']);
    rows.forEach(([time, mean, sd, other], k) => {
      expect(Number(time)).toBe(k);
      expect(Number(mean) + Number(other)).toBeCloseTo(100, 10);
      const stays = Math.exp(-0.5 * k);
      if (k > 0) expect({ value: Number(mean), stderr: Number(sd) / Math.sqrt(2000) }).toAgreeWith(100 * stays);
      if (k > 0) expect(Number(sd)).toBeCloseTo(Math.sqrt(100 * stays * (1 - stays)), 0);
    });
  });

  test('goes into files: the table, and every trajectory as CSV or .npy', () => {
    const home = folder();
    const path = network();
    const go = (ending: string) =>
      simulate(
        path,
        '--times',
        '0,1.5',
        '--trajectories',
        '70',
        '--out',
        join(home, 'out.csv'),
        '--trajectories-out',
        join(home, `all.${ending}`),
      );
    const { status, stdout } = go('csv');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^net\.json: 70 of 70 trajectories, 2 times, 2 columns, [\d.]+ s\. Written: /);
    go('npy');
    expect(readdirSync(home).sort()).toEqual(['all.csv', 'all.npy', 'out.csv']);
    const [head, ...rows] = table(readFileSync(join(home, 'all.csv'), 'utf8'));
    expect(head).toEqual(['trajectory', 'time', 'X', 'Y']);
    expect(rows).toHaveLength(140);
    expect(rows[139].slice(0, 2)).toEqual(['69', '1.5']);
    const bytes = readFileSync(join(home, 'all.npy'));
    expect(bytes.toString('latin1')).toContain("'shape': (70, 2, 2)");
    const numbers = rows.flatMap((row) => row.slice(2).map(Number));
    expect([...new Float64Array(bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.length))]).toEqual(numbers);
    const sum = rows.reduce((total, [, time, x]) => total + (time === '1.5' ? Number(x) : 0), 0);
    expect(Number(table(readFileSync(join(home, 'out.csv'), 'utf8'))[2][1])).toBe(sum / 70);
    expect(() => parseNpy(bytes, 'all.npy')).toThrow(/1 or 2 dimensions, got shape \(70, 2, 2\)/);
  });

  test('gives one JSON document, the same for the same seed', () => {
    const path = network();
    const go = (seed: string) => simulate(path, '--times', '0:2', '--trajectories', '100', '--seed', seed, '--param', 'k=2', '--json');
    const document = go('2').json();
    expect(document).toMatchObject({ name: 'net.json', times: [0, 1, 2], columns: ['X', 'Y'], trajectories: 100, interrupted: false });
    expect(document.mean.X[0]).toBe(100);
    expect(document.sd.X).toHaveLength(3);
    expect(document.firings).toBe(Math.round(100 * document.mean.Y[2]));
    expect(document.provenance).toMatchObject({ seed: '2', params: { k: 2 }, trajectories: 100 });
    expect(go('2').stdout).toBe(go('2').stdout);
    expect(go('3').json().mean).not.toEqual(document.mean);
    expect(simulate(path, '--trajectories', '1', '--times', '3', '--json').json().sd.X).toEqual([null]);
  });

  test('with events, rules and columns, as one case of several', () => {
    const cases = {
      cases: [
        { id: 'a', network: decay },
        { id: 'b', network: decay, events: ['reset= t>=2 : X=50'], rules: ['twice = 2*X'], columns: ['X', 'twice'] },
      ],
    };
    const rows = table(simulate(network(cases), '--case', 'b', '--times', '2', '--trajectories', '20').stdout);
    expect(rows).toEqual([
      ['time', 'X_mean', 'X_sd', 'twice_mean', 'twice_sd'],
      ['2', '50', '0', '100', '0'],
    ]);
  });
});

describe('a model', () => {
  test('is seen at its ticks: the trajectories of the engine', () => {
    const { stdout, status } = simulate('jump/driven-ring', '--trajectories', '300', '--times', '0:40:20', '--seed', '3');
    expect(status).toBe(0);
    const bath = make(ideal);
    const rng = randomStream('3').fork('jump/driven-ring').fork('ideal').fork('forward');
    const { x } = run({ ...make(drivenRing), reservoirs: { x: bath, theta: bath } }, { trajectories: 300, rng });
    const mean = x.data.reduce((a, b) => a + b) / 300;
    const rows = table(stdout);
    expect(rows.map(([time]) => time)).toEqual(['time', '0', '20', '40']);
    expect(rows[0]).toEqual(['time', 'x0_mean', 'x0_sd']);
    expect(Number(rows[3][1])).toBe(mean);
  });

  test('has columns for both seats', () => {
    const { json } = simulate('ppm/quadratic-loss', '--trajectories', '10', '--json');
    const { columns, provenance } = json();
    expect(columns.filter((name: string) => name.startsWith('theta'))).toEqual(['theta0', 'theta1']);
    expect(provenance).toMatchObject({ model: 'ppm/quadratic-loss', reservoir: 'ideal', times: 'ticks' });
  });
});

describe('what stops it', () => {
  const rare = { initial: { X: 0 }, reactions: [{ name: 'R', products: { X: 1 }, rate: 'X < 12 ? 0.5 : -1' }] };

  test('a fault in the middle: an earlier file stays, what was finished is kept apart', () => {
    const home = folder();
    const out = join(home, 'out.csv');
    writeFileSync(out, 'earlier\n');
    const { status, stdout, stderr } = simulate(
      network(rare),
      '--times',
      '0:10',
      '--out',
      out,
      '--trajectories-out',
      join(home, 'all.npy'),
    );
    expect([status, stdout]).toEqual([2, '']);
    const [, done] =
      /^szilard: \[net\.json\] reaction "R", trajectory (\d+), time [\d.]+: expected a rate of at least 0 .* Kept: the \1 trajectories before it, a biased selection, in .*all\.partial\.npy, .*out\.partial\.csv\.\n$/.exec(
        stderr,
      ) ?? [];
    expect(Number(done)).toBeGreaterThan(0);
    expect(readFileSync(out, 'utf8')).toBe('earlier\n');
    expect(readdirSync(home).sort()).toEqual(['all.partial.npy', 'out.csv', 'out.partial.csv']);
    expect(readFileSync(join(home, 'all.partial.npy')).toString('latin1')).toContain(`'shape': (${done}, 11, 1)`);
  });

  test('an interrupt: what was finished is written, and how much it is', async () => {
    const home = folder();
    const slow = {
      initial: { X: 5000 },
      reactions: [
        ['X -> 2X', 1],
        ['X -> 0', 1],
      ],
    };
    const child = spawn(process.execPath, [bin, 'simulate', network(slow), '--trajectories', '100000', '--out', join(home, 'out.csv')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (text) => (told += text));
    setTimeout(() => child.kill('SIGINT'), 4000);
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    const [, done] = /^szilard: interrupted; (\d+) of 100000 trajectories were finished and are in .*out\.csv\n$/.exec(told) ?? [];
    expect(Number(done)).toBeGreaterThan(0);
    expect(table(readFileSync(join(home, 'out.csv'), 'utf8'))).toHaveLength(52);
    expect(readdirSync(home)).toEqual(['out.csv']);
  });
});

describe('bad input: one line, exit status 2, nothing written', () => {
  const good = network();
  const home = folder();
  mkdirSync(join(home, 'taken.csv'));
  const wrong = (more: object) => network({ ...decay, ...more });
  const cases: [string, string[], RegExp][] = [
    ['no such file', ['nowhere.json'], /nowhere\.json: expected a file with a reaction network, got none/],
    ['neither file nor model', ['nowhere'], /No model "nowhere"/],
    ['broken JSON', [file('b.json', '{\n"initial": {,}}')], /b\.json\] line 2, column 13: expected JSON, got ",\}\}"/],
    ['an unknown species', [wrong({ reactions: [['X -> 0', 'k*Z']] })], /net\.json reactions\[0\]\.rate\] "k\*Z", character 3: .*got "Z"/],
    ['a negative count', [wrong({ initial: { X: -3 } })], /initial\.X\] expected a count of at least 0, got -3/],
    [
      'a negative rate',
      [wrong({ parameters: { k: -1 } })],
      /reaction "reaction 1", time 0: expected a rate of at least 0 and finite, got -100/,
    ],
    ['compartments', [wrong({ needs_compartment_semantics: true })], /Compartment volumes are not supported/],
    ['an unknown parameter', [good, '--param', 'q=2'], /--param\] expected one of its parameters: k, got "q"/],
    ['times that are none', [good, '--times', 'now'], /--times\] expected finite times of at least 0, got "now"/],
    ['times that go back', [good, '--times', '5:0:1'], /expected an end not before the start/],
    ['times that fall', [good, '--times', '1,1'], /expected times that rise/],
    ['a step of nothing', [good, '--times', '0:5:0'], /expected a step above 0/],
    ['more times than anyone reads', [good, '--times', '0:1e9:1'], /expected at most 1000000 times/],
    ['no trajectories', [good, '--trajectories', '0'], /--trajectories\] expected a whole number of at least 1, got "0"/],
    ['a case that is not there', [good, '--case', 'x'], /expected a list of cases with one called "x", got one network only/],
    ['ticks that a model has not', ['jump/driven-ring', '--times', '0:41:1'], /expected whole ticks from 0 to 40 .* got 41/],
    ['half ticks', ['jump/driven-ring', '--times', '0:1:0.5'], /whole ticks .* got 0\.5/],
    ['a case of a model', ['jump/driven-ring', '--case', 'x'], /--case\] belongs to a file of networks/],
    ['a folder for a file', [good, '--out', join(home, 'taken.csv')], /expected a file to write or replace, got a folder/],
    ['a folder that is not there', [good, '--out', join(home, 'no', 'out.csv')], /expected a folder to write into/],
    ['its own input', [good, '--out', good], /expected a file of its own/],
    [
      'one file for two',
      [good, '--out', join(home, 'a.csv'), '--trajectories-out', join(home, 'a.csv')],
      /--trajectories-out\].*expected a file of its own/,
    ],
    ['an unknown ending', [good, '--trajectories-out', join(home, 'a.txt')], /ends in \.csv or \.npy/],
    [
      'a runaway',
      [network({ initial: { X: 9 }, reactions: [['2X -> 3X', 1]] }), '--max-firings', '1000'],
      /expected at most 1000 firings before time 50, got more/,
    ],
  ];
  test.each(cases)('%s', async (_name, args, words) => {
    const refused = program(['simulate', ...args]);
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toThrow(/^[^\n]+$/);
    expect(readdirSync(home)).toEqual(['taken.csv']);
  });

  test.each(cases.slice(2, 4))('%s, as a shell sees it', (_name, args, words) => {
    const { status, stdout, stderr } = simulate(...args);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('a grid of times', () => {
  test.each([
    ['0:50:1', 51, 50],
    ['0:0.3:0.1', 4, 0.3],
    ['0:1:0.3', 4, 0.9],
    ['2:4', 3, 4],
    ['7', 1, 7],
    ['0, .5,1e3', 3, 1000],
  ])('%s', (text, count, last) => {
    const times = timeGrid(text);
    expect([times.length, times.at(-1)]).toEqual([count, last]);
  });
});
