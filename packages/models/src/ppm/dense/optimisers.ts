/** What an optimiser remembers between two updates: plain data, so it can be kept and taken up again. */
export interface OptimiserState {
  /** Updates made. */
  steps: number;
  /** Running averages; [parameters] each. */
  readonly averages: readonly Float64Array[];
}

/**
 * A rule that turns gradients into steps of θ, as a value; all share their signatures, so one may wrap another. With a memory, θ by
 * itself is no Markov process and has no transition density: such a rule trains, its entropy production is that of (θ, memory).
 */
export interface Optimiser {
  init(parameters: number): OptimiserState;
  /** θ ← θ + step(∇L), and the memory with it; [parameters] both. The gradient is read only. */
  update(theta: Float64Array, gradient: Float64Array, state: OptimiserState): void;
}

const nothing = (): OptimiserState => ({ steps: 0, averages: [] });

/** θ ← θ − ε g. */
export const sgd = ({ rate }: { readonly rate: number }): Optimiser => ({
  init: nothing,
  update(theta, gradient, state) {
    state.steps++;
    for (let k = 0; k < theta.length; k++) theta[k] -= rate * gradient[k];
  },
});

/** v ← μ v + g, θ ← θ − ε v: the heavy ball [Polyak1964]. */
export const momentum = ({ rate, memory = 0.9 }: { readonly rate: number; readonly memory?: number }): Optimiser => ({
  init: (parameters) => ({ steps: 0, averages: [new Float64Array(parameters)] }),
  update(theta, gradient, state) {
    const [v] = state.averages;
    state.steps++;
    for (let k = 0; k < theta.length; k++) theta[k] -= rate * (v[k] = memory * v[k] + gradient[k]);
  },
});

/** g ← g + λθ, then the rule that it stands before: a harmonic trap of stiffness λ around 0, biases included. */
export const weightDecay = ({ decay, before }: { readonly decay: number; readonly before: Optimiser }): Optimiser => ({
  init: before.init,
  update: (theta, gradient, state) =>
    before.update(
      theta,
      gradient.map((g, k) => g + decay * theta[k]),
      state,
    ),
});

export interface AdamOptions {
  readonly rate: number;
  /** Memory of the mean and of the mean square of the gradient. */
  readonly memories?: readonly [number, number];
  readonly floor?: number;
}

/** θ ← θ − ε m̂/(√ŝ + floor), m and s running means of g and g², hats: corrected for their start at 0 [Kingma2015]. */
export const adam = ({ rate, memories: [a, b] = [0.9, 0.999], floor = 1e-8 }: AdamOptions): Optimiser => ({
  init: (parameters) => ({ steps: 0, averages: [new Float64Array(parameters), new Float64Array(parameters)] }),
  update(theta, gradient, state) {
    const [m, s] = state.averages;
    const t = ++state.steps;
    const [late, square] = [1 - a ** t, 1 - b ** t];
    for (let k = 0; k < theta.length; k++) {
      m[k] = a * m[k] + (1 - a) * gradient[k];
      s[k] = b * s[k] + (1 - b) * gradient[k] * gradient[k];
      theta[k] -= (rate * (m[k] / late)) / (Math.sqrt(s[k] / square) + floor);
    }
  },
});
