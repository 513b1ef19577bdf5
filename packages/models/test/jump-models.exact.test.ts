// Cases V6, V7, V7d, V8 and V22 of docs/theory.md 7: exact back-end to 1e-9, simulations within four standard errors for seeds 1, 2, 3.
import {
  type Experiment,
  entropyProduction,
  enumerateProcess,
  integralFluctuation,
  localDetailedBalance,
  type ModelPlugin,
  make,
  moments,
  randomStream,
  recordState,
  simulate,
} from '@szilard/core';
import {
  continuousRing,
  discreteRing,
  dotFlows,
  drivenRing,
  harvest,
  informationRatchet,
  laggedSensor,
  leftCurrent,
  quantumDots,
  rateMatrixModel,
  sensorFlows,
  sensorStep,
  twoStateSensor,
} from '@szilard/models';
import { ideal } from '@szilard/reservoirs';
import { describe, expect, test } from 'vitest';

const bath = make(ideal);
const touch = <P extends object>(model: ModelPlugin<P>, params: Partial<P> = {}, reservoirs = { x: bath, theta: bath }): Experiment => ({
  ...make(model, params),
  reservoirs,
});
const mean = (values: Float64Array) => ({ value: moments(values).mean, stderr: moments(values).stderr });
const N = 8000;
const run = (e: Experiment, seed: number) =>
  simulate(e, { trajectories: N, rng: randomStream(seed), record: { x: recordState('x', 1), theta: recordState('theta', 1) } });
/** Σ over the moves of one seat, trajectory by trajectory, of a function of the joint states before and after and of the move's entropy flow. */
function sumOver(
  { records: { x, theta }, ledger }: ReturnType<typeof run>,
  seat: 'x' | 'theta',
  term: (before: number, after: number, flow: number) => number,
): Float64Array {
  return Float64Array.from({ length: ledger.trajectories }, (_, i) => {
    let sum = 0;
    for (let t = 0; t < ledger.ticks; t++) {
      const at = i * x.steps + t;
      const moved = (seat === 'x' ? x : theta).data;
      if (moved[at] === moved[at + 1]) continue;
      sum += term(2 * x.data[at] + theta.data[at], 2 * x.data[at + 1] + theta.data[at + 1], ledger.bathEntropy[i * ledger.ticks + t]);
    }
    return sum;
  });
}

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('V6 rings in continuous time: entropy production, and P(n)/P(−n) = 2ⁿ for net jumps', () => {
    const uniform = touch(continuousRing, { energies: [0, 0, 0], affinity: 3 * Math.log(2), rate: Math.SQRT2, interval: 1, ticks: 2 });
    const sigma = entropyProduction(simulate(uniform, { trajectories: N, rng: randomStream(seed) }));
    expect(mean(sigma.map((s) => s / 2))).toAgreeWith(Math.LN2);
    const share = (jumps: number) => mean(sigma.map((s) => (Math.abs(s / Math.LN2 - jumps) < 1e-6 ? 1 : 0)));
    const [up, down] = [share(2), share(-2)];
    expect({ value: up.value - 4 * down.value, stderr: Math.hypot(up.stderr, 4 * down.stderr) }).toAgreeWith(0);
    const uneven = touch(continuousRing, { interval: 2, ticks: 2 });
    expect(mean(entropyProduction(simulate(uneven, { trajectories: N, rng: randomStream(seed) })).map((s) => s / 4))).toAgreeWith(
      0.2290980083,
    );
  });

  test('V6 in discrete time: entropy production per step and the trinomial law', () => {
    const sigma = entropyProduction(simulate(touch(discreteRing), { trajectories: N, rng: randomStream(seed) }));
    expect(mean(sigma.map((s) => s / 10))).toAgreeWith(0.1732867951);
    const p = 0.1483154297;
    const share = (jumps: number) => sigma.filter((s) => Math.abs(s / Math.LN2 - jumps) < 1e-6).length / N;
    expect({ value: share(3), stderr: Math.sqrt((p * (1 - p)) / N) }).toAgreeWith(p);
    expect({ value: share(3) - 8 * share(-3), stderr: Math.sqrt((p + 8 * p) / N) }).toAgreeWith(0);
  });

  test('V7 two-state sensor: heat, learning rate, and both partial entropy productions', () => {
    const { dt, ticks } = twoStateSensor.defaults;
    const moves = run(touch(twoStateSensor), seed);
    const perTime = (values: Float64Array) => mean(values.map((v) => v / (dt * ticks)));
    const p = (s: number) => (s === 0 || s === 3 ? 0.75 : 0.25);
    // Marginals are uniform, so ln p(y|x) of either end is ln p of the joint state up to a constant.
    const learned = (before: number, after: number) => Math.log(p(after) / p(before));
    expect(perTime(sumOver(moves, 'x', (_b, _a, flow) => flow))).toAgreeWith(0.3465735903);
    expect(perTime(sumOver(moves, 'x', learned))).toAgreeWith(0.2746530722);
    expect(perTime(sumOver(moves, 'theta', learned))).toAgreeWith(-0.2746530722);
    expect(perTime(sumOver(moves, 'x', (b, a, flow) => flow - learned(b, a)))).toAgreeWith(0.07192051811);
    expect(perTime(sumOver(moves, 'theta', (b, a, flow) => flow - learned(b, a)))).toAgreeWith(0.2746530722);
    expect(perTime(entropyProduction(moves))).toAgreeWith(0.3465735903);
  });

  test('V7d lagged sensor: work, heat, nostalgia, and σ of the sensor with its integral theorem', () => {
    const { steps } = laggedSensor.defaults;
    const moves = run(touch(laggedSensor), seed);
    const { correlation } = sensorStep(laggedSensor.defaults);
    const perStep = (values: Float64Array) => mean(values.map((v) => v / steps));
    const { work, heat, ticks } = moves.ledger;
    const oddly = (column: Float64Array) =>
      Float64Array.from({ length: N }, (_, i) => {
        let sum = 0;
        for (let t = 1; t < ticks; t += 2) sum += column[i * ticks + t];
        return sum;
      });
    expect(perStep(oddly(heat))).toAgreeWith(0.1269323593);
    expect(perStep(oddly(work))).toAgreeWith(0.1269323593);
    // σ^X of every step: ln p′(x, θ′)/p(x′, θ′) + flow, p′ after θ has moved, p after x has.
    const law = (m: number, x: number, theta: number) => (x === theta ? 1 + m : 1 - m) / 4;
    const { x, theta } = moves.records;
    const partial = Float64Array.from({ length: N }, (_, i) => {
      let sum = 0;
      for (let t = 1; t < ticks; t += 2) {
        const at = i * x.steps + t;
        sum += Math.log(law(correlation.between, x.data[at], theta.data[at]) / law(correlation.after, x.data[at + 1], theta.data[at + 1]));
        sum += moves.ledger.logRatio[i * ticks + t];
      }
      return sum;
    });
    expect(perStep(partial)).toAgreeWith(0.04429974133);
    expect(integralFluctuation(partial).holds).toBe('yes');
    // Without the information that the sensor holds, the theorem fails.
    expect(integralFluctuation(oddly(heat)).holds).not.toBe('yes');
  });

  test('V8 quantum dots: the current against the bias, flows and partial entropy productions of dot and detector', () => {
    const dots = { ...quantumDots.defaults, ticks: 60 };
    const baths = { x: make(ideal, { beta: 1 / dots.temperature }), theta: make(ideal, { beta: 1 / dots.detectorTemperature }) };
    const moves = run(touch(quantumDots, { ticks: dots.ticks }, baths), seed);
    const perTime = (values: Float64Array) => mean(values.map((v) => v / (dots.dt * dots.ticks)));
    const p = [0.07499639602, 0.425003604, 0.425003604, 0.07499639602];
    const learned = (before: number, after: number) => Math.log(p[after] / p[before]);
    expect(perTime(sumOver(moves, 'x', (_b, _a, flow) => flow))).toAgreeWith(-0.1189486293);
    expect(perTime(sumOver(moves, 'theta', (_b, _a, flow) => flow))).toAgreeWith(0.3078987002);
    expect(perTime(sumOver(moves, 'x', learned))).toAgreeWith(-0.2670494086);
    expect(perTime(sumOver(moves, 'x', (b, a, flow) => flow - learned(b, a)))).toAgreeWith(0.1481007793);
    expect(perTime(sumOver(moves, 'theta', (b, a, flow) => flow - learned(b, a)))).toAgreeWith(0.04084929166);
    expect(perTime(entropyProduction(moves))).toAgreeWith(0.1889500709);
    // An electron through the left lead is told from one through the right by its heat: (ε + Uθ − μ)/T.
    const through = (before: number, after: number, flow: number) => {
      const into = Math.floor(after / 2) - Math.floor(before / 2);
      const paid = (into * (dots.level + dots.repulsion * (before % 2)) + flow * dots.temperature) / dots.bias;
      return Math.abs(into * paid - 0.5) < 1e-9 ? into : 0;
    };
    expect(perTime(sumOver(moves, 'x', through))).toAgreeWith(-0.04197395426);
  });

  test('any rate matrix: the steady state of a network with three cycles', () => {
    const sigma = entropyProduction(simulate(touch(rateMatrixModel), { trajectories: N, rng: randomStream(seed) }));
    expect(mean(sigma)).toAgreeWith(rateMatrixModel.exact!['entropy-production'](rateMatrixModel.defaults));
  });

  test('V22 an engine that believes wrongly: work and dissipation of 20 jumps', () => {
    const { ledger } = simulate(touch(informationRatchet), { trajectories: N, rng: randomStream(seed), ledger: 'totals' });
    expect(mean(ledger.work)).toAgreeWith(informationRatchet.exact!.work(informationRatchet.defaults));
  });
});

test('V6 by formula', () => {
  const rates = { affinity: 1.5, energies: [0, 0.5, 1], rate: 1, interval: 1, ticks: 1, beta: 1 };
  expect(continuousRing.exact!.current(rates)).toBeCloseTo(0.1527320055, 9);
  expect(continuousRing.exact!['entropy-production'](rates)).toBeCloseTo(0.2290980083, 9);
  expect(drivenRing.exact!.current(drivenRing.defaults)).toBeCloseTo(0.1527320055, 9);
  expect(discreteRing.exact!['entropy-production']({ ...discreteRing.defaults, ticks: 1 })).toBeCloseTo(0.1732867951, 9);
});

test('V7 by exact back-end and by formula', () => {
  const { right, wrong, flip } = twoStateSensor.defaults;
  const { x, theta, mutualInformation } = sensorFlows(twoStateSensor.defaults);
  const p = twoStateSensor.exact!.agreement(twoStateSensor.defaults);
  const current = flip * (2 * p - 1);
  expect(p).toBeCloseTo(0.75, 9);
  expect(x.informationFlow).toBeCloseTo(current * Math.log(p / (1 - p)), 12);
  expect(x.entropyFlow).toBeCloseTo(current * Math.log(right / wrong), 12);
  expect(x.informationFlow).toBeCloseTo(0.2746530722, 9);
  expect(x.entropyFlow).toBeCloseTo(0.3465735903, 9);
  expect(x.entropyProduction).toBeCloseTo(0.07192051811, 9);
  expect(theta.entropyProduction).toBeCloseTo(0.2746530722, 9);
  expect(mutualInformation).toBeCloseTo(0.1308120359, 9);
});

test('V7d by formula', () => {
  const half = sensorStep({ ...laggedSensor.defaults, coupling: 1, flip: 0.1, attempt: 0.5 });
  expect(half.correlation.after).toBeCloseTo(0.6346617966, 9);
  expect(half.correlation.between).toBeCloseTo(0.5077294373, 9);
  expect(half.information.after).toBeCloseTo(0.2177304489, 9);
  expect(half.information.between).toBeCloseTo(0.1350978309, 9);
  expect(half.work).toBeCloseTo(0.1269323593, 9);
  expect(half.nostalgia).toBeCloseTo(0.082632618, 9);
  expect(half.partialEntropyProduction).toBeCloseTo(0.04429974133, 9);
  const whole = sensorStep({ ...laggedSensor.defaults, coupling: 1, flip: 0.1, attempt: 1 });
  expect(whole.correlation.after).toBeCloseTo(0.761594156, 9);
  expect(whole.work).toBeCloseTo(0.1523188312, 9);
  expect(whole.nostalgia).toBeCloseTo(0.1285717964, 9);
  expect(whole.partialEntropyProduction).toBeCloseTo(0.02374703477, 9);
});

test('V8 by exact back-end, and its first law', () => {
  const dots = quantumDots.defaults;
  const { x, theta, entropyProduction: total, mutualInformation } = dotFlows(dots);
  expect(x.entropyFlow).toBeCloseTo(-0.1189486293, 9);
  expect(x.informationFlow).toBeCloseTo(-0.2670494086, 9);
  expect(x.entropyProduction).toBeCloseTo(0.1481007793, 9);
  expect(theta.entropyFlow).toBeCloseTo(0.3078987002, 9);
  expect(theta.informationFlow).toBeCloseTo(0.2670494086, 9);
  expect(theta.entropyProduction).toBeCloseTo(0.04084929166, 9);
  expect(total).toBeCloseTo(0.1889500709, 9);
  expect(mutualInformation).toBeCloseTo(0.2704505959, 9);
  expect(leftCurrent(dots)).toBeCloseTo(-0.04197395426, 9);
  const heat = dots.temperature * x.entropyFlow + dots.detectorTemperature * theta.entropyFlow;
  expect(heat).toBeCloseTo(dots.bias * leftCurrent(dots), 12);
  // In one temperature there is no demon: the current follows the bias.
  expect(leftCurrent({ ...dots, detectorTemperature: dots.temperature })).toBeGreaterThan(0);
  expect(dotFlows({ ...dots, detectorTemperature: dots.temperature, bias: 0 }).entropyProduction).toBeCloseTo(0, 14);
});

test('by a second route, the enumeration of joint laws: V7 and V7d, seat by seat', () => {
  const sensor = enumerateProcess(touch(twoStateSensor, { ticks: 1 })).means;
  const { x, theta } = sensorFlows(twoStateSensor.defaults);
  const { dt } = twoStateSensor.defaults;
  expect(sensor.partial.x).toBeCloseTo(dt * x.entropyProduction, 12);
  expect(sensor.partial.theta).toBeCloseTo(dt * theta.entropyProduction, 12);
  expect(sensor.informationFlow.x).toBeCloseTo(dt * x.informationFlow, 12);
  const lagged = enumerateProcess(touch(laggedSensor, { steps: 1 })).means;
  const step = sensorStep(laggedSensor.defaults);
  expect(lagged.partial.x).toBeCloseTo(step.partialEntropyProduction, 12);
  expect(lagged.work.x).toBeCloseTo(step.work, 12);
  expect(lagged.nostalgia).toBeCloseTo(step.nostalgia, 12);
});

test('V22 harvest of a bit, and what n jumps fall short of it by', () => {
  expect(harvest({ data: 0.8, model: 0.7 })).toBeCloseTo(0.1670126645, 9);
  expect(harvest({ data: 0.8, model: 0.8 })).toBeCloseTo(0.192744757, 9);
  for (const model of [0.6, 0.7, 0.75, 0.85, 0.9]) expect(harvest({ data: 0.8, model })).toBeLessThan(harvest({ data: 0.8, model: 0.8 }));
  const short = (jumps: number) => harvest({ data: 0.8, model: 0.7 }) + informationRatchet.exact!.work({ data: 0.8, model: 0.7, jumps });
  expect(short(1000)).toBeGreaterThan(0);
  expect((1000 * short(1000)) / (100 * short(100))).toBeCloseTo(1, 2);
  // Quasi-statically what is dissipated is D(p‖q).
  const divergence = 0.8 * Math.log(0.8 / 0.7) + 0.2 * Math.log(0.2 / 0.3);
  expect(informationRatchet.exact!['entropy-production']({ data: 0.8, model: 0.7, jumps: 1e5 })).toBeCloseTo(divergence, 5);
});

test('rare chances keep their digits: a strong coupling obeys local detailed balance, a cold ring has a law', () => {
  for (const coupling of [5, 10, 17]) {
    const { holds, because } = localDetailedBalance(run(touch(laggedSensor, { coupling }), 1));
    expect(holds, because).toBe('yes');
  }
  // w(i → j) is bounded by dt, so the ring is cooled with its slope; e^−β·slope·2 is far below 1e-16.
  const cold = touch(drivenRing, { slope: 50, affinity: 0, rate: 1e-30, dt: 1e-8 });
  const [x, theta, out] = [
    { n: 3, dim: 1, data: Float64Array.of(0, 1, 2) },
    { n: 3, dim: 0, data: new Float64Array(0) },
    new Float64Array(3),
  ];
  cold.start.logDensity(x, theta, out);
  expect(out[1] - out[0]).toBeCloseTo(-50, 10);
  expect(out[2] - out[0]).toBeCloseTo(-100, 10);
  expect(entropyProduction(run(touch(drivenRing, { beta: 100, rate: 1e-30, affinity: 0.1 }), 1)).every(Number.isFinite)).toBe(true);
});

test('refused: rings and dots that are none', () => {
  expect(() => make(continuousRing, { energies: [0, 1] })).toThrow(/energies: expected at least 3 states, got 2/);
  expect(() => make(discreteRing, { up: 0.7, down: 0.4 })).toThrow(/up \+ down: expected at most 1, got 1.1/);
  expect(() => make(twoStateSensor, { dt: 0.5 })).toThrow(/dt: expected at most 0.222/);
  expect(() => make(quantumDots, { left: [1] })).toThrow(/left: expected 2 rates, detector empty and full, got 1/);
  expect(() => make(quantumDots, { left: [1, -1] })).toThrow(/left\[1\]: expected a finite number above 0, got -1/);
  expect(() =>
    make(rateMatrixModel, {
      rates: [
        [0, 1],
        [0, 0],
      ],
    }),
  ).toThrow(/\[jump\/rate-matrix\] rates: .*no way from state 1 to state 0/);
  expect(() => make(rateMatrixModel, { rates: 3 as never })).toThrow(/rates: expected a list of lists, got 3/);
});
