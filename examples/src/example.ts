import type { Lab } from '@szilard/core/compose';
import type { ChartSpec, ExampleResult } from '@szilard/report';

/** Where an example says how far it is. */
export interface Progress {
  start(title: string, total: number): void;
  at(done: number): void;
  done(): void;
}

/** A function that a module exports, for a thread of its own to find: (piece, shared, control) → result, all plain data. */
export interface ExampleTask {
  /** URL of the module. */
  readonly module: string;
  readonly name: string;
}

/** What a task sees of whoever waits for it. */
export interface TaskControl {
  /** Counts `done` units of progress, and ends the piece by throwing where nobody waits for it any more. */
  tick(done?: number): void;
}

/** Runs an exported function on pieces of plain data; results in the order of pieces, the same for any number of threads. */
export type ExampleTasks = <P, R>(
  task: ExampleTask,
  shared: unknown,
  pieces: readonly P[],
  options?: {
    readonly onProgress?: (done: number) => void;
    readonly onResult?: (at: number, result: R) => void;
    readonly signal?: AbortSignal;
  },
) => Promise<R[]>;

/** Finished pieces of an earlier run that was interrupted, by everything that they depend on. */
export interface Checkpoints {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
}

export interface ExampleContext {
  readonly lab: Lab;
  /** Root of all chance. */
  readonly seed: string;
  /** A fifth of the trajectories, and small parameters where a model has them. */
  readonly quick: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Where pieces of work run. Absent: one after the other, in this thread. */
  readonly tasks?: ExampleTasks;
  /** Absent: nothing is kept, and nothing is there. */
  readonly checkpoints?: Checkpoints;
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
  /** Many minutes at full size: the suite runs it at quick size. */
  readonly long?: boolean;
  run(context: ExampleContext): Promise<void>;
}
