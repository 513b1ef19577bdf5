import { batch } from '../arrays/batch.ts';
import type { Kernel } from '../contracts/kernel.ts';
import { randomStream } from '../random/stream.ts';
import { givenAt, type KernelCase } from './conform-kernel-cases.ts';
import { energiesOf } from './conform-kernel-moves.ts';
import { type Conformance, promise, sameNumbers } from './conformance.ts';
import { allStates, transitionMatrix } from './transition-matrix.ts';

const values = [Float64Array.of(-1, 1), Float64Array.of(0, 1, 2), Float64Array.of(0, 1)];
const states = allStates(values);
const BETA = 0.8;
const field = [0.3, -0.4, 0.7];

/** Three coordinates of two, three and two values with fields and couplings of every pair: no symmetry to hide behind. */
const landscape: KernelCase['landscape'] = {
  dim: 3,
  values,
  energy(x, _given, out) {
    for (let i = 0; i < x.n; i++) {
      const [a, b, c] = x.data.subarray(3 * i, 3 * i + 3);
      out[i] = field[0] * a + field[1] * b * b + field[2] * c - 0.6 * a * b + 0.5 * b * c - 0.9 * a * c;
    }
  },
};

const weights = energiesOf(landscape.energy, states, givenAt(BETA, states.n)).map((u) => Math.exp(-BETA * u));
const Z = weights.reduce((a, b) => a + b);
const law = weights.map((w) => w / Z);

export const finiteCase: KernelCase = {
  name: 'three coupled coordinates of two and three values',
  landscape,
  beta: BETA,
  sample(rng, x) {
    const chance = new Float64Array(x.n);
    rng.fillUniform(chance);
    for (let i = 0; i < x.n; i++) {
      let s = 0;
      for (let below = law[0]; s < law.length - 1 && chance[i] >= below; below += law[++s]);
      x.data.set(states.data.subarray(3 * s, 3 * s + 3), 3 * i);
    }
  },
  moments: [[0], [1], [2], [0, 1], [1, 2]].map((of) => ({
    of,
    truth: law.reduce((sum, p, s) => sum + p * of.reduce((product, k) => product * states.data[3 * s + k], 1), 0),
  })),
};

/** What can be held to rounding where every state can be looked at. */
export function finitePromises(make: () => Kernel): Conformance[] {
  const at = (n: number) => givenAt(BETA, n);
  const n = states.n;
  const matrices = () => {
    const kernel = make();
    return { kernel, there: transitionMatrix(kernel, states, at), back: transitionMatrix(kernel.reversed ?? kernel, states, at) };
  };
  return [
    {
      name: 'has densities that sum to 1 from every state',
      run() {
        const { there } = matrices();
        for (let i = 0; i < n; i++) {
          const sum = there.subarray(i * n, (i + 1) * n).reduce((a, b) => a + b);
          promise(Math.abs(sum - 1) < 1e-12, `Σ K(x′|x) = ${sum} from state ${i}`);
        }
      },
    },
    {
      name: 'keeps the law of finitely many states to rounding, and detailed balance pair by pair, where claimed',
      run() {
        const { kernel, there, back } = matrices();
        if (kernel.claims?.invariance === 'exact')
          sameNumbers(
            law.map((_, j) => law.reduce((sum, p, i) => sum + p * there[i * n + j], 0)),
            law,
            1e-13,
            'π K beside π',
          );
        if (kernel.claims?.detailedBalance === 'exact')
          sameNumbers(
            there.map((k, at_) => law[Math.floor(at_ / n)] * k),
            back.map((_, at_) => law[at_ % n] * back[(at_ % n) * n + Math.floor(at_ / n)]),
            1e-13,
            'π(x) K(x′|x) beside π(x′) K̃(x|x′)',
          );
      },
    },
    {
      name: 'draws with the frequencies of its densities',
      run() {
        const { kernel, there } = matrices();
        const each = 2000;
        for (const seed of [1, 2, 3]) {
          const x = batch(n * each, 3);
          const next = batch(n * each, 3);
          for (let i = 0; i < x.data.length; i++) x.data[i] = states.data[Math.floor(i / 3 / each) * 3 + (i % 3)];
          kernel.step(x, at(x.n), randomStream(seed).trajectories(0, x.n), next);
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) {
              let came = 0;
              for (let r = i * each; r < (i + 1) * each; r++)
                if ([0, 1, 2].every((k) => next.data[3 * r + k] === states.data[3 * j + k])) came++;
              const p = there[i * n + j];
              // Five standard errors: there are hundreds of pairs.
              promise(
                Math.abs(came - each * p) <= 5 * Math.sqrt(each * p * (1 - p)) + 1e-9,
                `seed ${seed}: from state ${i} to ${j} ${came} of ${each}, expected ${each * p}`,
              );
            }
        }
      },
    },
  ];
}
