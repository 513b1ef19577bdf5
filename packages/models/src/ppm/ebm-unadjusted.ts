import { defineModel } from '@szilard/core';
import { eulerMaruyamaKernel } from '../kernels/euler-maruyama.ts';
import { quenchModel } from './ebm-quench.ts';

const { exact: _of, ...plugin } = quenchModel(eulerMaruyamaKernel, {
  id: 'ppm/ebm-unadjusted',
  title: 'the same energy-based model sampled by unadjusted Langevin: local detailed balance is missed',
  source: '[Roberts1996]; docs/theory.md 19',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
});

/** What `ppm/ebm` is without its acceptance step, as many energy-based models are sampled. Its closed forms are no longer met. */
export const ebmUnadjusted = defineModel(plugin);
