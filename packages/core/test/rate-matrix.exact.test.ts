// Stationary laws, currents, cycles, relaxation and information flows of rate matrices, against closed forms and by two routes each.
import {
  bipartiteFlows,
  bipartiteRates,
  entropyChangeRate,
  entropyFlowRate,
  entropyOf,
  entropyProductionRate,
  evolve,
  evolveThrough,
  fundamentalCycles,
  jointRates,
  jumpChain,
  learningEfficiency,
  leavingRates,
  meanRate,
  periodicLaw,
  probabilityCurrents,
  propagator,
  type RateMatrix,
  rateBalance,
  rateMatrix,
  ratesOf,
  splitBipartite,
  stationaryLaw,
  stepEntropyProduction,
  stepped,
  summedRates,
  transitionMatrix,
} from '@szilard/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const close = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 12) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], digits);
};

test('two states: law, relaxation and time spent are exponentials', () => {
  const [up, down, time] = [0.7, 2.1, 0.9];
  const w = rateMatrix([
    [0, up],
    [down, 0],
  ]);
  const share = up / (up + down);
  close(stationaryLaw(w), [1 - share, share]);
  const decay = Math.exp(-(up + down) * time);
  const p01 = share * (1 - decay);
  close(propagator(w, time), [1 - p01, p01, (1 - share) * (1 - decay), 1 - (1 - share) * (1 - decay)], 14);
  const { law, occupation } = evolve(Float64Array.of(1, 0), w, time);
  close(law, [1 - p01, p01], 14);
  const there = share * (time - (1 - decay) / (up + down));
  close(occupation, [time - there, there], 14);
});

test('a uniform ring relaxes by its Fourier modes', () => {
  const [n, a, b, time] = [7, 1.3, 0.4, 2.5];
  const ring = ratesOf(n, (i, j) => ((i + 1) % n === j ? a : (j + 1) % n === i ? b : 0));
  const exact = Array.from({ length: n }, (_, j) => {
    let p = 0;
    for (let k = 0; k < n; k++) {
      const q = (2 * Math.PI * k) / n;
      p += (Math.exp(-time * (a + b) * (1 - Math.cos(q))) * Math.cos(q * j - time * (a - b) * Math.sin(q))) / n;
    }
    return p;
  });
  close(propagator(ring, time).subarray(0, n), exact, 13);
  close(
    evolve(
      Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0)),
      ring,
      time,
    ).law,
    exact,
    13,
  );
});

test('small chances keep their digits: a ladder that is climbed once in 1e60', () => {
  const n = 7;
  const ladder = ratesOf(n, (i, j) => (j === i + 1 ? 1e-10 : j === i - 1 ? 1 : 0));
  const law = stationaryLaw(ladder);
  for (let k = 1; k < n; k++) expect(law[k] / law[k - 1] / 1e-10).toBeCloseTo(1, 12);
  const far = propagator(ladder, 100);
  expect(far[n - 1] / law[n - 1]).toBeCloseTo(1, 9);
  // One climb without a pause: t⁶/6! (1e-10)⁶ at first order.
  expect(propagator(ladder, 1e-3)[n - 1] / (1e-13 ** 6 / 720)).toBeCloseTo(1, 2);
});

test('V6 rings: entropy production, law, current and affinity', () => {
  const uniform = ratesOf(3, (i, j) => ((i + 1) % 3 === j ? 2 : 1));
  expect(entropyProductionRate(stationaryLaw(uniform), [uniform])).toBeCloseTo(Math.LN2, 12);
  const [energies, affinity] = [[0, 0.5, 1], 1.5];
  const ring = ratesOf(3, (i, j) => Math.exp(-(energies[j] - energies[i]) / 2 + ((i + 1) % 3 === j ? affinity : -affinity) / 6));
  const law = stationaryLaw(ring);
  close(law, [0.4860653388, 1 / 3, 0.1806013278], 9);
  expect(probabilityCurrents(law, ring)[1]).toBeCloseTo(0.1527320055, 9);
  expect(entropyProductionRate(law, [ring])).toBeCloseTo(0.2290980083, 9);
  const [cycle, ...others] = fundamentalCycles(law, [ring]);
  expect(others).toEqual([]);
  expect(Math.abs(cycle.affinity)).toBeCloseTo(affinity, 12);
  expect(cycle.current * cycle.affinity).toBeCloseTo(0.2290980083, 9);
  const balance = rateBalance([ring], (i, j) => energies[i] - energies[j] + ((i + 1) % 3 === j ? affinity : -affinity) / 3);
  expect(balance.worst).toBeLessThan(1e-14);
  expect(rateBalance([ring], (i, j) => energies[i] - energies[j]).worst).toBeCloseTo(affinity / 3, 12);
});

test('V6 in discrete time: entropy production per step and the trinomial law of net jumps', () => {
  const [p, q] = [0.5, 0.25];
  const ring = transitionMatrix([
    [0.25, p, q],
    [q, 0.25, p],
    [p, q, 0.25],
  ]);
  const law = stationaryLaw(ring);
  expect(entropyProductionRate(law, [ring])).toBeCloseTo(0.1732867951, 10);
  expect(stepEntropyProduction(law, [ring], ring)).toBeCloseTo(0.1732867951, 10);
  // On a line long enough that its ends are never met.
  const line = ratesOf(23, (i, j) => (j === i + 1 ? p : j === i - 1 ? q : 0));
  let net: Float64Array = Float64Array.from({ length: 23 }, (_, i) => (i === 11 ? 1 : 0));
  for (let n = 0; n < 10; n++) net = stepped(net, line);
  expect(net[14]).toBeCloseTo(0.1483154297, 9);
  expect(net[14] / net[8]).toBeCloseTo(8, 12);
});

test('V7 two-state sensor: what it learns, pays and wastes', () => {
  const [right, wrong, flip] = [4, 1, 0.5];
  const rates = bipartiteRates({ x: 2, theta: 2 }, { x: [(_from, to, y) => (to === y ? right : wrong)], theta: [() => flip] });
  const law = stationaryLaw(jointRates(rates));
  const { x, theta, entropyProduction, mutualInformation } = bipartiteFlows(law, rates);
  expect(law[0] + law[3]).toBeCloseTo(0.75, 12);
  expect(meanRate(law, rates.moves.x[0], (_i, j) => (j === 0 || j === 3 ? 1 : -1))).toBeCloseTo(0.25, 12);
  expect(x.informationFlow).toBeCloseTo(0.2746530722, 9);
  expect(theta.informationFlow).toBeCloseTo(-0.2746530722, 9);
  expect(x.entropyFlow).toBeCloseTo(0.3465735903, 9);
  expect(learningEfficiency(x)).toBeCloseTo(0.7924812504, 9);
  expect(x.entropyProduction).toBeCloseTo(0.07192051811, 9);
  expect(mutualInformation).toBeCloseTo(0.1308120359, 9);
  expect(entropyProduction).toBeCloseTo(entropyProductionRate(law, [jointRates(rates)]), 12);
});

describe('refused in one line that names the entry', () => {
  const ok = [
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ];
  const but = (i: number, j: number, value: unknown) =>
    ok.map((row, r) => row.map((v, c) => (r === i && c === j ? value : v))) as number[][];
  test.each([
    ['negative', but(0, 1, -2), /rates\[0\]\[1\]: expected a finite number of at least 0, got -2/],
    ['not finite', but(2, 0, Number.POSITIVE_INFINITY), /rates\[2\]\[0\]: .*got Infinity/],
    ['NaN', but(1, 0, Number.NaN), /rates\[1\]\[0\]: .*got NaN/],
    ['not a number', but(1, 2, 'a'), /rates\[1\]\[2\]: .*got a/],
    ['a wrong diagonal', but(1, 1, -3), /rates\[1\]\[1\]: expected 0 or minus what leaves state 1, -2, got -3/],
    [
      'not square',
      [
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      /rates\[0\]: expected 3 numbers/,
    ],
    ['one state', [[0]], /at least 2 states, got 1/],
    [
      'out of reach',
      [
        [0, 1, 0],
        [1, 0, 0],
        [1, 1, 0],
      ],
      /no way from state 0 to state 2/,
    ],
    [
      'a trap',
      [
        [0, 1, 1],
        [1, 0, 1],
        [0, 0, 0],
      ],
      /no way from state 2 to state 0/,
    ],
  ] as [string, number[][], RegExp][])('%s', (_name, rows, message) => {
    expect(() => rateMatrix(rows)).toThrow(message);
    expect(() => rateMatrix(rows)).not.toThrow(/\n/);
  });

  test('a generator with its diagonal is taken', () => {
    const generator = [
      [-2, 1, 1],
      [1, -2, 1],
      [1, 1, -2],
    ];
    expect(rateMatrix(generator)).toEqual(rateMatrix(ok));
  });

  test('chances that do not sum to 1, a jump of both seats, a step too long', () => {
    expect(() =>
      transitionMatrix([
        [0.5, 0.6],
        [0.5, 0.5],
      ]),
    ).toThrow(/chances\[0\]: expected chances that sum to 1, got 1.1/);
    expect(() =>
      splitBipartite(
        ratesOf(4, () => 1),
        { x: 2, theta: 2 },
      ),
    ).toThrow(/0 → 3 .*moves both/);
    expect(() =>
      splitBipartite(
        ratesOf(4, () => 1),
        { x: 3, theta: 2 },
      ),
    ).toThrow(/expected x · theta = 4, got 3 · 2/);
    expect(() =>
      stepped(
        Float64Array.of(1, 0),
        ratesOf(2, () => 3),
        0.5,
      ),
    ).toThrow(/at most 1, got 1.5/);
    expect(() =>
      evolve(
        Float64Array.of(1),
        ratesOf(2, () => 3),
        0.5,
      ),
    ).toThrow(/expected 2 numbers, got 1/);
    expect(() =>
      propagator(
        ratesOf(2, () => 3),
        -1,
      ),
    ).toThrow(/expected a finite time/);
    expect(() => summedRates([ratesOf(2, () => 1), ratesOf(3, () => 1)])).toThrow(/expected 2 states/);
  });
});

/** Connected networks of 2 to 6 states: a ring with two-way bonds, and further bonds by chance. */
const networks = fc.integer({ min: 2, max: 6 }).chain((n) =>
  fc
    .record({
      bonds: fc.array(fc.boolean(), { minLength: n * n, maxLength: n * n }),
      logs: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * n, maxLength: n * n }),
    })
    .map(({ bonds, logs }): RateMatrix => {
      const bonded = (i: number, j: number) =>
        Math.abs(i - j) === 1 || Math.abs(i - j) === n - 1 || bonds[Math.min(i, j) * n + Math.max(i, j)];
      return ratesOf(n, (i, j) => (bonded(i, j) ? Math.exp(logs[i * n + j]) : 0));
    }),
);
const laws = (n: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: n, maxLength: n })
    .map((p) => Float64Array.from(p, (v) => v / p.reduce((a, b) => a + b)));
const networkAndLaw = networks.chain((w) => fc.tuple(fc.constant(w), laws(w.states)));

describe('any rate matrix', () => {
  test('has a stationary law without net gain, that time leaves alone', () => {
    fc.assert(
      fc.property(networks, fc.double({ min: 0, max: 3, noNaN: true }), (w, time) => {
        const law = stationaryLaw(w);
        const { states: n } = w;
        const currents = probabilityCurrents(law, w);
        for (let i = 0; i < n; i++) expect(currents.subarray(i * n, (i + 1) * n).reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
        const later = evolve(law, w, time);
        close(later.law, law, 12);
        close(
          later.occupation,
          law.map((p) => p * time),
          10,
        );
        close(stationaryLaw(jumpChain(w)), stationaryOfVisits(law, w), 12);
      }),
      { seed: 1 },
    );
  });

  test('propagates by a semigroup whose rows are laws, by either route', () => {
    fc.assert(
      fc.property(networkAndLaw, fc.double({ min: 0, max: 4, noNaN: true }), ([w, law], time) => {
        const { states: n } = w;
        const [half, whole] = [propagator(w, time / 2), propagator(w, time)];
        const by = (matrix: Float64Array, p: Float64Array) =>
          Float64Array.from({ length: n }, (_, j) => p.reduce((sum, v, i) => sum + v * matrix[i * n + j], 0));
        const end = evolve(law, w, time);
        close(by(half, by(half, law)), end.law);
        close(by(whole, law), end.law);
        expect(end.law.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(end.occupation.reduce((a, b) => a + b, 0)).toBeCloseTo(time, 11);
      }),
      { seed: 1 },
    );
  });

  test('produces entropy ≥ 0 at any law: flow plus change; in the steady state Σ current × affinity over cycles', () => {
    fc.assert(
      fc.property(networkAndLaw, ([w, law]) => {
        const production = entropyProductionRate(law, [w]);
        expect(production).toBeGreaterThanOrEqual(0);
        expect(entropyFlowRate(law, [w]) + entropyChangeRate(law, [w])).toBeCloseTo(production, 10);
        const steady = stationaryLaw(w);
        const cycles = fundamentalCycles(steady, [w]);
        expect(cycles.reduce((sum, { affinity, current }) => sum + affinity * current, 0)).toBeCloseTo(
          entropyProductionRate(steady, [w]),
          10,
        );
        for (const { edges } of cycles) {
          for (const [k, edge] of edges.entries()) expect(edge.to).toBe(edges[(k + 1) % edges.length].from);
          expect(new Set(edges.map(({ from }) => from)).size).toBe(edges.length);
        }
      }),
      { seed: 1 },
    );
  });

  test('produces none in the steady state exactly where every cycle has affinity 0', () => {
    fc.assert(
      fc.property(networks, (w) => {
        const { states: n, rates } = w;
        // The same bonds with rates that follow from energies: detailed balance.
        const reversible = ratesOf(n, (i, j) => Math.sqrt(rates[i * n + j] * rates[j * n + i]) * Math.exp((Math.sin(i) - Math.sin(j)) / 2));
        for (const network of [w, reversible]) {
          const law = stationaryLaw(network);
          const worst = Math.max(0, ...fundamentalCycles(law, [network]).map(({ affinity }) => Math.abs(affinity)));
          const production = entropyProductionRate(law, [network]);
          if (network === reversible) expect(worst).toBeLessThan(1e-12);
          if (worst < 1e-12) expect(production).toBeLessThan(1e-13);
          else if (worst > 1e-3) expect(production).toBeGreaterThan(1e-13);
        }
      }),
      { seed: 1 },
    );
  });

  test('shows less entropy production when mechanisms are lumped', () => {
    fc.assert(
      fc.property(
        networkAndLaw,
        fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 36, maxLength: 36 }),
        ([w, law], other) => {
          const second = ratesOf(w.states, (i, j) => (w.rates[i * w.states + j] > 0 ? other[6 * i + j] : 0));
          expect(entropyProductionRate(law, [w, second])).toBeGreaterThanOrEqual(
            entropyProductionRate(law, [summedRates([w, second])]) - 1e-12,
          );
        },
      ),
      { seed: 1 },
    );
  });

  test('over a protocol of pieces: production ≥ 0, by pieces as by steps; a round brings the periodic law back', () => {
    fc.assert(
      fc.property(networkAndLaw, fc.double({ min: 0.1, max: 1, noNaN: true }), ([wide, narrow], time) => {
        // Rates between 1/e and e, no state nearly empty: the rule below is of fourth order in the step.
        const w = { ...wide, rates: wide.rates.map(Math.cbrt) };
        const law = narrow.map((p) => (p + 1 / w.states) / 2);
        const other = ratesOf(w.states, (i, j) => w.rates[j * w.states + i]);
        const pieces = [
          { mechanisms: [w], time },
          { mechanisms: [other], time: 1 },
        ];
        const { laws: after, entropyFlows, entropyProduction } = evolveThrough(law, pieces);
        expect(entropyProduction).toBeGreaterThanOrEqual(-1e-12);
        expect(entropyFlows.reduce((a, b) => a + b) + entropyOf(after[2]) - entropyOf(law)).toBeCloseTo(entropyProduction, 12);
        const round = periodicLaw(pieces);
        close(evolveThrough(round, pieces).laws[2], round, 11);
        // Simpson's rule over the rate of production, as a second route.
        let simpson = 0;
        const steps = 100;
        for (let k = 0; k <= steps; k++) {
          const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
          simpson += ((weight * time) / (3 * steps)) * entropyProductionRate(evolve(law, w, (k * time) / steps).law, [w]);
        }
        const exact = evolveThrough(law, pieces.slice(0, 1)).entropyProduction;
        expect(Math.abs(simpson - exact)).toBeLessThan(1e-5 * Math.max(1, exact));
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  test('of two seats: partial productions ≥ 0 sum to the whole, flows to zero in the steady state, and splitting finds the seats', () => {
    const seats = fc.record({
      x: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 27, maxLength: 27 }),
      theta: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 27, maxLength: 27 }),
      law: laws(9),
    });
    fc.assert(
      fc.property(seats, ({ x, theta, law }) => {
        const states = { x: 3, theta: 3 };
        const rates = bipartiteRates(states, {
          x: [(i, j, y) => Math.exp(x[9 * i + 3 * j + y])],
          theta: [(i, j, y) => Math.exp(theta[9 * i + 3 * j + y])],
        });
        const all = jointRates(rates);
        for (const p of [law, stationaryLaw(all)]) {
          const flows = bipartiteFlows(p, rates);
          for (const seat of [flows.x, flows.theta]) {
            expect(seat.entropyProduction).toBeGreaterThanOrEqual(0);
            expect(seat.entropyChange + seat.entropyFlow - seat.informationFlow).toBeCloseTo(seat.entropyProduction, 10);
          }
          expect(flows.entropyProduction).toBeCloseTo(entropyProductionRate(p, [all]), 10);
          expect(flows.mutualInformation).toBeGreaterThanOrEqual(0);
          expect(bipartiteFlows(p, splitBipartite(all, states))).toEqual(flows);
        }
        const steady = bipartiteFlows(stationaryLaw(all), rates);
        expect(steady.x.informationFlow + steady.theta.informationFlow).toBeCloseTo(0, 10);
        // Away from it the information changes by the two flows.
        const dt = 1e-6;
        const ahead = bipartiteFlows(evolve(law, all, dt).law, rates).mutualInformation;
        const { x: fx, theta: ft, mutualInformation } = bipartiteFlows(law, rates);
        const slope = (ahead - mutualInformation) / dt;
        expect(Math.abs(slope - fx.informationFlow - ft.informationFlow)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

test('a jump without a way back: entropy production is infinite, and the balance says so', () => {
  const oneWay = rateMatrix([
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
  const law = stationaryLaw(oneWay);
  close(law, [1 / 3, 1 / 3, 1 / 3]);
  expect(entropyProductionRate(law, [oneWay])).toBe(Number.POSITIVE_INFINITY);
  expect(rateBalance([oneWay], () => 0).worst).toBe(Number.POSITIVE_INFINITY);
});

/** Visits are stays divided by their mean length. */
function stationaryOfVisits(law: Float64Array, w: RateMatrix): Float64Array {
  const visits = leavingRates(w).map((rate, i) => rate * law[i]);
  const total = visits.reduce((a, b) => a + b, 0);
  return visits.map((v) => v / total);
}
