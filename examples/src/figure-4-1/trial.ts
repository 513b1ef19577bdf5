// The part of the figure that threads of their own run: this module is imported by them.
import { randomStream } from '@szilard/core';
import { type DenseClassifier, denseClassifier, type SgdTrial, sgdTrial } from '@szilard/models';
import type { TaskControl } from '../example.ts';
import type { Settings, SharedDigits } from './settings.ts';

export interface TrialPiece {
  readonly batch: number;
  readonly trial: number;
}

export interface TrialShared {
  readonly digits: SharedDigits;
  readonly settings: Settings;
  readonly seed: string;
}

/** The network of the last trial: its inputs are prepared once for as long as they stay the same. */
let last: { readonly fingerprint: string; readonly net: DenseClassifier } | undefined;

function netOver({ fingerprint, n, inputs, labels }: SharedDigits, layers: readonly number[]): DenseClassifier {
  const key = `${layers.join('-')} ${fingerprint}`;
  if (last?.fingerprint !== key) last = { fingerprint: key, net: denseClassifier({ layers, activation: 'relu' }, { n, inputs, labels }) };
  return last.net;
}

/** One trial at one batch size. All start from the same parameters; each batch size has its own parameter that is followed. */
export function trial({ batch, trial: index }: TrialPiece, { digits, settings, seed }: TrialShared, control: TaskControl): SgdTrial {
  const { layers, rate, steps, every, window, followedEvery } = settings;
  const net = netOver(digits, layers);
  const rng = randomStream(seed).fork('figure-4-1');
  const { weights } = net.at[net.at.length - 1];
  return sgdTrial(net, {
    train: Int32Array.from({ length: digits.train }, (_, i) => i),
    test: Int32Array.from({ length: digits.n - digits.train }, (_, i) => digits.train + i),
    initial: net.initial(rng.fork('initial')),
    batch,
    draw: 'independent',
    rate,
    steps,
    every,
    window,
    followed: weights + Math.floor(rng.fork('followed').fork(batch).uniform() * (net.parameters - weights)),
    followedEvery,
    rng: rng.fork('batches').fork(batch).fork(index),
    onLook: () => control.tick(),
  });
}
