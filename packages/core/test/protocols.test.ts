// Protocols as values: their ends, their algebra, what they refuse, and how they become ticks.
import { type Protocol, protocols, SzilardError } from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const {
  concatenate,
  constant,
  geodesic,
  geometric,
  linear,
  optimalDrag,
  piecewise,
  reverseProtocol,
  sampled,
  sigmoid,
  step,
  stretch,
  thermodynamicLength,
} = protocols;
const at = (protocol: Protocol, s: number) => Array.from(protocol(s));
const moments = [0, 0.1, 0.25, 0.5, 0.7, 1];
const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SzilardError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('expected a refusal');
};

const number = fc.double({ min: -10, max: 10, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Smooth and broken protocols of one control. */
const anyProtocol: fc.Arbitrary<Protocol> = fc.oneof(
  number.map((v) => constant(v)),
  fc.tuple(number, number).map(([a, b]) => linear(a, b)),
  fc.tuple(number, number, fc.double({ min: 0.1, max: 20, noNaN: true })).map(([a, b, steepness]) => sigmoid(a, b, { steepness })),
  fc.tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true })).map(([a, b]) => geometric(a, b)),
  fc.array(number, { minLength: 2, maxLength: 6 }).map((values) => piecewise(values.map((v, j) => [j / (values.length - 1), v]))),
  fc.double({ min: 0.1, max: 5, noNaN: true }).map((duration) => optimalDrag({ distance: 1, duration })),
);
/** Moments that 1 − s gives back to the last bit. */
const dyadic = fc.integer({ min: 0, max: 1024 }).map((j) => j / 1024);

describe('shapes', () => {
  test.each([
    ['constant', constant([2, 3]), [2, 3], [2, 3]],
    ['linear', linear([0.1, 1], [0.7, -1]), [0.1, 1], [0.7, -1]],
    ['geometric', geometric(0.3, 7), [0.3], [7]],
    ['sigmoid', sigmoid(0.1, 0.7), [0.1], [0.7]],
    ['step', step(1, 3), [1], [3]],
    [
      'piecewise',
      piecewise([
        [0, 1],
        [0.5, 2],
        [0.5, 5],
        [1, 4],
      ]),
      [1],
      [4],
    ],
    ['optimal drag', optimalDrag({ distance: 2, duration: 3 }), [0], [2]],
    ['geodesic', geodesic({ from: 1, to: 3, metric: (k) => 1 / (2 * k * k) }), [1], [3]],
  ] as const)('%s meets its ends to the last bit', (_name, protocol, start, end) => {
    expect(at(protocol, 0)).toEqual(start);
    expect(at(protocol, 1)).toEqual(end);
  });

  test('a returned control belongs to the caller', () => {
    for (const protocol of [
      constant(1),
      linear(0, 1),
      step(1, 2),
      piecewise([
        [0, 1],
        [1, 2],
      ]),
    ]) {
      const [first] = [protocol(1)];
      const kept = first[0];
      first[0] = 99;
      expect(protocol(1)[0]).toBe(kept);
    }
  });

  test('values in between', () => {
    expect(at(linear([0, 10], [1, 20]), 0.25)).toEqual([0.25, 12.5]);
    expect(at(geometric(1, 16), 0.25)[0]).toBeCloseTo(2, 14);
    expect(at(sigmoid(0, 1), 0.5)[0]).toBe(0.5);
    expect(at(sigmoid(0, 1, { steepness: 6 }), 0.2)[0] + at(sigmoid(0, 1, { steepness: 6 }), 0.8)[0]).toBeCloseTo(1, 14);
    expect([0.2, 0.3, 0.31].map((s) => at(step(1, 2, { at: 0.3 }), s)[0])).toEqual([1, 2, 2]);
    const jump = piecewise([
      [0, 0],
      [0.5, 1],
      [0.5, 3],
      [1, 3],
    ]);
    expect([0.25, 0.4999999, 0.5].map((s) => Math.round(at(jump, s)[0] * 1e6) / 1e6)).toEqual([0.5, 1, 3]);
  });

  test('the optimal drag jumps as much at either end and goes straight in between', () => {
    const drag = optimalDrag({ distance: 1, duration: 2 });
    expect(at(drag, 1e-15)[0]).toBeCloseTo(1 / 4, 12);
    expect(at(drag, 1 - 1e-15)[0]).toBeCloseTo(3 / 4, 12);
    expect(at(drag, 0.5)[0]).toBe(0.5);
  });

  test('a geodesic has constant speed: stiffness geometric, Bernoulli 2 ln tan, and the length by quadrature', () => {
    const trap = { from: 1, to: 3, metric: (k: number) => 1 / (2 * k * k) };
    const stiffness = geodesic(trap);
    expect(thermodynamicLength(trap)).toBeCloseTo(Math.log(3) / Math.SQRT2, 12);
    for (const s of moments) expect(at(stiffness, s)[0]).toBeCloseTo(3 ** s, 11);
    const coin = { from: 0, to: 2, metric: (theta: number) => 0.25 / Math.cosh(theta / 2) ** 2 };
    const [bernoulli, length] = [geodesic(coin), thermodynamicLength(coin)];
    expect(length).toBeCloseTo(0.8657694832, 10);
    for (const s of moments) expect(at(bernoulli, s)[0]).toBeCloseTo(2 * Math.log(Math.tan((length * s) / 2 + Math.PI / 4)), 11);
    const back = geodesic({ ...coin, from: 2, to: 0 });
    for (const s of moments) expect(at(back, s)[0]).toBeCloseTo(at(bernoulli, 1 - s)[0], 11);
  });
});

describe('algebra', () => {
  test('the reverse of the reverse is the original', () => {
    fc.assert(
      fc.property(anyProtocol, dyadic, (protocol, s) => {
        expect(at(reverseProtocol(reverseProtocol(protocol)), s)).toEqual(at(protocol, s));
        expect(at(reverseProtocol(protocol), s)).toEqual(at(protocol, 1 - s));
      }),
    );
  });

  test('a concatenation plays its parts in turn, and the grouping does not matter', () => {
    fc.assert(
      fc.property(anyProtocol, anyProtocol, anyProtocol, share, (a, b, c, s) => {
        const [flat, grouped] = [concatenate(a, b, c), concatenate([concatenate(a, b), 2], c)];
        // A moment that rounding may put on either side of a seam is left out.
        fc.pre([1 / 3, 2 / 3].every((seam) => Math.abs(s - seam) > 1e-9));
        const [way, now] = [Math.min(2, Math.floor(3 * s)), [a, b, c]];
        expect(at(flat, s)[0]).toBeCloseTo(at(now[way], Math.min(1, 3 * s - way))[0], 9);
        expect(at(grouped, s)[0]).toBeCloseTo(at(flat, s)[0], 9);
      }),
    );
  });

  test('shares of a concatenation are shares of time, and the reverse of a concatenation is the concatenation of reverses', () => {
    const both = concatenate([linear(0, 1), 3], [linear(5, 6), 1]);
    expect(at(both, 0.375)[0]).toBe(0.5);
    expect(at(both, 0.75)[0]).toBe(5);
    expect(at(both, 0.875)[0]).toBe(5.5);
    const turned = concatenate([reverseProtocol(linear(5, 6)), 1], [reverseProtocol(linear(0, 1)), 3]);
    for (const s of [0, 0.1, 0.2, 0.3, 0.8, 1]) expect(at(reverseProtocol(both), s)[0]).toBeCloseTo(at(turned, s)[0], 12);
  });

  test('a stretched protocol stands still before and after, and keeps its values in between', () => {
    fc.assert(
      fc.property(
        anyProtocol,
        fc.tuple(share, share).filter(([a, b]) => Math.abs(a - b) > 1e-3),
        dyadic,
        (protocol, ends, s) => {
          const [from, to] = [Math.min(...ends), Math.max(...ends)];
          const slow = stretch(protocol, { from, to });
          if (s <= from) expect(at(slow, s)).toEqual(at(protocol, 0));
          else if (s >= to) expect(at(slow, s)).toEqual(at(protocol, 1));
          else expect(at(slow, s)).toEqual(at(protocol, Math.min(1, (s - from) / (to - from))));
        },
      ),
    );
    expect(at(stretch(linear(0, 1), {}), 0.3)).toEqual(at(linear(0, 1), 0.3));
  });

  test('read in the middle of ticks, the reversed protocol gives the reversed ticks', () => {
    fc.assert(
      fc.property(anyProtocol, fc.constantFrom(2, 4, 8, 64), (protocol, ticks) => {
        const [there, back] = [sampled(protocol, { ticks }), sampled(reverseProtocol(protocol), { ticks })];
        expect(back.toReversed().map(({ control }) => Array.from(control))).toEqual(there.map(({ control }) => Array.from(control)));
      }),
    );
  });

  test('ticks: mover, number, moment', () => {
    expect(sampled(linear(0, 4), { ticks: 4 }).map(({ control }) => control[0])).toEqual([0.5, 1.5, 2.5, 3.5]);
    const ends = sampled(linear(0, 4), { ticks: 4, at: 'end', mover: 'theta' });
    expect(ends.map(({ control, mover }) => [mover, control[0]])).toEqual([1, 2, 3, 4].map((v) => ['theta', v]));
  });
});

describe('refusals', () => {
  test.each([
    [
      'a moment past the end',
      () => linear(0, 1)(1.5),
      '[linear] expected a moment s from 0 to 1, got 1.5. Divide the time by the duration.',
    ],
    ['a moment that is no number', () => constant(0)(Number.NaN), '[constant] expected a moment s from 0 to 1, got NaN'],
    ['no control', () => constant([]), '[constant] expected one or more finite controls, got none'],
    ['an infinite end', () => linear(0, Number.POSITIVE_INFINITY), '[linear] expected one or more finite controls, got Infinity'],
    ['ends of different width', () => sigmoid([0, 1], 1), '[sigmoid] expected as many controls at both ends, got 2 and 1'],
    [
      'a geometric way through 0',
      () => geometric(-1, 1),
      '[geometric] expected ends of one sign and not 0, got -1 and 1. Use linear instead.',
    ],
    ['a flat sigmoid', () => sigmoid(0, 1, { steepness: 0 }), '[sigmoid] steepness: expected a finite number above 0, got 0'],
    ['a step at the start', () => step(0, 1, { at: 0 }), '[step] at: expected a moment above 0 and at most 1, got 0'],
    ['one knot', () => piecewise([[0, 1]]), '[piecewise] expected at least two knots, got 1'],
    [
      'a late first knot',
      () =>
        piecewise([
          [0.1, 1],
          [1, 2],
        ]),
      '[piecewise] expected the first knot at s = 0, got 0.1',
    ],
    [
      'an early last knot',
      () =>
        piecewise([
          [0, 1],
          [0.9, 2],
        ]),
      '[piecewise] expected the last knot at s = 1, got 0.9',
    ],
    [
      'knots out of order',
      () =>
        piecewise([
          [0, 1],
          [0.7, 2],
          [0.6, 2],
          [1, 2],
        ]),
      '[piecewise] expected knot 2 not before s = 0.7, got 0.6',
    ],
    [
      'knots of different width',
      () =>
        piecewise([
          [0, 1],
          [1, [1, 2]],
        ]),
      '[piecewise] expected 1 controls in every knot, got 2 in knot 1',
    ],
    [
      'a drag in no time',
      () => optimalDrag({ distance: 1, duration: 0 }),
      '[optimal drag] duration: expected a finite number above 0, got 0',
    ],
    [
      'a metric that vanishes',
      () => geodesic({ from: 0, to: 1, metric: (x) => x }),
      '[geodesic] metric: expected a finite number above 0 at λ = 0, got 0',
    ],
    [
      'a stretch inside out',
      () => stretch(constant(0), { from: 0.6, to: 0.5 }),
      '[stretch] expected 0 ≤ from < to ≤ 1, got from 0.6 to 0.5',
    ],
    ['nothing to concatenate', () => concatenate(), '[concatenate] expected at least one protocol, got none'],
    ['a share of 0', () => concatenate([constant(0), 0]), '[concatenate] expected finite shares above 0, got 0'],
    [
      'parts of different width',
      () => concatenate(constant(0), constant([0, 1])),
      '[concatenate] expected as many controls in every protocol, got 1 and 2',
    ],
    ['half a tick', () => sampled(constant(0), { ticks: 0.5 }), '[sampled] ticks: expected a whole number of at least 1, got 0.5'],
    [
      'a protocol that is lost',
      () => sampled((s) => Float64Array.of(1 / (s - 0.5)), { ticks: 1 }),
      '[sampled] expected 1 finite controls at s = 0.5, got Infinity',
    ],
  ])('%s', (_name, run, words) => expect(message(run)).toContain(words));
});
