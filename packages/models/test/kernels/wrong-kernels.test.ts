// The exactness that kernels claim, broken on purpose: the suite must say no, and by the right name.
import { type Batch, batch, defineKernel, type Kernel, type Landscape, type Passage } from '@szilard/core';
import { baoabKernel, eulerMaruyamaKernel, gibbsKernel, hmcKernel, malaKernel, ovrvoKernel, splitting } from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { changed, exact, failures } from './failures.ts';

/** A walk that says −βΔU whatever happened. */
const liar = ({ step }: Kernel, { energy }: Landscape): Pick<Kernel, 'walk'> => ({
  walk(x, given, rng, next, { logRatio }) {
    step(x, given, rng, next);
    const [before, after] = [new Float64Array(x.n), new Float64Array(x.n)];
    energy(x, given, before);
    energy(next, given, after);
    for (let i = 0; i < x.n; i++) logRatio[i] += given.bath.beta[i] * (before[i] - after[i]);
  },
});

describe('exact is not', () => {
  test('Euler-Maruyama, honest about its ratio or not', () => {
    const ula = { ...eulerMaruyamaKernel, defaults: { dt: 0.2 } };
    const honest = failures(
      changed(ula, () => ({}), exact),
      /exact$/,
    );
    expect(honest).toMatch(/a quadratic well: keeps detailed balance: exact/);
    expect(honest).toMatch(/a quartic well: keeps detailed balance: exact/);
    expect(honest).toMatch(/a quadratic well: leaves e\^−βU invariant: exact/);
    const lying = failures(changed(ula, liar, exact));
    expect(lying).not.toMatch(/keeps detailed balance/);
    expect(lying).toMatch(/a quadratic well: walks where it steps.* one ratio/);
    expect(lying).toMatch(/an anisotropic quadratic well in two dimensions: has a ratio that obeys the integral theorem/);
  });

  test('MALA that forgets the density of the proposal back', () => {
    const forgetful = changed(malaKernel, (_kernel, landscape, { dt }) => {
      const proposal = eulerMaruyamaKernel.create({ dt }, {})(landscape);
      const odds = (from: Batch, to: Batch, given: Parameters<Kernel['step']>[1]) => {
        const [a, b] = [new Float64Array(from.n), new Float64Array(from.n)];
        landscape.energy(from, given, a);
        landscape.energy(to, given, b);
        return a.map((u, i) => given.bath.beta[i] * (u - b[i]));
      };
      return {
        step(x, given, rng, next) {
          proposal.step(x, given, rng, next);
          const chance = new Float64Array(x.n);
          rng.fillUniform(chance);
          odds(x, next, given).forEach((gain, i) => {
            if (Math.log(chance[i]) > gain) next.data.set(x.data.subarray(i * x.dim, (i + 1) * x.dim), i * x.dim);
          });
        },
        logDensity(from, to, given, out) {
          proposal.logDensity(from, to, given, out);
          odds(from, to, given).forEach((gain, i) => {
            out[i] += Math.min(0, gain);
          });
        },
      };
    });
    expect(failures(forgetful, /quartic well: (leaves e|keeps)/)).toMatch(
      /a quartic well: leaves e\^−βU invariant: exact[\s\S]*a quartic well: keeps detailed balance: exact/,
    );
  });

  test('HMC that accepts everything, honest or not', () => {
    const reckless = (lie: boolean) =>
      defineKernel({
        ...hmcKernel,
        defaults: { dt: 0.5, steps: 3 },
        create:
          ({ dt, steps }) =>
          (landscape) => {
            const walk = (
              x: Batch,
              given: Parameters<Kernel['step']>[1],
              rng: Parameters<Kernel['step']>[2],
              next: Batch,
              passage?: Passage,
            ) => {
              const [p, slope] = [batch(x.n, x.dim), batch(x.n, x.dim)];
              const kinetic = (i: number) => p.data.subarray(i * x.dim, (i + 1) * x.dim).reduce((sum, v) => sum + 0.5 * v * v, 0);
              rng.fillNormal(p.data);
              for (let at = 0; at < p.data.length; at++) p.data[at] /= Math.sqrt(given.bath.beta[0]);
              for (let i = 0; passage && i < x.n; i++) passage.logRatio[i] -= given.bath.beta[i] * kinetic(i);
              next.data.set(x.data);
              for (let s = 0; s < steps; s++)
                for (const half of [1, 2]) {
                  landscape.gradient!(next, given, slope);
                  for (let at = 0; at < p.data.length; at++) {
                    p.data[at] -= 0.5 * dt * slope.data[at];
                    if (half === 1) next.data[at] += dt * p.data[at];
                  }
                }
              for (let i = 0; passage && i < x.n; i++) passage.logRatio[i] += given.bath.beta[i] * kinetic(i);
            };
            const kernel: Kernel = { claims: exact, step: walk, walk, logDensity: () => {} };
            return lie ? { ...kernel, ...liar(kernel, landscape) } : kernel;
          },
      });
    expect(failures(reckless(false), /a quadratic well: (leaves e|keeps)/)).toMatch(
      /a quadratic well: leaves e\^−βU invariant: exact\na quadratic well: keeps detailed balance: exact/,
    );
    expect(failures(reckless(true), /a quadratic well: (leaves e|keeps|has a)/)).toMatch(
      /a quadratic well: has a ratio that obeys the integral theorem\na quadratic well: leaves e\^−βU invariant/,
    );
  });

  test('generalised HMC that does not turn its momenta when it turns a step down', () => {
    const keen = (turn: 1 | -1) =>
      defineKernel({
        id: 'wrong/ghmc',
        title: '',
        source: '',
        space: 'phase-space',
        density: false,
        claims: exact,
        defaults: { dt: 1.3, friction: 0.3 },
        create:
          ({ dt, friction }) =>
          (landscape) => {
            const { positions, masses } = landscape.phase!;
            const d = positions.dim;
            const keep = Math.exp(-friction * dt);
            const go = (
              x: Batch,
              given: Parameters<Kernel['step']>[1],
              rng: Parameters<Kernel['step']>[2],
              next: Batch,
              passage?: Passage,
            ) => {
              const [noise, chance, before, after] = [
                new Float64Array(x.n * d),
                new Float64Array(x.n),
                new Float64Array(x.n),
                new Float64Array(x.n),
              ];
              rng.fillNormal(noise);
              rng.fillUniform(chance);
              const start = { ...x, data: x.data.slice() };
              for (let at = 0; at < noise.length; at++) {
                const [i, k] = [Math.floor(at / d), at % d];
                const p = (2 * i + 1) * d + k;
                start.data[p] = keep * start.data[p] + Math.sqrt(((1 - keep * keep) * masses[k]) / given.bath.beta[i]) * noise[at];
                if (passage) passage.logRatio[i] -= (given.bath.beta[i] * (start.data[p] ** 2 - x.data[p] ** 2)) / (2 * masses[k]);
              }
              next.data.set(start.data);
              const [q, slope] = [batch(x.n, d), batch(x.n, d)];
              const kick = () => {
                for (let at = 0; at < q.data.length; at++) q.data[at] = next.data[2 * d * Math.floor(at / d) + (at % d)];
                positions.gradient!(q, given, slope);
                for (let at = 0; at < q.data.length; at++)
                  next.data[2 * d * Math.floor(at / d) + d + (at % d)] -= 0.5 * dt * slope.data[at];
              };
              kick();
              for (let at = 0; at < q.data.length; at++) {
                const j = 2 * d * Math.floor(at / d) + (at % d);
                next.data[j] += (dt * next.data[j + d]) / masses[at % d];
              }
              kick();
              landscape.energy(start, given, before);
              landscape.energy(next, given, after);
              for (let i = 0; i < x.n; i++) {
                const worth = given.bath.beta[i] * (before[i] - after[i]);
                if (Math.log(chance[i]) < worth) {
                  if (passage) passage.logRatio[i] += worth;
                } else for (let k = 0; k < 2 * d; k++) next.data[2 * d * i + k] = (k < d ? 1 : turn) * start.data[2 * d * i + k];
              }
            };
            return {
              claims: exact,
              parity: Int8Array.from({ length: 2 * d }, (_, k) => (k < d ? 1 : -1)),
              step: go,
              walk: go,
              logDensity() {},
            };
          },
      });
    expect(failures(keen(-1), /leaves e/)).toBe('');
    expect(failures(keen(1), /leaves e/)).toMatch(/leaves e\^−βU invariant: exact/);
  });

  test('heat-bath moves at the wrong temperature', () => {
    const warm = changed(gibbsKernel, ({ step, logDensity }) => {
      const warmer = (given: Parameters<Kernel['step']>[1]) => ({
        ...given,
        bath: {
          ...given.bath,
          entropyGain: (q: Float64Array, out: Float64Array) =>
            given.bath.entropyGain(
              q.map((v) => 0.9 * v),
              out,
            ),
        },
      });
      return {
        step: (x, given, rng, next) => step(x, warmer(given), rng, next),
        logDensity: (from, to, given, out) => logDensity(from, to, warmer(given), out),
      };
    });
    expect(failures(warm, /exact$|to rounding/)).toMatch(/leaves e\^−βU invariant: exact[\s\S]*keeps the law of finitely many states/);
  });
});

describe('an order is missed', () => {
  test('Euler-Maruyama that claims the second, BAOAB that claims the first', () => {
    const second = { invariance: 'order-2', detailedBalance: 'order-2' } as const;
    const first = { invariance: 'order-1', detailedBalance: 'order-1' } as const;
    expect(
      failures(
        changed(eulerMaruyamaKernel, () => ({}), second),
        /quartic.*order/,
      ),
    ).toMatch(/a quartic well: leaves e\^−βU invariant: order-2[\s\S]*detailed balance: order-2/);
    expect(
      failures(
        changed(baoabKernel, () => ({}), first),
        /order/,
      ),
    ).toMatch(/leaves e\^−βU invariant: order-1[\s\S]*detailed balance: order-1/);
  });

  test('BAOAB whose thermostat is an Euler step: p − γ dt p + √(2γ dt m/β) ξ', () => {
    const crude = changed(baoabKernel, (_kernel, landscape, { dt, friction }) => {
      const keep = 1 - friction * dt;
      const inner = splitting({ order: 'B A O A B', dt, friction: -Math.log(keep) / dt })(landscape);
      // (1 − c²)/β′ = 2γ dt/β makes the exact thermostat the Euler one.
      const hotter = (given: Parameters<Kernel['step']>[1]) => ({
        ...given,
        bath: { ...given.bath, beta: given.bath.beta.map((b) => (b * (1 - keep * keep)) / (2 * friction * dt)) },
      });
      return {
        step: (x, given, rng, next) => inner.step(x, hotter(given), rng, next),
        walk: (x, given, rng, next, passage) => inner.walk!(x, hotter(given), rng, next, passage),
        logDensity: (from, to, given, out) => inner.logDensity(from, to, hotter(given), out),
      };
    });
    const failed = failures(crude, /order|shadow/);
    expect(failed).toMatch(/a quartic well, with momenta: leaves e\^−βU invariant: order-2/);
    expect(failed).toMatch(/a quartic well, with momenta: keeps detailed balance: order-2/);
    expect(failed).toMatch(/is exact for its shadow energy/);
  });

  test('a shadow energy of the wrong sign', () => {
    const flipped = changed(ovrvoKernel, ({ claims }, { energy }) => ({
      claims: {
        ...claims!,
        ...(claims!.shadowEnergy && {
          shadowEnergy(x, given, out) {
            const u = new Float64Array(x.n);
            energy(x, given, u);
            claims!.shadowEnergy!(x, given, out);
            for (let i = 0; i < x.n; i++) out[i] = 2 * u[i] - out[i];
          },
        }),
      },
    }));
    expect(failures(flipped, /shadow/).split('\n')).toEqual([
      'a quadratic well, with momenta: is exact for its shadow energy',
      'an anisotropic quadratic well in two dimensions, with momenta: is exact for its shadow energy',
    ]);
  });
});
