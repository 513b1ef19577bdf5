import { batch } from '../arrays/batch.ts';
import type { Batch } from '../contracts/batch.ts';
import type { Given, Kernel, KernelClaims } from '../contracts/kernel.ts';
import type { Landscape } from '../contracts/landscape.ts';
import type { KernelPlugin } from '../contracts/plugin.ts';
import type { RandomStream } from '../contracts/random.ts';
import { moments } from '../numerics/moments.ts';
import type { KernelCase } from './conform-kernel-cases.ts';
import { energiesOf, monomial, moveWith, residuals } from './conform-kernel-moves.ts';
import { type Miss, missOf } from './conform-kernel-order.ts';
import { type Conformance, promise } from './conformance.ts';

/** States of a case at equilibrium, and what moves them. */
export interface Setting {
  readonly x: Batch;
  readonly given: Given;
  readonly kernel: Kernel;
  noise(): RandomStream;
}
type Make = (landscape: Landscape, overrides?: object) => Kernel;

interface ClaimOptions extends Pick<KernelPlugin, 'space' | 'claims'> {
  /** Default time step, if the kernel has a parameter `dt`. */
  readonly dt: unknown;
  readonly trajectories: number;
}

const SEEDS = [1, 2, 3];
const TICKS = 25;
/** Rounding of a ratio that is a difference of energies of order 1 to 100. */
const ROUNDING = 1e-9;

/** The promises that depend on what the kernel claims, on one landscape. */
export function claimPromises(
  of: KernelCase,
  make: Make,
  set: (of: KernelCase, n: number, seed?: number) => Setting,
  { space, claims, dt, trajectories }: ClaimOptions,
): Conformance[] {
  const { landscape, beta, name, exponent } = of;
  const positions = landscape.phase?.positions ?? landscape;
  const measurable = space !== 'finite' && positions.dim === 1;
  const many = (run: (setting: Setting) => void) => () => {
    for (const seed of SEEDS) run(set(of, trajectories, seed));
  };
  /** Misses at two steps, measured once: invariance and detailed balance are read from the same nodes. */
  let misses: readonly [coarse: Miss, fine: Miss] | undefined;
  const measured = () => {
    promise(typeof dt === 'number' && dt > 0, 'a claim of some order needs a parameter `dt` above 0 to be measured by');
    const at = (step: number) => missOf((on) => make(on, { dt: step }), of);
    misses ??= [at((dt as number) / 4), at((dt as number) / 8)];
    return misses;
  };
  const list: Conformance[] = [];

  if (exponent !== undefined)
    list.push({
      name: `${name}: has a ratio that obeys the integral theorem`,
      run: many(({ x, given, kernel, noise }) => {
        // From equilibrium at β, back from equilibrium at 1.3 β: ⟨e^−r ν(x′)/μ(x)⟩ = 1 for the true ratio of any kernel.
        const { next, logRatio } = moveWith(kernel, x, given, noise());
        const [before, after] = [energiesOf(landscape.energy, x, given), energiesOf(landscape.energy, next, given)];
        mustVanish(
          logRatio.map((r, i) => 1.3 ** exponent * Math.exp(-r - 1.3 * beta * after[i] + beta * before[i]) - 1),
          '⟨e^−logRatio ν(x′)/μ(x)⟩ − 1',
        );
      }),
    });

  if (claims.invariance === 'exact')
    list.push({
      name: `${name}: leaves e^−βU invariant: exact`,
      run: many(({ x, given, kernel, noise }) => {
        let [now, next] = [x, batch(x.n, x.dim)];
        const rng = noise();
        const start = x.data.slice();
        for (let t = 0; t < TICKS; t++) {
          kernel.step(now, given, rng, next);
          [now, next] = [next, now];
        }
        promise(
          start.some((v, at) => v !== now.data[at]),
          `nothing moved in ${TICKS} ticks`,
        );
        for (const { of: components, truth } of of.moments)
          mustVanish(
            Float64Array.from({ length: now.n }, (_, i) => monomial(now, i, components) - truth),
            `⟨component ${components.join('·')}⟩ − ${truth} after ${TICKS} ticks from equilibrium`,
          );
      }),
    });
  else if (claims.invariance !== 'none' && measurable)
    list.push({
      name: `${name}: leaves e^−βU invariant: ${claims.invariance}`,
      run: () => mustScale('the equilibrium', claims.invariance, (m) => m.invariance, 1, measured()),
    });

  if (claims.detailedBalance === 'exact')
    list.push({
      name: `${name}: keeps detailed balance: exact`,
      run: many(({ x, given, kernel, noise }) =>
        mustBalance(landscape.energy, beta, x, given, moveWith(kernel, x, given, noise()), 'the energy'),
      ),
    });
  else if (claims.detailedBalance !== 'none' && measurable)
    list.push({
      name: `${name}: keeps detailed balance: ${claims.detailedBalance}`,
      run: () => mustScale('detailed balance', claims.detailedBalance, (m) => m.balance, 0.5, measured()),
    });

  const shadow = make(landscape).claims?.shadowEnergy;
  if (shadow)
    list.push({
      name: `${name}: is exact for its shadow energy`,
      run: many(({ x, given, kernel, noise }) => {
        const moved = moveWith(kernel, x, given, noise());
        mustBalance(shadow, beta, x, given, moved, 'the shadow energy');
        const off = residuals(landscape.energy, beta, x, moved, given);
        promise(
          off.some((r) => Math.abs(r) > 1e-6),
          'the energy itself is exact: no shadow energy is needed. Claim exact.',
        );
      }),
    });
  return list;
}

/** Mean 0 within four standard errors; exactly 0 where there is no scatter. */
export function mustVanish(values: Float64Array, what: string): void {
  const { mean, stderr } = moments(values);
  const z = stderr === 0 && Math.abs(mean) < 1e-12 ? 0 : mean / stderr;
  promise(Math.abs(z) <= 4, `${what} = ${mean} ± ${stderr} (z = ${z.toFixed(1)})`);
}

function mustBalance(
  energy: Landscape['energy'],
  beta: number,
  x: Batch,
  given: Given,
  moved: ReturnType<typeof moveWith>,
  what: string,
): void {
  const worst = residuals(energy, beta, x, moved, given).reduce(
    (most, r) => (Math.abs(r) > most || Number.isNaN(r) ? Math.abs(r) : most),
    0,
  );
  promise(worst <= ROUNDING, `ln K/K̃ + βΔU with ${what} is ${worst.toExponential(2)} at worst, expected rounding`);
}

/** A miss that is claimed to be of order n falls by 2^{n + extra} or more when dt is halved, and by less than the next order would. */
function mustScale(
  what: string,
  claimed: KernelClaims['invariance'],
  of: (miss: Miss) => number,
  extra: number,
  misses: readonly [coarse: Miss, fine: Miss],
): void {
  const [coarse, fine] = misses.map(of);
  promise(fine > 1e-13, `${what} is missed by ${fine.toExponential(1)} only. Claim exact.`);
  const slope = Math.log2(coarse / fine);
  const least = Number(claimed.slice('order-'.length)) + extra;
  promise(slope >= least - 0.2, `${what} is missed as dt^${slope.toFixed(2)} a step; ${claimed} needs dt^${least}`);
  promise(slope < least + 0.8, `${what} is missed as dt^${slope.toFixed(2)} a step: better than ${claimed}. Claim more.`);
}
