import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toJson } from '../src/index.ts';

test('numbers that JSON lacks become words, typed arrays become arrays, keys keep their order', () => {
  const value = {
    z: Number.NaN,
    a: [Number.POSITIVE_INFINITY, -1 / 0, 0.1],
    m: Float64Array.of(1, Number.NaN),
    n: Int8Array.of(-1),
    u: undefined,
  };
  expect(toJson(value, 0)).toBe('{"z":"NaN","a":["Infinity","-Infinity",0.1],"m":[1,"NaN"],"n":[-1]}');
  expect(toJson(Number.NaN)).toBe('"NaN"');
});

test('finite values survive the round trip bit by bit', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toJson(value)).toBe(JSON.stringify(value, null, 2));
    }),
  );
  fc.assert(
    fc.property(fc.float64Array({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(JSON.parse(toJson(value))).toEqual(Array.from(value, (v) => v + 0));
    }),
  );
});

test('what JSON would lose in silence is refused by name', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(() => toJson({ table: new Map() })).toThrow('[json] table: expected a plain value, got a Map.');
  expect(() => toJson({ run: () => 1 })).toThrow('[json] run: expected a plain value, got a function.');
  expect(() => toJson(loop)).toThrow('[json] expected a plain value');
  expect(() => toJson(1n)).toThrow('[json] expected a plain value');
  expect(() => toJson(undefined)).toThrow('[json] expected a value, got undefined.');
});
