import { denseBytes } from './dense-bytes.generated.ts';

/** What `assembly/dense.ts` exports; addresses and counts. */
export type DenseKernels = Record<
  | ('forward' | 'forward16' | 'accumulate' | 'accumulate16' | 'turn' | 'narrow' | 'turnLines' | 'online')
  | ('rectify' | 'thin' | 'columns' | 'fold' | 'norms' | 'soften' | 'squash' | 'slant' | 'survive'),
  (...args: number[]) => void
>;

let compiled: WebAssembly.Module | null | undefined;

/** Compiled once; a program without networks never does. */
function kernelModule(): WebAssembly.Module | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(denseBytes), (c) => c.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** The kernels on a memory of their own, so many pages of 64 KiB; null where there is no WebAssembly SIMD. */
export function denseKernels(pages: number): { readonly buffer: ArrayBuffer; readonly kernel: DenseKernels } | null {
  if (compiled === undefined) compiled = kernelModule();
  if (!compiled) return null;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { buffer: memory.buffer, kernel: exports as DenseKernels };
}
