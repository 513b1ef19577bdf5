// SIMD twins of src/neighbours/plain-*.ts, which are the specification: the same bits, however they are come by.
// Layout of trees: src/neighbours/k-d-tree.ts. `args`: 32-bit words in the order in which they are read.

export { grow, turn } from './grow';
export { line } from './line';
export { nearest } from './nearest';
export { sort } from './sort';
export { within } from './within';
export { withinBoxes } from './within-boxes';
