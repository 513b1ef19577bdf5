import type { Protocol, Tick } from '../contracts/dynamics.ts';
import { SzilardError } from '../errors.ts';

export type TickOrder = 'theta-first' | 'x-first' | 'random-scan';
export const tickOrders: readonly TickOrder[] = ['theta-first', 'x-first', 'random-scan'];

export interface LagOptions {
  /** Slow ticks. */
  readonly steps: number;
  /** Fast ticks per slow tick. */
  readonly lag: number;
  /** `theta-first` (default): each slow tick, then `lag` fast ones. `random-scan`: as many ticks, each trajectory picks. */
  readonly order?: TickOrder;
  /** λ(s); slow tick k of n is at s = k/n, and so are the fast ticks with it. Absent: no control. */
  readonly protocol?: Protocol;
}

/** Ticks of one run that are still kept in memory. */
const MOST = 1e7;

const none = new Float64Array(0);

/** The ticks of lagged bipartite dynamics, docs/theory.md 1. */
export function lagged({ steps, lag, order = 'theta-first', protocol = () => none }: LagOptions): Tick[] {
  for (const [name, value, least] of [
    ['steps', steps, 1],
    ['lag', lag, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least)
      throw new SzilardError('parameter', `[lagged] ${name}: expected a whole number of at least ${least}, got ${value}.`);
  }
  if (!(steps * (lag + 1) <= MOST))
    throw new SzilardError(
      'parameter',
      `[lagged] steps: expected at most ${MOST} moves in a run, got ${steps} steps of ${lag + 1}. Lower steps or lag.`,
    );
  return Array.from({ length: steps }, (_, k): Tick[] => {
    const control = protocol((k + 1) / steps);
    const fast = Array.from({ length: lag }, (): Tick => ({ mover: 'x', control }));
    if (order === 'theta-first') return [{ mover: 'theta', control }, ...fast];
    if (order === 'x-first') return [...fast, { mover: 'theta', control }];
    return Array.from({ length: lag + 1 }, (): Tick => ({ mover: 'random', slowShare: 1 / (lag + 1), control }));
  }).flat();
}
