import { defineTask, randomStream, type TaskPlugin } from '@szilard/core';
import { samplesOf } from '@szilard/core/testing';

/** A fair bit through channels that flip with probability 0.15: truths in closed form, ln 2 − H(flips) for each channel passed. */
const channel = (quantity: string, title: string): TaskPlugin => {
  const samples = samplesOf(quantity, 'symbols')!;
  return defineTask<any, object>({
    id: `${quantity}/channel`,
    title,
    source: '[Cover2006]',
    equation: 'sums of ln 2 − H_b(0.15) and ln 2 − H_b(0.255)',
    quantity,
    rows: 'symbols',
    defaults: {},
    create: () => ({ truth: samples(2, randomStream(0)).truth, unit: 'nat', sample: (n, rng) => samples(n, rng).input }),
  });
};

export const channelTasks: readonly TaskPlugin[] = [
  channel('mutual-information', 'a bit and what a channel makes of it'),
  channel('conditional-mutual-information', 'a bit and its noisy copy, turned over where a third one says so'),
  channel('total-correlation', 'a bit handed on through two channels'),
  channel('o-information', 'a bit handed on through two channels'),
  channel('transfer-entropy', 'bits at random and a series that follows them through a channel'),
  channel('active-information-storage', 'a bit that seldom flips'),
  channel('information-flow', 'bits at random and a series that follows them through a channel'),
];
