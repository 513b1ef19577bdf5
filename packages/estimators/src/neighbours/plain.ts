import type { NeighbourEngine } from './engine.ts';
import { plainGrow } from './plain-grow.ts';
import { plainLine } from './plain-line.ts';
import { plainNearest } from './plain-nearest.ts';
import { plainSort } from './plain-sort.ts';
import { plainWithin } from './plain-within.ts';

/** The searches in TypeScript: the specification of the SIMD engine, and its stand-in. */
export const plainEngine: NeighbourEngine = {
  name: 'plain',
  most: Number.POSITIVE_INFINITY,
  inRoom: (_bytes, work) => work({ doubles: (length) => new Float64Array(length), words: (length) => new Int32Array(length) }),
  sort: plainSort,
  grow: plainGrow,
  nearest: plainNearest,
  within: plainWithin,
  line: plainLine,
};
