// Long batches by a library, the rest by ours: the same gradients to single precision, and the same bits where the library is not asked.
import { type NetworkShape, randomStream, type Tensors } from '@szilard/core';
import { denseClassifier, tensorEngine } from '@szilard/models';
import { resolveTensors } from '@szilard/models/tensors';
import { beforeAll, describe, expect, test } from 'vitest';

const shape = { layers: [20, 24, 16, 5], activation: 'relu' } as const;
const n = 60;
const rng = randomStream(1);
const data = {
  n,
  inputs: Float32Array.from({ length: n * 20 }, () => (rng.uniform() < 0.5 ? 0 : rng.normal())),
  labels: Uint8Array.from({ length: n }, () => Math.floor(5 * rng.uniform())),
};
const rows = (count: number) => Int32Array.from({ length: count }, (_, i) => (7 * i) % n);
const ours = denseClassifier(shape, data);
const theta = ours.initial(randomStream(2));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);

describe('long batches by a library', () => {
  let cpu: Tensors;
  /** From 30 rows on the library, below it ours. */
  let routed: Tensors;
  beforeAll(async () => {
    cpu = await resolveTensors({ prefer: 'cpu' });
    const own = await resolveTensors({ prefer: 'cpu', networks: 'szilard' });
    routed = { ...cpu, network: (asked: NetworkShape, count = 0) => (count < 30 ? own : cpu).network(asked, count) };
  });

  test('gradients and steps agree with ours to single precision', () => {
    const net = denseClassifier(shape, data, tensorEngine(routed));
    expect(net.engine).toBe(`${ours.engine}, long batches by cpu`);
    for (const one of [net, ours]) one.load(theta);
    const [found, expected] = [net.gradient(rows(50)), ours.gradient(rows(50))];
    expect(farthest(found, expected)).toBeLessThan(1e-6);
    expect(Math.hypot(...expected)).toBeGreaterThan(0.1);
    for (const one of [net, ours]) one.step(rows(40), 0.5);
    expect(farthest(net.theta(), ours.theta())).toBeLessThan(1e-6);
    expect(farthest(net.theta(), theta)).toBeGreaterThan(1e-3);
    expect(net.loss(rows(60))).toBeCloseTo(ours.loss(rows(60)), 6);
  });

  test('short batches, and what is asked row by row, have the bits of ours', () => {
    const net = denseClassifier(shape, data, tensorEngine(routed));
    for (const one of [net, ours]) one.load(theta);
    expect(net.gradient(rows(29))).toEqual(ours.gradient(rows(29)));
    expect(net.gradients(rows(50))).toEqual(ours.gradients(rows(50)));
    for (const one of [net, ours]) one.step(rows(10), 0.1);
    expect(net.theta()).toEqual(ours.theta());
  });

  test('where the service has ours compute everything, nothing else is there', async () => {
    const net = denseClassifier(shape, data, tensorEngine(await resolveTensors({ prefer: 'cpu', networks: 'szilard' })));
    expect(net.engine).toBe(ours.engine);
  });
});
