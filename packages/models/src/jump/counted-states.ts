import { type Batch, type Boundary, batch, type Kernel, SzilardError } from '@szilard/core';
import type { ReachableStates } from '../network/reachable-states.ts';

/** Counts as numbers of states; [n, 1]. */
export function numbersOf(x: Batch, { find }: ReachableStates): Batch {
  const numbers = batch(x.n, 1);
  for (let i = 0; i < x.n; i++) {
    const at = find(x.data, i * x.dim);
    if (at === undefined)
      throw new SzilardError(
        'input',
        `[jump/reaction-network] expected counts that can be reached, got ${x.data.subarray(i * x.dim, (i + 1) * x.dim).join(', ')}.`,
      );
    numbers.data[i] = at;
  }
  return numbers;
}

function intoCounts(numbers: Batch, { counts }: ReachableStates, x: Batch): void {
  for (let i = 0; i < x.n; i++) x.data.set(counts.subarray(numbers.data[i] * x.dim, (numbers.data[i] + 1) * x.dim), i * x.dim);
}

/** A kernel between numbers of states as one between counts. */
export function countedKernel(kernel: Kernel, states: ReachableStates): Kernel {
  const moved = (x: Batch, next: Batch, move: (from: Batch, to: Batch) => void) => {
    const to = batch(x.n, 1);
    move(numbersOf(x, states), to);
    intoCounts(to, states, next);
  };
  return {
    step: (x, given, rng, next) => moved(x, next, (from, to) => kernel.step(from, given, rng, to)),
    walk: (x, given, rng, next, passage) => moved(x, next, (from, to) => kernel.walk!(from, given, rng, to, passage)),
    logDensity: (from, to, given, out) => kernel.logDensity(numbersOf(from, states), numbersOf(to, states), given, out),
  };
}

export function countedBoundary(boundary: Boundary, states: ReachableStates, dim: number): Boundary {
  return {
    control: boundary.control,
    sample(rng, x, theta) {
      const numbers = batch(x.n, 1);
      boundary.sample(rng, numbers, theta);
      intoCounts(numbers, states, x);
    },
    logDensity: (x, theta, out) => boundary.logDensity(numbersOf({ ...x, dim }, states), theta, out),
  };
}
