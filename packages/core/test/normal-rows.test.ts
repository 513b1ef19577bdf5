import { normalQualities, randomStream } from '@szilard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise } from '../src/random/stream.ts';
import { scriptedStream } from '../src/testing/scripted-stream.ts';

test('rows of normals are what single calls give, however many at once, in place or not', () => {
  const counts = fc.array(fc.tuple(fc.integer({ min: 0, max: 21 }), fc.boolean()), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(1, 3, 4, 37), fc.constantFrom(...normalQualities), counts, (lanes, normals, many) => {
      const open = () => randomStream(3, { normals }).trajectories(5, lanes);
      const [rows, single] = [open(), open()];
      for (const [count, shared] of many) {
        const { memory, from } = noise.room!;
        const out = shared ? new Float64Array(memory.buffer, from, count * lanes) : new Float64Array(count * lanes);
        rows.fillNormalRows(out);
        for (let row = 0; row < count; row++) {
          const one = new Float64Array(lanes);
          single.fillNormal(one);
          expect(out.slice(row * lanes, (row + 1) * lanes)).toEqual(one);
        }
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('rows go on after a saved state, and refuse half a row', () => {
  const stream = randomStream(1).trajectories(0, 4);
  stream.fillNormalRows(new Float64Array(3 * 4));
  const saved = stream.state();
  const [next, again] = [new Float64Array(5 * 4), new Float64Array(5 * 4)];
  stream.fillNormalRows(next);
  stream.restore(saved);
  stream.fillNormalRows(again);
  expect(again).toEqual(next);
  expect(() => stream.fillNormalRows(new Float64Array(6))).toThrow(/expected a multiple of 4 lanes/);
});

test('a script deals rows in the order of its draws', () => {
  const out = new Float64Array(6);
  scriptedStream({ normal: (_path, trajectory, draw) => 10 * draw + trajectory })
    .trajectories(0, 3)
    .fillNormalRows(out);
  expect(Array.from(out)).toEqual([0, 1, 2, 10, 11, 12]);
});
