import type { ErrorCode } from '@szilard/core';

/** A function that a module exports, for a thread of its own to find; plain data. */
export interface Task {
  /** URL of the module. */
  readonly module: string;
  /** Name of the export: (piece, shared, control) → result, all plain data. */
  readonly name: string;
}

/** What a task sees of whoever waits for it. */
export interface TaskControl {
  /** Counts `done` units of progress, and ends the piece by throwing where nobody waits for it any more. */
  tick(done?: number): void;
}

export type TaskFunction<P, S, R> = (piece: P, shared: S, control: TaskControl) => R | Promise<R>;

/** One piece for one worker. `counters`: [stopped, units done], shared between threads. */
export interface TaskPiece {
  readonly task: Task;
  readonly piece: unknown;
  readonly shared: unknown;
  readonly counters: Int32Array;
}

/** What a worker sends back: data either way, so that an error keeps its code across the border. */
export type TaskAnswer = { readonly result: unknown } | { readonly stopped: true } | { readonly code: ErrorCode; readonly message: string };
