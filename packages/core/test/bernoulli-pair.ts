// Small bipartite models with exact answers: two coupled discrete seats, and two coupled Gaussian ones.
import { type Batch, type Boundary, batchOf, type Experiment, type Kernel, lagged, type Subsystem, type TickOrder } from '@szilard/core';
import { ideal } from '@szilard/reservoirs';

export interface FiniteSeat {
  /** States as numbers, one component. */
  readonly states: readonly number[];
  /** Chance to go to each state, by the seat's and the partner's state; inverse temperature β. */
  readonly chances: (own: number, partner: number, beta: number) => readonly number[];
  readonly energy: (own: number, partner: number) => number;
}

/** A seat with finitely many states from its table of chances. */
export function finiteSeat({ states, chances, energy }: FiniteSeat): Subsystem {
  const kernel: Kernel = {
    step(x, { partner, bath }, rng, next) {
      rng.fillUniform(next.data);
      for (let i = 0; i < x.n; i++) {
        const p = chances(x.data[i], partner.data[i], bath.beta[i]);
        let [k, left] = [0, next.data[i]];
        while (k < p.length - 1 && left >= p[k]) left -= p[k++];
        next.data[i] = states[k];
      }
    },
    logDensity(from, to, { partner, bath }, out) {
      for (let i = 0; i < from.n; i++) out[i] = Math.log(chances(from.data[i], partner.data[i], bath.beta[i])[states.indexOf(to.data[i])]);
    },
  };
  return {
    dim: 1,
    kernel,
    states: batchOf(Float64Array.from(states)),
    energy(x, { partner }, out) {
      for (let i = 0; i < x.n; i++) out[i] = energy(x.data[i], partner.data[i]);
    },
  };
}

/** p(x, θ) from a table, rows x; no control. */
export function tableBoundary(xs: readonly number[], thetas: readonly number[], p: (x: number, theta: number) => number): Boundary {
  const pairs = xs.flatMap((x) => thetas.map((theta) => [x, theta, p(x, theta)] as const));
  return {
    control: new Float64Array(0),
    sample(rng, x, theta) {
      const u = new Float64Array(x.n);
      rng.fillUniform(u);
      for (let i = 0; i < x.n; i++) {
        let k = 0;
        while (k < pairs.length - 1 && u[i] >= pairs[k][2]) u[i] -= pairs[k++][2];
        x.data[i] = pairs[k][0];
        theta.data[i] = pairs[k][1];
      }
    },
    logDensity(x, theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = Math.log(p(x.data[i], theta.data[i]));
    },
  };
}

const sigmoid = (u: number) => 1 / (1 + Math.exp(-u));

export interface BernoulliPair {
  /** 1: θ feels the energy φ = −θx of the sample, 0: it does not. */
  readonly feedback: number;
  readonly steps?: number;
  readonly order?: TickOrder;
  /** Chance that a fast tick draws x afresh. */
  readonly rate?: number;
}

/** x ∈ {0, 1} ~ e^θx relaxes by lazy heat bath; θ ∈ {−1, 0, 1} by Metropolis at T = ½ on −0.8 θ + ln(1 + e^θ) + feedback·φ. */
export function bernoulliPair({ feedback, steps = 3, order = 'theta-first', rate = 0.6 }: BernoulliPair): Experiment {
  const [xs, thetas, prior] = [
    [0, 1],
    [-1, 0, 1],
    [0.5, 0.3, 0.2],
  ];
  const given = (x: number, theta: number) => (x === 1 ? sigmoid(theta) : sigmoid(-theta));
  const loss = (theta: number, x: number) => -0.8 * theta + Math.log1p(Math.exp(theta)) - feedback * theta * x;
  const x = finiteSeat({
    states: xs,
    energy: (own, theta) => -theta * own,
    chances: (own, theta) => xs.map((to) => rate * given(to, theta) + (to === own ? 1 - rate : 0)),
  });
  const theta = finiteSeat({
    states: thetas,
    energy: loss,
    chances: (own, partner, beta) => {
      const go = (to: number) =>
        thetas.includes(to) && Math.abs(to - own) === 1 ? 0.5 * Math.min(1, Math.exp(-beta * (loss(to, partner) - loss(own, partner)))) : 0;
      return thetas.map((to) => (to === own ? 1 - go(own - 1) - go(own + 1) : go(to)));
    },
  });
  const start = tableBoundary(xs, thetas, (a, b) => prior[thetas.indexOf(b)] * given(a, b));
  return {
    subsystems: { x, theta },
    reservoirs: { x: ideal.create({ beta: 1 }, {}), theta: ideal.create({ beta: 2 }, {}) },
    ticks: lagged({ steps, lag: 1, order }),
    start,
    end: start,
  };
}

/** Sensor x = ±1 of a bit θ = ±1 that flips with chance `flip`: x is drawn afresh from e^(b xθ) with chance `attempt`. Runs in its steady state. */
export function laggedSensor({ b = 1, flip = 0.1, attempt = 0.5, steps = 1 } = {}): Experiment {
  const bits = [-1, 1];
  const m = (attempt * Math.tanh(b)) / (1 - (1 - attempt) * (1 - 2 * flip));
  const x = finiteSeat({
    states: bits,
    energy: (own, theta) => -b * own * theta,
    chances: (own, theta) => bits.map((to) => attempt * sigmoid(2 * b * to * theta) + (to === own ? 1 - attempt : 0)),
  });
  const theta = finiteSeat({ states: bits, energy: () => 0, chances: (own) => bits.map((to) => (to === own ? 1 - flip : flip)) });
  const steady = tableBoundary(bits, bits, (a, c) => (1 + a * c * m) / 4);
  const bath = ideal.create({ beta: 1 }, {});
  return { subsystems: { x, theta }, reservoirs: { x: bath, theta: bath }, ticks: lagged({ steps, lag: 1 }), start: steady, end: steady };
}

export interface AutoregressiveSeat {
  /** Memory of one move. */
  readonly decay: number;
  /** The seat relaxes to follow · partner, with stationary variance `variance`/β. */
  readonly follow: number;
  readonly variance: number;
  readonly energy: (own: number, partner: number) => number;
}

/** One Gaussian coordinate: x′ = f·y + a (x − f·y) + N(0, (1 − a²) v/β). */
export function autoregressiveSeat({ decay, follow, variance, energy }: AutoregressiveSeat): Subsystem {
  const spread = (1 - decay ** 2) * variance;
  const centre = (own: number, partner: number) => follow * partner + decay * (own - follow * partner);
  return {
    dim: 1,
    kernel: {
      step(x, { partner, bath }, rng, next) {
        rng.fillNormal(next.data);
        for (let i = 0; i < x.n; i++) next.data[i] = centre(x.data[i], partner.data[i]) + Math.sqrt(spread / bath.beta[i]) * next.data[i];
      },
      logDensity(from, to, { partner, bath }, out) {
        for (let i = 0; i < from.n; i++) {
          const v = spread / bath.beta[i];
          out[i] = -0.5 * ((to.data[i] - centre(from.data[i], partner.data[i])) ** 2 / v + Math.log(2 * Math.PI * v));
        }
      },
      affine: (_control, beta) => ({
        own: Float64Array.of(decay),
        other: Float64Array.of((1 - decay) * follow),
        offset: new Float64Array(1),
        covariance: Float64Array.of(spread / beta),
      }),
    },
    energy(x, { partner }, out) {
      for (let i = 0; i < x.n; i++) out[i] = energy(x.data[i], partner.data[i]);
    },
  };
}

/** A Gaussian law of one x and one θ; covariance [xx, xθ, θx, θθ]. */
export function gaussianPairBoundary(mean: readonly [number, number], covariance: readonly [number, number, number, number]): Boundary {
  const [xx, cross, , tt] = covariance;
  const slope = cross / xx;
  const rest = tt - slope * cross;
  const off = (x: Batch, theta: Batch, i: number) => [x.data[i] - mean[0], theta.data[i] - mean[1]] as const;
  return {
    control: new Float64Array(0),
    gaussian: { mean: Float64Array.from(mean), covariance: Float64Array.from(covariance) },
    sample(rng, x, theta) {
      const z = new Float64Array(2 * x.n);
      rng.fillNormal(z);
      for (let i = 0; i < x.n; i++) {
        const u = Math.sqrt(xx) * z[2 * i];
        x.data[i] = mean[0] + u;
        theta.data[i] = mean[1] + slope * u + Math.sqrt(rest) * z[2 * i + 1];
      }
    },
    logDensity(x, theta, out) {
      for (let i = 0; i < x.n; i++) {
        const [u, v] = off(x, theta, i);
        out[i] = -0.5 * ((u * u) / xx + (v - slope * u) ** 2 / rest + Math.log(xx * rest)) - Math.log(2 * Math.PI);
      }
    },
  };
}

/** H = k(x − θ)²/2 + κθ²/2 at two temperatures, exact steps of memory `ax`, `at`; starts and ends in the given law. */
export function twoTemperaturePair({
  temperature = [1, 2],
  decay = [0.5, 0.8],
  steps = 1,
  k = 1,
  kappa = 1,
  law,
}: {
  temperature?: readonly [number, number];
  decay?: readonly [number, number];
  steps?: number;
  k?: number;
  kappa?: number;
  law: readonly [number, number, number, number];
}): Experiment {
  const energy = (x: number, theta: number) => 0.5 * (k * (x - theta) ** 2 + kappa * theta ** 2);
  const boundary = gaussianPairBoundary([0, 0], law);
  return {
    sharedEnergy: true,
    subsystems: {
      x: autoregressiveSeat({ decay: decay[0], follow: 1, variance: 1 / k, energy }),
      theta: autoregressiveSeat({
        decay: decay[1],
        follow: k / (k + kappa),
        variance: 1 / (k + kappa),
        energy: (theta, x) => energy(x, theta),
      }),
    },
    reservoirs: { x: ideal.create({ beta: 1 / temperature[0] }, {}), theta: ideal.create({ beta: 1 / temperature[1] }, {}) },
    ticks: lagged({ steps, lag: 1 }),
    start: boundary,
    end: boundary,
  };
}
