import { refuseAs } from './json-reader.ts';
import type { ReactionNetwork } from './network.ts';
import { waysBack } from './ways-back.ts';

/** A column of this name, where nothing else is called so. */
export const LOG_RATIO = 'log_ratio';

/** Σ ln a_r(n)/a_r̃(n′) over all firings n → n′ so far, r̃ the way back of r; nats. */
export interface Account {
  /** Where in the state it is kept. */
  readonly place: number;
  /** Every reaction's way back; [reactions]. */
  readonly back: readonly number[];
}

export function accountOf(network: Pick<ReactionNetwork, 'reactions' | 'source'>, place: number): Account {
  const { reactions, source } = network;
  const odd = reactions.find(({ bound, assign }) => bound || assign.length > 0);
  if (odd)
    refuseAs(
      `${source} columns`,
      `reactions without bound or assign beside ${LOG_RATIO}`,
      `reaction "${odd.name}"`,
      'What a firing of it is worth is not known.',
    );
  const back: number[] = [];
  for (const [forward, backward] of waysBack(network)) {
    back[forward] = backward;
    back[backward] = forward;
  }
  return { place, back };
}
