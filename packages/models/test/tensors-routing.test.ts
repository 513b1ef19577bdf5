// Who computes a network: ours with the same bits everywhere, unless somebody asked otherwise.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NetworkShape, NeuralNetwork } from '@szilard/core';
import { crossoverFile, crossovers, resolveTensors } from '@szilard/models/tensors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { denseNetwork } from '../src/ppm/network/dense-network.ts';
import { plainNetwork } from '../src/ppm/network/plain-network.ts';
import { crossoverOf } from '../src/ppm/tensors-measured.ts';
import { sample } from './tensors-samples.ts';

const shape: NetworkShape = { layers: [2, 5, 1], activation: 'tanh' };
const missing = async () => {
  throw new Error('not installed');
};
const load = { 'tfjs-node-gpu': missing, 'tfjs-node': missing };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'szilard-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('SZILARD_NETWORKS', '');
  vi.stubEnv('SZILARD_TENSORS', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A clock that only these networks move on: so many milliseconds a row, and so many a call. */
function paced() {
  let now = 0;
  const network = (each: number, call: number): NeuralNetwork => ({
    ...denseNetwork(shape),
    pass(_, inputs) {
      now += call + (each * inputs.length) / 2;
      return { outputs: new Float32Array(0), pullback: () => new Float32Array(0) };
    },
  });
  return { network, clock: () => now };
}

describe('the way', () => {
  test('is ours where nobody asked, whatever library is there; the bits are those of plain TypeScript', async () => {
    const tensors = await resolveTensors({ load });
    const { network, parameters, inputs, slope } = sample(tensors, shape, 40);
    expect(network.backend).toBe('szilard');
    const own = denseNetwork(shape, plainNetwork);
    expect(network.outputs(parameters, inputs)).toEqual(own.outputs(parameters, inputs));
    expect(network.pullback(parameters, inputs, slope)).toEqual(own.pullback(parameters, inputs, slope));
  });

  test('is the library where one was asked for by name, and whichever is asked for by its own name', async () => {
    expect((await resolveTensors({ prefer: 'cpu' })).network(shape).backend).toBe('cpu');
    expect((await resolveTensors({ prefer: 'cpu', networks: 'szilard' })).network(shape).backend).toBe('szilard');
    expect((await resolveTensors({ load, networks: 'library' })).network(shape).backend).toBe('wasm');
    vi.stubEnv('SZILARD_NETWORKS', 'library');
    expect((await resolveTensors({ load })).network(shape).backend).toBe('wasm');
    expect((await resolveTensors({ load, networks: 'szilard' })).network(shape).backend).toBe('szilard');
    vi.stubEnv('SZILARD_NETWORKS', 'fastest');
    await expect(resolveTensors({ load })).rejects.toThrow(
      '[networks] expected one of szilard, library, measured, got "fastest". Correct SZILARD_NETWORKS or networks, or leave them out.',
    );
  });
});

describe('measured', () => {
  test('finds from how many rows on the library is faster, keeps it, and does not look at the clock again', () => {
    const { network, clock } = paced();
    // 10 ms a call against 0.02 ms a row: equal at 500 rows.
    const both = { szilard: network(0.02, 0), library: network(0, 10) };
    const found = crossoverOf(shape, 'tfjs-node', both, clock);
    expect(found.rows).toBe(1024);
    expect(found.times.map(({ rows, szilard, library }) => [rows, Math.round(1e6 * szilard), Math.round(1e6 * library)])).toEqual([
      [64, 1280, 10_000],
      [256, 5120, 10_000],
      [1024, 20_480, 10_000],
      [4096, 81_920, 10_000],
    ]);
    const stopped = () => {
      throw new Error('looked at the clock');
    };
    expect(crossoverOf(shape, 'tfjs-node', both, stopped)).toEqual(found);
    expect(() => crossoverOf(shape, 'cpu', both, stopped)).toThrow('looked at the clock');
    expect(() => crossoverOf({ ...shape, activation: 'relu' }, 'tfjs-node', both, stopped)).toThrow('looked at the clock');
    const [what] = Object.keys(crossovers());
    expect(what).toMatch(/, tfjs-node, 2-5-1, tanh$/);
  });

  test('says where the library is never faster, and where it always is', () => {
    const { network, clock } = paced();
    expect(crossoverOf(shape, 'wasm', { szilard: network(0.01, 0), library: network(0.02, 5) }, clock).rows).toBeNull();
    expect(crossoverOf(shape, 'cpu', { szilard: network(0.02, 5), library: network(0.01, 0) }, clock).rows).toBe(64);
  });

  test('sends networks by their rows to whom the file names, which anybody may write', async () => {
    let now = 0;
    const asked = { load, networks: 'measured', clock: () => now++ };
    const first = await resolveTensors(asked);
    // A clock that counts its readings: both take as long, so ours is not slower.
    expect(first.network(shape, 1e6).backend).toBe('szilard');
    const kept = JSON.parse(readFileSync(crossoverFile(), 'utf8'));
    const [what] = Object.keys(kept);
    writeFileSync(crossoverFile(), JSON.stringify({ [what]: { ...kept[what], rows: 100 } }));
    const { network } = await resolveTensors(asked);
    expect(network(shape, 99).backend).toBe('szilard');
    expect(network(shape, 100).backend).toBe('wasm');
    // Of a step without a number of rows nothing is known.
    expect(network(shape).backend).toBe('szilard');
  });
});
