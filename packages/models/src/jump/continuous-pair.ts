import { SzilardError, type Tick } from '@szilard/core';

/** How two seats share a clock. */
export interface SharedClock {
  /** dt of each seat's own kernel; time. */
  readonly dt: { readonly x: number; readonly theta: number };
  readonly ticks: readonly Tick[];
}

/**
 * Two seats that jump in continuous time, at most one jump of either in a tick dt: every trajectory picks a mover, Θ with a chance
 * in proportion to its fastest rate, and the mover jumps with chance w dt over that share. Together that is I + W dt exactly, so
 * the stationary law and all mean rates in it are those of W. `fastest`: what most leaves a state of each seat; 1/time.
 */
export function continuousPair(
  fastest: { readonly x: number; readonly theta: number },
  dt: number,
  ticks: number,
  where: string,
): SharedClock {
  const both = fastest.x + fastest.theta;
  if (!(dt * both <= 1)) {
    throw new SzilardError(
      'parameter',
      `${where} dt: expected at most ${(1 / both).toPrecision(3)}, one over both seats' fastest rates, got ${dt}. Shorten it.`,
    );
  }
  const slowShare = fastest.theta / both;
  const tick: Tick = { mover: 'random', slowShare, control: new Float64Array(0) };
  return { dt: { x: dt / (1 - slowShare), theta: dt / slowShare }, ticks: Array.from({ length: ticks }, () => tick) };
}
