import type { KernelPlugin } from '@szilard/core';
import { baoabKernel } from './baoab.ts';
import { eulerMaruyamaKernel } from './euler-maruyama.ts';
import { ghmcKernel } from './ghmc.ts';
import { gibbsKernel } from './gibbs.ts';
import { gibbsSweepKernel } from './gibbs-sweep.ts';
import { hmcKernel } from './hmc.ts';
import { malaKernel } from './mala.ts';
import { metropolisKernel } from './metropolis.ts';
import { ovrvoKernel } from './ovrvo.ts';

export {
  baoabKernel,
  eulerMaruyamaKernel,
  ghmcKernel,
  gibbsKernel,
  gibbsSweepKernel,
  hmcKernel,
  malaKernel,
  metropolisKernel,
  ovrvoKernel,
};
export const kernels: readonly KernelPlugin[] = [
  eulerMaruyamaKernel,
  malaKernel,
  metropolisKernel,
  hmcKernel,
  baoabKernel,
  ovrvoKernel,
  ghmcKernel,
  gibbsKernel,
  gibbsSweepKernel,
];
