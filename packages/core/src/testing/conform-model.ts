import { batch } from '../arrays/batch.ts';
import { localDetailedBalance } from '../checks/local-detailed-balance.ts';
import type { Experiment, Model, Seat } from '../contracts/dynamics.ts';
import type { ModelPlugin } from '../contracts/plugin.ts';
import type { Bath, Reservoir } from '../contracts/reservoir.ts';
import type { Run } from '../contracts/run.ts';
import { entropyProduction, total } from '../engine/entropy-production.ts';
import { inContact } from '../engine/in-contact.ts';
import { reverse } from '../engine/reverse.ts';
import { simulate } from '../engine/simulate.ts';
import { contactOf } from '../exact/naive-bath.ts';
import { moments } from '../numerics/moments.ts';
import { randomStream } from '../random/stream.ts';
import { agreement } from './agreement.ts';
import { type Conformance, promise, sameNumbers } from './conformance.ts';

/** What a closed form is compared with: value and standard error out of a run. */
export type Observable = (run: Run, experiment: Experiment) => { readonly value: number; readonly stderr: number };

const mean = (values: Float64Array) => {
  const { mean: value, stderr } = moments(values);
  return { value, stderr };
};

/** The closed forms every suite can read by their names. */
export const observables: Readonly<Record<string, Observable>> = {
  work: ({ ledger }) => mean(total(ledger.work, ledger.ticks)),
  'entropy-production': (run) => mean(entropyProduction(run)),
  'entropy-flow': ({ ledger }) => mean(total(ledger.bathEntropy, ledger.ticks)),
};

export interface ModelConformanceOptions {
  readonly plugin: ModelPlugin;
  /** Builds the plugin at its (quick) defaults. */
  readonly build: () => Promise<Model> | Model;
  /** The reservoir of the model's claims. */
  readonly reservoir: Reservoir;
  /** Readings of closed forms that `observables` does not have. */
  readonly observables?: Readonly<Record<string, Observable>>;
  readonly trajectories?: number;
}

/** Every promise of the model contract. */
export function modelConformance({
  plugin,
  build,
  reservoir,
  observables: own = {},
  trajectories = 4000,
}: ModelConformanceOptions): Conformance[] {
  const { claims, exact = {}, defaults } = plugin;
  const experiment = async (): Promise<Experiment> => inContact(await build(), { x: reservoir, theta: reservoir });
  const go = (e: Experiment, n: number, seed = 1, extra = {}) => simulate(e, { trajectories: n, rng: randomStream(seed), ...extra });

  return [
    {
      name: 'gives the same bits for any block size and any split',
      async run() {
        const e = await experiment();
        const whole = go(e, 40);
        const small = go(e, 40, 1, { block: 7 });
        const tail = go(e, 15, 1, { first: 25 });
        for (const column of ['work', 'heat', 'bathEntropy', 'logRatio'] as const) {
          sameNumbers(whole.ledger[column], small.ledger[column], 0, `${column} in blocks of 7`);
          sameNumbers(whole.ledger[column].subarray(25 * whole.ledger.ticks), tail.ledger[column], 0, `${column} from trajectory 25 on`);
        }
        sameNumbers(whole.boundary, small.boundary, 0, 'boundary');
        sameNumbers(whole.x.data.subarray(25 * whole.x.dim), tail.x.data, 0, 'x');
        sameNumbers(whole.theta.data.subarray(25 * whole.theta.dim), tail.theta.data, 0, 'theta');
      },
    },
    {
      name: 'keeps the first law on every trajectory',
      async run() {
        const { ledger, energy } = go(await experiment(), 100, 2);
        const gained = energy.end.map((u, i) => u - energy.start[i]);
        const paid = total(ledger.work, ledger.ticks).map((w, i) => w - total(ledger.heat, ledger.ticks)[i]);
        sameNumbers(gained, paid, 1e-10, 'ΔU beside W − Q');
      },
    },
    {
      name: 'adds up to the same totals move by move and at once',
      async run() {
        const e = await experiment();
        const [moves, totals] = [go(e, 60), go(e, 60, 1, { ledger: 'totals' })];
        for (const column of ['work', 'heat', 'bathEntropy', 'logRatio'] as const)
          sameNumbers(total(moves.ledger[column], moves.ledger.ticks), totals.ledger[column], 1e-10, column);
      },
    },
    {
      name: 'has a fused pass, if any, that equals the plain contract',
      async run() {
        const e = await experiment();
        const plain = (seat: Seat) => {
          const { fuse: _fuse, ...rest } = e.subsystems[seat];
          return rest;
        };
        const slow = go({ ...e, subsystems: { x: plain('x'), theta: plain('theta') } }, 300);
        const fast = go(e, 300);
        for (const column of ['work', 'heat', 'bathEntropy', 'logRatio'] as const)
          sameNumbers(slow.ledger[column], fast.ledger[column], 1e-12, column);
        sameNumbers(slow.x.data, fast.x.data, 1e-12, 'x');
      },
    },
    {
      name: 'is its own reverse reversed',
      async run() {
        const e = await experiment();
        sameNumbers(go(e, 20).ledger.logRatio, go(reverse(reverse(e)), 20).ledger.logRatio, 1e-12, 'logRatio');
      },
    },
    {
      name: `keeps its claim of local detailed balance: ${claims.localDetailedBalance}`,
      async run() {
        const { holds, because } = localDetailedBalance(go(await experiment(), 300));
        if (claims.localDetailedBalance === 'exact') promise(holds === 'yes', `claims exact local detailed balance, but ${because}`);
        if (claims.localDetailedBalance.startsWith('order'))
          promise(holds === 'no', `claims to miss local detailed balance, but holds it: ${because}. Claim exact.`);
      },
    },
    {
      name: 'draws what its densities say',
      async run() {
        const e = await experiment();
        for (const seat of ['x', 'theta'] as const)
          if (e.ticks.some(({ mover }) => mover === seat || mover === 'random')) drawsAgree(e, seat, trajectories);
      },
    },
    ...Object.entries(exact).map(([name, truth]) => ({
      name: `agrees with its closed form: ${name}`,
      async run() {
        const observe = own[name] ?? observables[name];
        promise(
          observe !== undefined,
          `no observable reads the closed form "${name}". Give one in \`observables\`, or delete the closed form.`,
        );
        for (const seed of [1, 2, 3]) {
          const e = await experiment();
          const { agrees, text } = agreement(observe(go(e, trajectories, seed), e), truth({ ...defaults, ...plugin.quick }));
          promise(agrees, `${name}, seed ${seed}: ${text}`);
        }
      },
    })),
  ];
}

/**
 * For any second kernel K₂ with the same support, ⟨K₂(x′|x)/K(x′|x); moved⟩ over draws of K is the chance to move under K₂.
 * Here K₂ is the same kernel in a bath that is a tenth colder: its weights are bounded.
 */
function drawsAgree(e: Experiment, seat: Seat, n: number): void {
  const rng = randomStream(1);
  const { subsystems, reservoirs, start, ticks } = e;
  const now = { x: batch(n, subsystems.x.dim), theta: batch(n, subsystems.theta.dim) };
  start.sample(rng.fork('start').trajectories(0, n), now.x, now.theta);
  const { control } = ticks.find(({ mover }) => mover === seat || mover === 'random')!;
  const bath = reservoirs[seat].open(n, rng.fork('bath').trajectories(0, n), contactOf(e, seat, now[seat]));
  const given = { partner: now[seat === 'x' ? 'theta' : 'x'], control };
  const { kernel } = subsystems[seat];
  const [here, there] = [
    { ...given, bath },
    { ...given, bath: colder(bath, 1.1) },
  ];
  const next = batch(n, now[seat].dim);
  const moved = () =>
    Float64Array.from({ length: n }, (_, i) =>
      next.data.subarray(i * next.dim, (i + 1) * next.dim).some((v, k) => v !== now[seat].data[i * next.dim + k]) ? 1 : 0,
    );
  kernel.step(now[seat], there, rng.fork('there').trajectories(0, n), next);
  const expected = moments(moved());
  kernel.step(now[seat], here, rng.fork('here').trajectories(0, n), next);
  const went = moved();
  const [own, other] = [new Float64Array(n), new Float64Array(n)];
  kernel.logDensity(now[seat], next, here, own);
  kernel.logDensity(now[seat], next, there, other);
  const weight = moments(went.map((m, i) => (m === 0 ? 0 : Math.exp(other[i] - own[i]))));
  const stderr = Math.hypot(weight.stderr, expected.stderr);
  const z =
    stderr === 0 ? (Math.abs(weight.mean - expected.mean) < 1e-12 ? 0 : Number.POSITIVE_INFINITY) : (weight.mean - expected.mean) / stderr;
  promise(
    Math.abs(z) <= 4,
    `seat ${seat}: step and logDensity disagree, ⟨K₂/K⟩ = ${weight.mean} ± ${stderr}, expected ${expected.mean} (z = ${z.toFixed(1)})`,
  );
}

const colder = (bath: Bath, factor: number): Bath => ({
  ...bath,
  beta: bath.beta.map((beta) => beta * factor),
  entropyGain(heat, out) {
    bath.entropyGain(heat, out);
    for (let i = 0; i < out.length; i++) out[i] *= factor;
  },
});
