import type { ErrorCode, Run } from '@szilard/core';
import type { EnsembleRequest } from '@szilard/core/compose';

/** Where a thread of its own finds the plugins: a module that exports `lab(...args)`. */
export interface LabSource {
  /** URL of the module. */
  readonly module: string;
  /** Arguments of `lab`; plain data. */
  readonly args: readonly unknown[];
}

/** A range of trajectories for one worker; plain data. */
export interface Piece {
  readonly request: EnsembleRequest;
  /** Index of its first trajectory in the ensemble. */
  readonly first: number;
  readonly lab: LabSource;
}

/** What a worker sends back: data either way, so that an error keeps its code across the border. */
export type Answer = { readonly run: Run } | { readonly code: ErrorCode; readonly message: string };
