import { SzilardError } from '../errors.ts';

/** Rates w(i → j) of one mechanism between finitely many states; [states, states] by rows, from outer, to inner; 1/time; the diagonal is 0. */
export interface RateMatrix {
  readonly states: number;
  readonly rates: Float64Array;
}

/**
 * Rows w[i][j] = w(i → j) as a rate matrix whose states all lead to one another, so that it has one stationary law. The diagonal may
 * hold 0 or, as in a generator, minus what leaves. `where` names the numbers in a refusal.
 */
export function rateMatrix(rows: readonly (readonly number[])[], where = '[rateMatrix] rates'): RateMatrix {
  const { states, rates } = squareOf(rows, where);
  for (let i = 0; i < states; i++) {
    let leaving = 0;
    for (let j = 0; j < states; j++) if (j !== i) leaving += rates[i * states + j];
    const own = rates[i * states + i];
    need(
      own === 0 || Math.abs(own + leaving) <= 1e-9 * leaving,
      `${where}[${i}][${i}]: expected 0 or minus what leaves state ${i}, ${-leaving}, got ${own}. Rows are w(i → j), from state i.`,
    );
    rates[i * states + i] = 0;
  }
  return mustBeConnected({ states, rates }, where);
}

/** Rows of chances P[i][j] to be in state j one step after state i; each sums to 1. Its off-diagonal part is a rate matrix per step. */
export function transitionMatrix(rows: readonly (readonly number[])[], where = '[transitionMatrix] chances'): RateMatrix {
  const { states, rates } = squareOf(rows, where);
  for (let i = 0; i < states; i++) {
    const total = rates.subarray(i * states, (i + 1) * states).reduce((sum, p) => sum + p, 0);
    const own = rates[i * states + i];
    need(own >= 0, `${where}[${i}][${i}]: expected a chance of at least 0, got ${own}.`);
    need(Math.abs(total - 1) <= 1e-9, `${where}[${i}]: expected chances that sum to 1, got ${total}. Rows are from, columns are to.`);
    rates[i * states + i] = 0;
  }
  return mustBeConnected({ states, rates }, where);
}

/** A rate matrix by a function of (from, to), asked for from ≠ to only. Not asked whether it is connected: mechanisms need not be. */
export function ratesOf(states: number, rate: (from: number, to: number) => number, where = '[ratesOf] rate'): RateMatrix {
  const rates = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < states; j++) {
      if (i === j) continue;
      const w = rate(i, j);
      need(w >= 0 && Number.isFinite(w), `${where} ${i} → ${j}: expected a finite rate of at least 0, got ${w}.`);
      rates[i * states + j] = w;
    }
  }
  return { states, rates };
}

/** All mechanisms together, connected. */
export function summedRates(mechanisms: readonly RateMatrix[], where = '[summedRates] rates'): RateMatrix {
  need(mechanisms.length > 0, `${where}: expected at least one mechanism, got none.`);
  const { states } = mechanisms[0];
  const rates = new Float64Array(states * states);
  for (const mechanism of mechanisms) {
    need(mechanism.states === states, `${where}: expected ${states} states in every mechanism, got ${mechanism.states}.`);
    for (let at = 0; at < rates.length; at++) rates[at] += mechanism.rates[at];
  }
  return mustBeConnected({ states, rates }, where);
}

/** What leaves each state; [states], 1/time. */
export function leavingRates({ states, rates }: RateMatrix): Float64Array {
  return Float64Array.from({ length: states }, (_, i) => rates.subarray(i * states, (i + 1) * states).reduce((sum, w) => sum + w, 0));
}

/** The chain of states visited, one step a jump, however long each stay: chances w(i → j) over what leaves i. */
export function jumpChain(w: RateMatrix): RateMatrix {
  const leaving = leavingRates(w);
  return { states: w.states, rates: w.rates.map((rate, at) => (rate === 0 ? 0 : rate / leaving[Math.floor(at / w.states)])) };
}

function squareOf(rows: readonly (readonly number[])[], where: string): RateMatrix {
  const states = rows.length;
  need(states >= 2, `${where}: expected at least 2 states, got ${states}. Give one row a state.`);
  const rates = new Float64Array(states * states);
  for (const [i, row] of rows.entries()) {
    need(row.length === states, `${where}[${i}]: expected ${states} numbers, one a state, got ${row.length}. The matrix must be square.`);
    for (const [j, w] of row.entries()) {
      const fits = typeof w === 'number' && Number.isFinite(w) && (i === j || w >= 0);
      need(fits, `${where}[${i}][${j}]: expected a finite number of at least 0, got ${w}.`);
      rates[i * states + j] = w;
    }
  }
  return { states, rates };
}

/** Refuses states that cannot be reached, or left for good: their law would depend on the start. */
function mustBeConnected(w: RateMatrix, where: string): RateMatrix {
  const { states, rates } = w;
  const reached = (edge: (i: number, j: number) => number): boolean[] => {
    const seen = new Array<boolean>(states).fill(false);
    const queue = [0];
    seen[0] = true;
    for (let i = queue.pop(); i !== undefined; i = queue.pop())
      for (let j = 0; j < states; j++) if (!seen[j] && edge(i, j) > 0) queue.push(j) && (seen[j] = true);
    return seen;
  };
  const lost = reached((i, j) => rates[i * states + j]).indexOf(false);
  need(lost < 0, `${where}: expected states that all lead to one another, got no way from state 0 to state ${lost}. Connect them.`);
  const stuck = reached((i, j) => rates[j * states + i]).indexOf(false);
  need(stuck < 0, `${where}: expected states that all lead to one another, got no way from state ${stuck} to state 0. Connect them.`);
  return w;
}

function need(met: boolean, message: string): void {
  if (!met) throw new SzilardError('parameter', message);
}
