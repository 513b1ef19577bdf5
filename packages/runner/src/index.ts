export { type CheckpointStore, checkpointStore } from './checkpoint-store.ts';
export * from './join.ts';
export * from './piece.ts';
export type { Task, TaskControl, TaskFunction } from './task.ts';
export { type TaskOptions, type TaskRunner, type TaskThreads, taskThreads } from './task-threads.ts';
export * from './worker-threads.ts';
