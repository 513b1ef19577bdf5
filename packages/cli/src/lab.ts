// What worker threads of the command import.
export { labWith as lab } from './arguments.ts';
