import { type Boundary, defineModel, type RandomStream, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { metropolis } from './metropolis-trap.ts';

interface Ratchet {
  readonly height: number;
  readonly asymmetry: number;
  readonly on: number;
  readonly off: number;
  readonly cycles: number;
  readonly stride: number;
  readonly beta: number;
}

/** Share of periods farther out, per period, in the law of the start. */
const OUTER = 0.5;

/**
 * A particle on a line in a sawtooth of period 1 that is switched on and off: no force on average, yet a current, towards the
 * side where the top is near. Metropolis steps: local detailed balance is exact within each potential, and the work is done
 * by the switching alone.
 */
export const flashingRatchet = defineModel({
  id: 'langevin/flashing-ratchet',
  title: 'a sawtooth that is switched on and off; Metropolis steps',
  source: '[Reimann2002]; docs/theory.md 12',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { height: 2, asymmetry: 0.2, on: 30, off: 10, cycles: 2, stride: 0.1, beta: 1 },
  domain: {
    height: { above: 0 },
    asymmetry: { above: 0, below: 1 },
    on: { atLeast: 1, integer: true },
    off: { atLeast: 0, integer: true },
    cycles: { atLeast: 1, atMost: 1e5, integer: true },
    stride: { above: 0 },
    beta: { above: 0 },
  },
  create: (params) => {
    const { height, asymmetry, on, off, cycles, stride } = params;
    const [up, down] = [Float64Array.of(1), Float64Array.of(0)];
    const energy: Parameters<typeof metropolis>[0] = (x, { control: [share] }, out) => {
      for (let i = 0; i < x.n; i++) out[i] = share * sawtooth(x.data[i], height, asymmetry);
    };
    const cycle = [
      ...Array.from({ length: off }, (): Tick => ({ mover: 'x', control: down })),
      ...Array.from({ length: on }, (): Tick => ({ mover: 'x', control: up })),
    ];
    const packet = packetBoundary(params, up);
    return {
      subsystems: { x: { dim: 1, kernel: metropolis(energy, stride), energy }, theta: still },
      ticks: Array.from({ length: cycles }, () => cycle).flat(),
      start: packet,
      end: packet,
    };
  },
});

/** 0 at every whole number, `height` at `asymmetry` beyond it, straight in between. */
function sawtooth(x: number, height: number, asymmetry: number): number {
  const y = x - Math.floor(x);
  return height * (y < asymmetry ? y / asymmetry : (1 - y) / (1 - asymmetry));
}

/** Equilibrium within each period [m, m + 1), and periods with probability ∝ OUTER^|m|. */
function packetBoundary({ height, asymmetry, beta }: Ratchet, control: Float64Array): Boundary {
  const depth = beta * height;
  const lnZ = Math.log(-Math.expm1(-depth) / depth) + Math.log((1 + OUTER) / (1 - OUTER));
  const draw = (lane: RandomStream): number => {
    // The height above the bottom is an exponential law cut at the top; either flank in proportion to its width.
    const climb = -Math.log1p(lane.uniform() * Math.expm1(-depth)) / depth;
    const y = lane.uniform() < asymmetry ? asymmetry * climb : 1 - (1 - asymmetry) * climb;
    const far = Math.floor(Math.log((lane.uniform() * (1 + OUTER)) / 2) / Math.log(OUTER));
    return (lane.uniform() < 0.5 ? -far : far) + y;
  };
  return {
    control,
    sample(rng, x) {
      for (let i = 0; i < x.n; i++) x.data[i] = draw(rng.lane(i));
    },
    logDensity(x, _theta, out) {
      for (let i = 0; i < x.n; i++)
        out[i] = -beta * sawtooth(x.data[i], height, asymmetry) + Math.abs(Math.floor(x.data[i])) * Math.log(OUTER) - lnZ;
    },
  };
}
