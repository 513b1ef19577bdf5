// The manners that the kernel contract asks for, broken on purpose.
import type { KernelPlugin } from '@szilard/core';
import { baoabKernel, eulerMaruyamaKernel, gibbsSweepKernel, hmcKernel, metropolisKernel, splitting } from '@szilard/models';
import { describe, expect, test } from 'vitest';
import { changed, exact, failures } from './failures.ts';

describe('a composite that is no palindrome, without its opposite order', () => {
  test('a splitting', () => {
    const whole = (withReverse: boolean): KernelPlugin => ({
      ...baoabKernel,
      claims: { invariance: 'order-1', detailedBalance: 'order-1' },
      create:
        ({ dt, friction }) =>
        (landscape) => {
          const { reversed, ...rest } = splitting({ order: 'O V R', dt, friction })(landscape);
          return withReverse ? { ...rest, reversed: reversed! } : rest;
        },
    });
    expect(failures(whole(true), /order|ratio/)).toBe('');
    expect(failures(whole(false), /ratio/)).toMatch(/walks where it steps, adds to the passage, and has one ratio/);
  });

  test('a Gibbs sweep', () => {
    const alone = changed(gibbsSweepKernel, ({ reversed: _reversed, ...rest }) => ({ ...rest }));
    const bare: KernelPlugin = {
      ...alone,
      create: (params) => (landscape) => {
        const { reversed: _reversed, ...rest } = alone.create(params, {})(landscape);
        return rest;
      },
    };
    expect(failures(bare, /ratio|rounding/)).toMatch(
      /has one ratio[\s\S]*keeps the law of finitely many states to rounding, and detailed balance pair by pair/,
    );
  });
});

describe('manners', () => {
  test('a memory, a touched x, a split that shows, a passage overwritten, an entry that says otherwise', () => {
    let calls = 0;
    const forgetless = changed(metropolisKernel, ({ step }) => ({
      step(x, given, rng, next) {
        step(x, given, rng, next);
        next.data[0] += 1e-9 * calls++;
      },
    }));
    expect(failures(forgetless, /remembers/)).toMatch(/remembers nothing/);
    const meddling = changed(metropolisKernel, ({ step }) => ({
      step(x, given, rng, next) {
        step(x, given, rng, next);
        x.data[0] += 1;
      },
    }));
    expect(failures(meddling, /remembers/)).toMatch(/leaves everything but `next` alone/);
    const crowd = changed(metropolisKernel, ({ step }) => ({
      step(x, given, rng, next) {
        step(x, given, rng, next);
        for (let at = 0; at < next.data.length; at++) next.data[at] += 1e-9 * x.n;
      },
    }));
    expect(failures(crowd, /split/)).toMatch(/gives the same bits for any split/);
    const rude = changed(hmcKernel, ({ walk }) => ({
      walk(x, given, rng, next, passage) {
        passage.logRatio.fill(0);
        walk!(x, given, rng, next, passage);
      },
    }));
    expect(failures(rude, /passage/)).toMatch(/adds to the passage/);
    expect(failures({ ...metropolisKernel, claims: { ...exact, invariance: 'order-2' } }, /entry/)).toMatch(
      /says of itself what its entry/,
    );
  });

  test('a stride a tenth wider than its density says', () => {
    const noisy = changed(metropolisKernel, (_kernel, landscape, { stride }) => ({
      step: metropolisKernel.create({ stride: 1.1 * stride }, {})(landscape).step,
    }));
    const cold = changed(eulerMaruyamaKernel, ({ step }) => ({
      step: (x, given, rng, next) => step(x, { ...given, bath: { ...given.bath, beta: given.bath.beta.map((b) => b / 1.21) } }, rng, next),
    }));
    expect(failures(cold, /draws/)).toMatch(/draws what its densities say/);
    expect(failures(noisy, /draws/)).toMatch(/draws what its densities say/);
  });
});
