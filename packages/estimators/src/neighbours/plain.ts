import type { NeighbourEngine } from './engine.ts';
import { plainGrow } from './plain-grow.ts';
import { plainLine } from './plain-line.ts';
import { plainNearest } from './plain-nearest.ts';
import { plainWithin } from './plain-within.ts';

/** The searches in TypeScript: the specification of the SIMD engine, and its stand-in. */
export const plainEngine: NeighbourEngine = {
  name: 'plain',
  most: Number.POSITIVE_INFINITY,
  room: () => ({ doubles: (length) => new Float64Array(length), words: (length) => new Int32Array(length) }),
  grow: plainGrow,
  nearest: plainNearest,
  within: plainWithin,
  line: plainLine,
};
