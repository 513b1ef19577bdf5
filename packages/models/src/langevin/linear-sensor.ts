import { type Batch, defineModel, type Given, lagged } from '@szilard/core';
import { linear } from '../kernels/linear.ts';
import { jointGaussianBoundary } from './joint-gaussian-boundary.ts';
import { inRound, steadyRound } from './steady-round.ts';

export interface LinearSensor {
  /** Rate a at which the signal relaxes, and its diffusion. */
  readonly relaxation: number;
  readonly signalNoise: number;
  /** Rate w at which the sensor follows, and its diffusion. */
  readonly following: number;
  readonly sensorNoise: number;
  readonly dt: number;
  readonly rounds: number;
}

/**
 * A sensor x that follows a signal θ which does not feel it: dθ = −aθ dt + √(2D_θ) dW, dx = −w(x − θ) dt + √(2D_x) dW. They take
 * turns, signal first, by exact steps. Each seat counts energy in units of its own bath's temperature: U_θ = aθ²/2D_θ,
 * U_x = w(x − θ)²/2D_x, and the work on x is done by the signal.
 */
export const linearSensor = defineModel({
  id: 'langevin/linear-sensor',
  title: 'a sensor that follows a fluctuating signal, in the steady state',
  source: '[Hartich2016]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { relaxation: 1, signalNoise: 1, following: 2, sensorNoise: 0.5, dt: 0.05, rounds: 2 },
  domain: {
    relaxation: { above: 0 },
    signalNoise: { above: 0 },
    following: { above: 0 },
    sensorNoise: { above: 0 },
    dt: { above: 0 },
    rounds: { atLeast: 1, atMost: 1e5, integer: true },
  },
  create: (params) => {
    const { relaxation: a, signalNoise, following: w, sensorNoise, rounds } = params;
    const steady = jointGaussianBoundary({ covariance: sensorRound(params).covariances[0], control: new Float64Array(0) });
    const { signal, sensor } = kernels(params);
    return {
      subsystems: {
        x: {
          dim: 1,
          kernel: sensor,
          energy(x: Batch, { partner }: Given, out: Float64Array) {
            for (let i = 0; i < x.n; i++) out[i] = ((w / sensorNoise) * (x.data[i] - partner.data[i]) ** 2) / 2;
          },
        },
        theta: {
          dim: 1,
          kernel: signal,
          energy(theta: Batch, _given: Given, out: Float64Array) {
            for (let i = 0; i < theta.n; i++) out[i] = ((a / signalNoise) * theta.data[i] ** 2) / 2;
          },
        },
      },
      ticks: lagged({ steps: rounds, lag: 1 }),
      start: steady,
      end: steady,
    };
  },
  exact: {
    /** Heat of the sensor is the work that the signal does on it; the signal's own is 0 on average. */
    work: (params) => params.rounds * sensorRound(params).entropyFlow,
    'entropy-flow': (params) => params.rounds * sensorRound(params).entropyFlow,
    'entropy-production': (params) => params.rounds * sensorRound(params).entropyFlow,
    'mutual-information': (params) => information(sensorRound(params).covariances[0]),
  },
});

/** One round, signal then sensor: covariances before, between and after, information flows and the entropy flow of the sensor; nats. */
export function sensorRound(params: LinearSensor) {
  const { signal, sensor } = kernels(params);
  const none = new Float64Array(0);
  const covariances = steadyRound([inRound(signal.affine(none, 1), 1, 2), inRound(sensor.affine(none, 1), 0, 2)]);
  const distance = covariances.map((s) => s.get(0, 0) - 2 * s.get(0, 1) + s.get(1, 1));
  const [before, between] = covariances.map(information);
  return {
    covariances,
    entropyFlow: ((params.following / params.sensorNoise) * (distance[1] - distance[2])) / 2,
    informationFlow: { x: before - between, theta: between - before },
  };
}

/** I(X;Θ) = −½ ln(1 − ρ²); nats. */
const information = (s: { get(k: number, l: number): number }): number =>
  -0.5 * Math.log1p(-(s.get(0, 1) ** 2) / (s.get(0, 0) * s.get(1, 1)));

function kernels({ relaxation: a, signalNoise, following: w, sensorNoise, dt }: LinearSensor) {
  return {
    signal: linear({ drift: [[a]], diffusion: [[signalNoise]], coupling: [[0]], stiffness: [[a / signalNoise]], dt }),
    sensor: linear({ drift: [[w]], diffusion: [[sensorNoise]], coupling: [[1]], stiffness: [[w / sensorNoise]], dt }),
  };
}
