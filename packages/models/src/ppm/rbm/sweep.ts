import { type Batch, batch, type Given, type Kernel, type Subsystem } from '@szilard/core';
import type { Layer } from './fields.ts';
import { type HalfSteps, halfSteps } from './half-steps.ts';
import { layerCode } from './machine.ts';

/**
 * A whole sweep as one tick: `first` given the other layer, then the other given it. `back`: which sweep undoes it, one in opposite order,
 * for which the detailed theorems hold, or one in the same order, for which they fail though e^−βE is left alone [Salazar2017].
 */
export function sweepSubsystem(options: HalfSteps, first: Layer, back: 'opposite' | 'same'): Subsystem {
  // Their fast pass makes one half-step a tick.
  const { fuse: _one, ...half } = halfSteps(options);
  const { visible, hidden } = options.shape;
  const labels = options.labels ?? 0;
  const kernelOf = (layers: readonly [Layer, Layer]): Kernel => {
    const at = ({ control, ...rest }: Given, layer: Layer): Given => ({ ...rest, control: Float64Array.of(control[0], layerCode[layer]) });
    const [start, width] = layers[0] === 'visible' ? [labels, visible] : [labels + visible, hidden];
    return {
      step(x, given, rng, next) {
        const middle = batch(x.n, x.dim);
        half.kernel.step(x, at(given, layers[0]), rng, middle);
        half.kernel.step(middle, at(given, layers[1]), rng, next);
      },
      logDensity(from, to, given, out) {
        // Halfway the first layer is that of x′, the second still that of x.
        const middle: Batch = { ...from, data: from.data.slice() };
        for (let row = 0; row < from.data.length; row += from.dim)
          for (let k = start; k < start + width; k++) middle.data[row + k] = to.data[row + k];
        const second = new Float64Array(from.n);
        half.kernel.logDensity(from, middle, at(given, layers[0]), out);
        half.kernel.logDensity(middle, to, at(given, layers[1]), second);
        for (let i = 0; i < from.n; i++) out[i] += second[i];
      },
    };
  };
  const other = first === 'visible' ? 'hidden' : 'visible';
  const [there, home] = [kernelOf([first, other]), kernelOf([other, first])];
  const exact = back === 'opposite' ? 'exact' : 'none';
  return {
    ...half,
    kernel: {
      ...there,
      claims: { invariance: 'exact', detailedBalance: exact },
      ...(back === 'opposite' ? { reversed: { ...home, reversed: there } } : {}),
    },
  };
}
