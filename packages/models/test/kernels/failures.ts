import type { Kernel, KernelPlugin, Landscape } from '@szilard/core';
import { kernelConformance } from '@szilard/core/testing';

export const exact = { invariance: 'exact', detailedBalance: 'exact' } as const;
/** Names of the broken promises, among those that match. */
export const failures = (plugin: KernelPlugin, among = /./): string => {
  const failed = kernelConformance({ plugin, trajectories: 5000 }).flatMap(({ name, run }) => {
    if (!among.test(name)) return [];
    try {
      void run();
      return [];
    } catch {
      return [name];
    }
  });
  return failed.join('\n');
};
/** The plugin with its kernels changed; the claims are those of the change, or the old ones. */
export const changed = <P extends object>(
  plugin: KernelPlugin<P>,
  change: (kernel: Kernel, landscape: Landscape, params: P) => Partial<Kernel>,
  claims = plugin.claims,
): KernelPlugin<P> => ({
  ...plugin,
  claims,
  create: (params) => (landscape) => {
    const kernel = plugin.create(params, {})(landscape);
    return { ...kernel, claims: { ...kernel.claims, ...claims }, ...change(kernel, landscape, params) };
  },
});
