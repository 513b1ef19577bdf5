import { type Batch, type Boundary, defineModel, lagged, make, randomStream, type TickOrder, tickOrders } from '@szilard/core';
import { landscape } from '../kernels/landscape.ts';
import { malaKernel } from '../kernels/mala.ts';
import { subsystemOf } from '../kernels/system.ts';
import { type BatchOptions, drawBatches } from './classifier-batches.ts';
import { drawFrom } from './ebm-draw.ts';
import { type EnergyShape, type NetworkEnergy, networkEnergy } from './ebm-energy.ts';
import { langevinDescent } from './langevin-descent.ts';
import { initialWeights } from './mlp-initial.ts';
import { recalled } from './recall.ts';

export interface EbmLearnerParams extends EnergyShape, BatchOptions {
  /** Size of the random weights c that θ starts around, in units of √(1/from). */
  readonly initial: number;
  readonly initialSeed: number;
  /** Points to learn from: two clusters of deviation `spread` around (±1, 0). */
  readonly size: number;
  readonly spread: number;
  readonly dataSeed: number;
  /** ε, T and w, as for every Langevin descent. */
  readonly rate: number;
  readonly temperature: number;
  readonly prior: number;
  /** Time step of x. */
  readonly dt: number;
  readonly lag: number;
  readonly order: TickOrder;
}

const id = 'ppm/ebm-learner';

/**
 * An energy-based model that learns from its own samples: the gradient of the likelihood, ⟨∂φ⟩_data − ⟨∂φ⟩_model, with the chain x
 * in place of the model's mean, persistent contrastive divergence [Tieleman2008]. Θ feels x, and x feels Θ:
 *   U(θ; x) = (⟨φ(x_b, θ)⟩_b − φ(x, θ))/T + |θ − c|²/2w²        U(x; θ) = φ(x, θ)
 * Θ moves by Langevin descent with the batch as protocol, x by MALA. Both ends are normalised: θ ~ N(centre, w²), x ~ p(x|θ).
 */
export const ebmLearner = defineModel<EbmLearnerParams>({
  id,
  title: 'energy-based model trained by persistent contrastive divergence: parameters that feel their samples',
  source: '[Tieleman2008]; [Welling2011]; docs/theory.md 19',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: {
    dim: 1,
    hidden: [4],
    confinement: 1.5,
    initial: 1,
    initialSeed: 1,
    size: 64,
    spread: 0.3,
    dataSeed: 1,
    steps: 8,
    batch: 16,
    replacement: true,
    batchSeed: 1,
    rate: 0.01,
    temperature: 1,
    prior: 0.15,
    dt: 0.3,
    lag: 2,
    order: 'theta-first',
  },
  domain: {
    dim: { oneOf: [1, 2] },
    hidden: { atLeast: 1, atMost: 1000, integer: true },
    confinement: { above: 0 },
    initial: { atLeast: 0 },
    initialSeed: { atLeast: 0, integer: true },
    size: { atLeast: 1, atMost: 1e7, integer: true },
    spread: { above: 0 },
    dataSeed: { atLeast: 0, integer: true },
    steps: { atLeast: 1, atMost: 1e6, integer: true },
    batch: { atLeast: 1, integer: true },
    batchSeed: { atLeast: 0, integer: true },
    rate: { above: 0 },
    temperature: { above: 0 },
    prior: { above: 0 },
    dt: { above: 0 },
    lag: { atLeast: 1, atMost: 1e6, integer: true },
    order: { oneOf: tickOrders },
  },
  quick: { steps: 4 },
  trajectories: 4000,
  create(params) {
    const { dim, size, steps, lag, order, dt, rate, temperature, prior } = params;
    const energy = networkEnergy(id, params);
    const { parameters } = energy;
    const data = clusters(params);
    const controls = drawBatches(id, size, params).map((rows) => Float64Array.of(1, ...rows));
    const centre = initialWeights([dim, ...params.hidden, 1], 'tanh', { ...params, scaling: 'standard' });
    const gather = (rows: ArrayLike<number>) =>
      Float64Array.from({ length: rows.length * dim }, (_, at) => data[rows[Math.floor(at / dim)] * dim + (at % dim)]);

    /** Where the exact gradient of the likelihood goes from c, without noise. */
    let end: Float64Array | undefined;
    const trained = () => {
      if (end) return end;
      end = centre.slice();
      for (const control of controls) {
        const pull = new Float64Array(parameters);
        const shown = gather(control.subarray(1));
        energy.pull(end, shown, new Float64Array(control.length - 1).fill(1 / (control.length - 1)), pull);
        energy.pull(
          end,
          energy.nodes,
          energy.quadrature(end).chances.map((chance) => -chance),
          pull,
        );
        for (let k = 0; k < parameters; k++) end[k] -= rate * (pull[k] + (temperature / prior ** 2) * (end[k] - centre[k]));
      }
      return end;
    };

    return {
      subsystems: {
        x: subsystemOf(
          landscape({
            dim,
            energy: (x, _control, theta) => energy.energy(theta, x, 1)[0],
            gradient: (x, out, _control, theta) => out.set(energy.force(theta, x, 1)),
          }),
          make(malaKernel, { dt }),
        ),
        theta: langevinDescent({
          where: id,
          dim: parameters,
          rate,
          temperature,
          prior,
          centre,
          steps: controls,
          loss: contrast(energy, gather),
        }),
      },
      ticks: lagged({ steps, lag, order, protocol: (s) => controls[Math.round(s * steps) - 1] }),
      start: ends(energy, prior, () => centre, controls[0]),
      end: ends(energy, prior, trained, controls[steps - 1]),
    };
  },
});

/** L(θ; x) = ⟨φ(x_b, θ)⟩_b − φ(x, θ), and its gradient: the two phases, one sample for the negative one. */
function contrast(energy: NetworkEnergy, gather: (rows: Float64Array) => Float64Array) {
  const { dim, parameters } = energy;
  return recalled(
    ({ n, data }, rows, partner) => {
      const shown = gather(rows);
      const positive = new Float64Array(rows.length).fill(1 / rows.length);
      const loss = new Float64Array(n);
      const gradient = new Float64Array(n * parameters);
      for (let i = 0; i < n; i++) {
        const theta = data.subarray(i * parameters, (i + 1) * parameters);
        const own = partner.data.subarray(i * dim, (i + 1) * dim);
        const out = gradient.subarray(i * parameters, (i + 1) * parameters);
        loss[i] = energy.energy(theta, shown, rows.length).reduce((sum, phi) => sum + phi / rows.length, -energy.energy(theta, own, 1)[0]);
        energy.pull(theta, shown, positive, out);
        energy.pull(theta, own, Float64Array.of(-1), out);
      }
      return { loss, gradient: () => gradient };
    },
    (partner: Batch) => partner.data,
  );
}

/** θ ~ N(centre, w²), x ~ p(x|θ). */
function ends(energy: NetworkEnergy, width: number, centre: () => Float64Array, control: Float64Array): Boundary {
  const { dim, parameters, quadrature } = energy;
  const row = (theta: Batch, i: number) => theta.data.subarray(i * parameters, (i + 1) * parameters);
  return {
    control,
    sample(rng, x, theta) {
      rng.fillNormal(theta.data);
      const mean = centre();
      for (let i = 0; i < x.n; i++) {
        const own = row(theta, i);
        for (let k = 0; k < parameters; k++) own[k] = mean[k] + width * own[k];
        drawFrom(id, energy, own, quadrature(own).lnZ)(rng.lane(i), x.data.subarray(i * dim, (i + 1) * dim));
      }
    },
    logDensity(x, theta, out) {
      const mean = centre();
      for (let i = 0; i < x.n; i++) {
        const own = row(theta, i);
        let square = 0;
        for (let k = 0; k < parameters; k++) square += (own[k] - mean[k]) ** 2;
        const phi = energy.energy(own, x.data.subarray(i * dim, (i + 1) * dim), 1)[0];
        out[i] = -phi - quadrature(own).lnZ - square / (2 * width ** 2) - 0.5 * parameters * Math.log(2 * Math.PI * width ** 2);
      }
    },
  };
}

/** Two clusters around (±1, 0), a function of the seed alone; [size, dim]. */
function clusters({ dim, size, spread, dataSeed }: EbmLearnerParams): Float64Array {
  const rng = randomStream(dataSeed).fork('clusters');
  return Float64Array.from(
    { length: size * dim },
    (_, at) => (at % dim === 0 ? (Math.floor(at / dim) % 2 === 0 ? 1 : -1) : 0) + spread * rng.normal(),
  );
}
