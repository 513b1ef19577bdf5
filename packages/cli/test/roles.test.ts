import { defineQuantity, type QuantityPlugin, SzilardError } from '@szilard/core';
import { quantities } from '@szilard/estimators';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { inputOf, type RoleOptions } from '../src/roles.ts';
import { openTable } from '../src/table.ts';
import { file } from './command.ts';

const quantity = (id: string) => quantities.find((each) => each.id === id) as QuantityPlugin;
const read = (id: string, path: string, said: Record<string, string> = {}, more: Partial<RoleOptions> = {}) =>
  inputOf(quantity(id), path, { said, ...more });
const refusal = async (act: () => Promise<unknown>): Promise<string> => {
  const error = await act().then(
    () => undefined,
    (caught) => caught,
  );
  expect(error).toBeInstanceOf(SzilardError);
  expect((error as Error).message).not.toMatch(/[\r\n]/);
  return (error as Error).message;
};
const numbers = (batch: { data: Float64Array }) => [...batch.data];

describe('Parquet', () => {
  const write = (columns: { name: string; data: unknown[]; type?: string }[]) =>
    file('t.parquet', new Uint8Array(parquetWriteBuffer({ columnData: columns as never })));

  test('numbers, whole numbers, booleans, in several row groups', async () => {
    const n = 2500;
    const path = file(
      'big.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            { name: 'a', data: Array.from({ length: n }, (_, i) => i / 3), type: 'DOUBLE' },
            { name: 'b', data: Array.from({ length: n }, (_, i) => BigInt(i)), type: 'INT64' },
            { name: 'c', data: Array.from({ length: n }, (_, i) => i % 2 === 0), type: 'BOOLEAN' },
          ],
          rowGroupSize: 700,
        }),
      ),
    );
    const table = await openTable(path);
    expect(table).toMatchObject({ names: ['a', 'b', 'c'], rows: n, columns: 3 });
    for (const i of [0, 699, 700, 2499]) expect([...table.data.subarray(3 * i, 3 * i + 3)]).toEqual([i / 3, i, i % 2 === 0 ? 1 : 0]);
  });

  test('text only where it is said to be labels', async () => {
    const path = write([
      { name: 'letter', data: ['u', 'v', 'u'], type: 'STRING' },
      { name: 'x', data: [1, 2, 3], type: 'DOUBLE' },
    ]);
    expect(await refusal(() => openTable(path))).toMatch(/row 0, column 0 "letter".*--labels/);
    const { roles } = await read('entropy', path, { x: 'letter' }, { labels: 'letter' });
    expect(numbers(roles.x)).toEqual([0, 1, 0]);
  });

  test('holes, not-a-numbers and damage are refused', async () => {
    expect(await refusal(async () => openTable(write([{ name: 'x', data: [1, null, 3], type: 'DOUBLE' }])))).toMatch(/row 1.*null/);
    expect(await refusal(async () => openTable(write([{ name: 'x', data: [1, Number.NaN], type: 'DOUBLE' }])))).toMatch(/row 1.*NaN/);
    expect(await refusal(() => openTable(file('no.parquet', 'PAR1 not really PAR1')))).toMatch(/cannot be read/);
    expect(await refusal(() => openTable(file('no.parquet', '1,2')))).toMatch(/Parquet file/);
  });
});

describe('columns play the parts of a quantity', () => {
  const abc = file('abc.csv', 'a,b,c\n1,2,3\n4,5,6\n7,8,9\n10,11,12\n');

  test('in order where there are as many, all where there is one part', async () => {
    const { roles } = await read('conditional-mutual-information', abc);
    expect([numbers(roles.x), numbers(roles.y), numbers(roles.z)].map(([first]) => first)).toEqual([1, 2, 3]);
    expect((await read('entropy', abc)).roles.x.dim).toBe(3);
    expect(await refusal(() => read('mutual-information', abc))).toMatch(/has 3 columns: a, b, c\. Say which are x and which are y/);
  });

  test('by name, from another file, or said outright', async () => {
    const other = file('other.csv', 'w\n0.5\n0.25\n');
    expect(numbers((await read('mutual-information', abc, { x: 'a', y: 'b,c' })).roles.y)).toEqual([2, 3, 5, 6, 8, 9, 11, 12]);
    const { roles } = await read('free-energy-difference', other, { backward: `${abc}:c` });
    expect([numbers(roles.forward), numbers(roles.backward)]).toEqual([
      [0.5, 0.25],
      [3, 6, 9, 12],
    ]);
    expect(numbers((await read('free-energy-between-states', abc, { counts: '=2,1,1' })).roles.counts)).toEqual([2, 1, 1]);
    expect((await read('free-energy-between-states', abc, { counts: '=1,1,1,0' }, { transpose: true })).roles.reduced).toMatchObject({
      n: 3,
      dim: 4,
    });
  });

  test('trajectories by a column, of one length, each in one piece', async () => {
    const runs = file('runs.csv', 'run,s\n0,1\n0,2\n1,3\n1,4\n');
    const columns = await read('active-information-storage', runs, {}, { trajectory: 'run' });
    expect(columns.starts).toEqual([0, 2]);
    expect(numbers(columns.roles.target)).toEqual([1, 2, 3, 4]);
    expect(quantity('active-information-storage').create({}, {})(columns)).toMatchObject({ target: { trajectories: 2, steps: 2, dim: 1 } });
    const uneven = await read('active-information-storage', file('u.csv', 'run,s\n0,1\n0,2\n1,3\n'), {}, { trajectory: 'run' });
    expect(() => quantity('active-information-storage').create({}, {})(uneven)).toThrow(/equal length/);
    expect(
      await refusal(() => read('active-information-storage', file('p.csv', 'run,s\n0,1\n1,2\n0,3\n'), {}, { trajectory: 'run' })),
    ).toMatch(/0 comes back in row 2/);
    expect(await refusal(() => read('entropy', runs, {}, { trajectory: 'run' }))).toMatch(/time series/);
  });

  test('refusals name the part', async () => {
    expect(await refusal(() => read('mutual-information', abc, { forward: '0' }))).toMatch(/--forward.*It has: --x, --y/);
    expect(await refusal(() => read('free-energy-difference', abc, { forward: '0,1' }))).toMatch(/--forward: expected 1 column, got 2/);
    expect(await refusal(() => read('entropy', abc, { x: 'a' }, { labels: 'zz' }))).toMatch(/no column "zz"/);
    expect(await refusal(() => read('free-energy-between-states', abc, { counts: '=2,x' }))).toMatch(/numbers between commas/);
    expect(await refusal(() => read('entropy', abc, { x: 'nowhere.csv:0' }))).toMatch(/nowhere/);
  });

  test('a quantity of one’s own', async () => {
    const own = defineQuantity({
      id: 'spread' as never,
      title: 'its own',
      source: '',
      equation: '',
      roles: [{ name: 'v', about: '', aligned: true }],
      defaults: {},
      create: () => (({ roles }: { roles: Record<string, unknown> }) => roles.v) as never,
    });
    expect((await inputOf(own, abc, { said: { v: '1' } })).roles.v.n).toBe(4);
  });
});
