import { batch, rows } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Kernel } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import type { KernelPlugin } from '../contracts/plugin.ts';
import { randomStream } from '../random/stream.ts';
import { givenAt, type KernelCase, kernelCases } from './conform-kernel-cases.ts';
import { claimPromises, mustVanish, type Setting } from './conform-kernel-claims.ts';
import { finiteCase, finitePromises } from './conform-kernel-finite.ts';
import { densityRatio, moveWith } from './conform-kernel-moves.ts';
import { type Conformance, promise, sameNumbers } from './conformance.ts';

export interface KernelConformanceOptions {
  readonly plugin: KernelPlugin;
  /** Trajectories behind every statistical promise. */
  readonly trajectories?: number;
}

const N = 40;

/** Every promise of the kernel contract, over several landscapes of the kernel's space. */
export function kernelConformance({ plugin, trajectories = 4000 }: KernelConformanceOptions): Conformance[] {
  const { space, claims, density, defaults, create } = plugin;
  const make = (landscape: Landscape, overrides: object = {}): Kernel => create({ ...defaults, ...overrides }, {})(landscape);
  const cases = space === 'finite' ? [finiteCase] : kernelCases[space];
  const set = (of: KernelCase, n: number, seed = 1): Setting => {
    const x = batch(n, of.landscape.dim);
    of.sample(randomStream(seed).fork('states').trajectories(0, n), x);
    return { x, given: givenAt(of.beta, n), kernel: make(of.landscape), noise: () => randomStream(seed).fork('noise').trajectories(0, n) };
  };
  return [
    {
      name: 'says of itself what its entry in the catalogue says',
      run() {
        for (const { landscape } of cases) {
          const own = make(landscape).claims;
          for (const name of ['invariance', 'detailedBalance'] as const)
            promise(own?.[name] === claims[name], `${name}: the kernel claims ${own?.[name]}, its entry ${claims[name]}`);
        }
      },
    },
    ...cases.flatMap((of): Conformance[] => [
      {
        name: `${of.name}: leaves everything but \`next\` alone and remembers nothing`,
        run() {
          const { x, given, kernel, noise } = set(of, N);
          const before = x.data.slice();
          const first = moveWith(kernel, x, given, noise());
          sameNumbers(x.data, before, 0, 'x after a move');
          const few = set(of, 3, 2);
          moveWith(kernel, few.x, few.given, few.noise());
          const again = moveWith(kernel, x, given, noise());
          sameNumbers(again.next.data, first.next.data, 0, 'x′, asked again');
          sameNumbers(again.logRatio, first.logRatio, 0, 'logRatio, asked again');
          promise(
            first.next.data.every(Number.isFinite) && first.logRatio.every(Number.isFinite),
            'a move from an ordinary state is not finite',
          );
        },
      },
      {
        name: `${of.name}: gives the same bits for any split, and takes one lane for all`,
        run() {
          const { x, given, kernel, noise } = set(of, N);
          const whole = moveWith(kernel, x, given, noise());
          const part = (from: number, to: number) =>
            moveWith(
              kernel,
              rows(x, from, to),
              givenAt(of.beta, to - from),
              randomStream(1)
                .fork('noise')
                .trajectories(from, to - from),
            );
          for (const [from, to] of [
            [0, 7],
            [7, N],
          ] as const) {
            const { next, logRatio } = part(from, to);
            sameNumbers(rows(whole.next, from, to).data, next.data, 0, `x′ of states ${from} to ${to}`);
            sameNumbers(whole.logRatio.subarray(from, to), logRatio, 0, `logRatio of states ${from} to ${to}`);
          }
          const one = batch(N, x.dim);
          kernel.step(x, given, randomStream(1), one);
          promise(one.data.every(Number.isFinite), 'a plain stream of one lane gave a state that is not finite');
        },
      },
      {
        name: `${of.name}: walks where it steps, adds to the passage, and has one ratio`,
        run() {
          const { x, given, kernel, noise } = set(of, N);
          if (!kernel.walk) return;
          const [stepped, walked] = [batch(N, x.dim), batch(N, x.dim)];
          kernel.step(x, given, noise(), stepped);
          const [logRatio, work] = [new Float64Array(N).fill(1), new Float64Array(N).fill(2)];
          kernel.walk(x, given, noise(), walked, { logRatio, work });
          sameNumbers(walked.data, stepped.data, 0, 'walk beside step');
          const { logRatio: bare } = moveWith(kernel, x, given, noise());
          sameNumbers(
            logRatio,
            bare.map((r) => r + 1),
            1e-12,
            'logRatio added to 1',
          );
          promise(
            work.every((w) => w === 2),
            'work was booked on a landscape without non-conservative force',
          );
          if (density !== false)
            sameNumbers(densityRatio(kernel, x, walked, given), bare, 1e-6, 'ratio of densities beside that of the walk');
        },
      },
      ...(density === false || space === 'finite'
        ? []
        : [
            {
              name: `${of.name}: draws what its densities say`,
              run() {
                for (const seed of [1, 2, 3]) drawsAgree(set(of, trajectories, seed), of.beta);
              },
            },
          ]),
      ...claimPromises(of, make, set, { space, claims, dt: (defaults as { dt?: unknown }).dt, trajectories }),
    ]),
    ...(space === 'finite' ? finitePromises(() => make(finiteCase.landscape)) : []),
  ];
}

/**
 * ⟨q(x′)/K(x′|x); moved⟩ over draws of K is ∫q, over where x can move to. For q: the same kernel in a bath a tenth colder, and,
 * where densities are in the whole space of positions, a Gaussian about x of half the width of a move.
 */
function drawsAgree({ x, given, kernel, noise }: Setting, beta: number): void {
  const { n, dim } = x;
  const [here, there] = [batch(n, dim), batch(n, dim)];
  const colder = givenAt(1.1 * beta, n);
  kernel.step(x, given, noise(), here);
  kernel.step(x, colder, noise().fork('colder'), there);
  const moved = (next: Batch, i: number) => next.data.subarray(i * dim, (i + 1) * dim).some((v, k) => v !== x.data[i * dim + k]);
  const [own, other] = [new Float64Array(n), new Float64Array(n)];
  kernel.logDensity(x, here, given, own);
  kernel.logDensity(x, here, colder, other);
  mustVanish(
    Float64Array.from({ length: n }, (_, i) => (moved(here, i) ? Math.exp(other[i] - own[i]) : 0) - (moved(there, i) ? 1 : 0)),
    'step and logDensity disagree: ⟨K₂/K⟩ − P(moved under K₂)',
  );
  if (kernel.parity) return;
  const mean = here.data.reduce((sum, v, at) => sum + (v - x.data[at]) ** 2, 0) / here.data.length;
  const variance = mean / 4;
  mustVanish(
    Float64Array.from({ length: n }, (_, i) => {
      if (!moved(here, i)) return -1;
      let log = -0.5 * dim * Math.log(2 * Math.PI * variance);
      for (let at = i * dim; at < (i + 1) * dim; at++) log -= (here.data[at] - x.data[at]) ** 2 / (2 * variance);
      return Math.exp(log - own[i]) - 1;
    }),
    'step and logDensity disagree: ⟨q/K⟩ − 1 for a Gaussian q about x',
  );
}
