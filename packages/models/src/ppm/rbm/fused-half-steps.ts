import type { Buffers, FusedPass, RandomStream, Seat } from '@szilard/core';
import { type Chains, type ChainsJob, chainsOf } from './chains.ts';
import { biasOf, type Layer } from './fields.ts';
import { energyAt } from './joint.ts';
import { layerAt, type Machines } from './machine.ts';
import type { RbmShape } from './shape.ts';

export interface FusedHalfSteps {
  readonly shape: RbmShape;
  /** Frozen labels before v and h in x. */
  readonly labels: number;
  /** One machine for all chains at once. */
  readonly machine: Machines;
  /** For tests: absent, the fastest there is; all give the same bits. */
  readonly open?: (job: ChainsJob) => Chains;
}

const layers = ['visible', 'hidden'] as const satisfies readonly Layer[];
const otherThan = { visible: 'hidden', hidden: 'visible' } as const satisfies Record<Layer, Layer>;

/**
 * Half-steps of many chains and their bookkeeping in one pass. The fields of a layer that is drawn stand still, and
 * E = −Σ unit · field − Σ biases of the other layer: heat is what Σ unit · field gains, the log-ratio β times that.
 */
export function fusedHalfSteps({ shape, labels, machine, open = chainsOf }: FusedHalfSteps, buffers: Buffers): FusedPass {
  const { x, partner, beta, known, work, heat, logRatio } = buffers;
  const chains = open({ shape, x, labels, beta });
  const [before, after] = [new Float64Array(x.n), new Float64Array(x.n)];
  const fields = new Float64Array(shape.hidden);
  let noise: RandomStream;
  let theta: Float64Array | undefined;
  let finite = false;
  /** Nobody else has moved since `known` was the energy. */
  let sure = false;

  /** Has the machine changed? */
  function meet(control: Float64Array): boolean {
    const now = machine({ partner, control }).theta;
    if (now === theta) return false;
    theta = now;
    // No energy is larger than all parameters together.
    finite = Number.isFinite(now.reduce((sum, value) => sum + Math.abs(value), 0));
    chains.load(now);
    return true;
  }

  function drive(i: number, rest: number): void {
    work[i] += rest - known[i];
    known[i] = rest;
  }

  function half(layer: Layer, changed: boolean): void {
    // The energy as everybody has it, so that no work is none to the last bit.
    if (!sure) for (let i = 0; i < x.n; i++) drive(i, energyAt(shape, theta!, 0, x.data, i * x.dim + labels, fields));
    chains.draw(layer, noise, before, after);
    if (changed && sure) {
      const still = otherThan[layer];
      chains.write(still);
      const first = still === 'visible' ? labels : labels + shape.visible;
      for (let i = 0; i < x.n; i++) drive(i, -before[i] - biasOf(shape, still, theta!, 0, x.data, i * x.dim + first));
    }
    sure = true;
    for (let i = 0; i < x.n; i++) {
      const gained = after[i] - before[i];
      heat[i] += gained;
      known[i] -= gained;
      logRatio[i] += beta[i] * gained;
    }
  }

  const self: FusedPass = {
    admits() {
      for (let row = labels; row < x.data.length; row += x.dim)
        for (let k = row; k < row + x.dim - labels; k++) if (x.data[k] !== 0 && x.data[k] !== 1) return false;
      return true;
    },
    begin(rng) {
      noise = rng;
      sure = false;
      chains.read();
    },
    move(control) {
      const layer = layerAt(control);
      half(layer, meet(control));
      chains.write(layer);
    },
    disturbed() {
      sure = false;
      chains.read();
    },
    get finite() {
      return finite;
    },
    together(passes) {
      const seat: Seat = passes.x === self ? 'x' : 'theta';
      if (Object.keys(passes).length !== 1) return;
      return (ticks, from, to) => {
        let t = from;
        for (; t < to && ticks[t].mover === seat; t++) {
          const changed = meet(ticks[t].control);
          if (!finite) break;
          half(layerAt(ticks[t].control), changed);
        }
        if (t > from) for (const layer of layers) chains.write(layer);
        return t;
      };
    },
  };
  return self;
}
