import type { Lab } from '@szilard/core/compose';
import type { ChartSpec, ExampleResult } from '@szilard/report';

/** Where an example says how far it is. */
export interface Progress {
  start(title: string, total: number): void;
  at(done: number): void;
  done(): void;
}

export interface ExampleContext {
  readonly lab: Lab;
  /** Root of all chance. */
  readonly seed: string;
  /** A fifth of the trajectories, and small parameters where a model has them. */
  readonly quick: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Receives every part as soon as it is there, so that an interrupted run keeps what it had. */
  readonly keep: (part: Partial<Findings>) => void;
}

export type Findings = Pick<ExampleResult, 'systems' | 'comparisons' | 'notes' | 'broken'> & { readonly charts: readonly ChartSpec[] };

/** A question, and a program of a page that answers it. */
export interface Example {
  readonly id: string;
  /** The question. */
  readonly title: string;
  /** Where the expected answer comes from. */
  readonly source: string;
  run(context: ExampleContext): Promise<void>;
}
