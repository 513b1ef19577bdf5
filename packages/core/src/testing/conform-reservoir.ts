import { batch } from '../arrays/batch.ts';
import type { Boundary, Model } from '../contracts/dynamics.ts';
import type { Contact, Reservoir } from '../contracts/reservoir.ts';
import type { Subsystem } from '../contracts/subsystem.ts';
import { randomStream } from '../random/stream.ts';
import { type Conformance, promise, sameNumbers } from './conformance.ts';

const N = 50;

/** Every promise of the reservoir contract. `contact`: what it touches, for reservoirs that ask. */
export function reservoirConformance(reservoir: Reservoir, contact: Contact = stillContact(reservoir)): Conformance[] {
  const open = (seed = 1) => reservoir.open(N, randomStream(seed).fork('bath').trajectories(0, N), contact);
  const heat = (scale: number) => Float64Array.from({ length: N }, (_, i) => scale * Math.sin(i + 1));
  const gain = (bath: ReturnType<typeof open>, q: Float64Array) => {
    const out = new Float64Array(N);
    bath.entropyGain(q, out);
    return out;
  };
  return [
    {
      name: 'opens the same bath from the same stream',
      run: () => sameNumbers(gain(open(), heat(0.3)), gain(open(), heat(0.3)), 0, 'ΔS_R'),
    },
    {
      name: 'is asked without being changed',
      run() {
        const bath = open();
        const [first, beta] = [gain(bath, heat(0.3)), bath.beta.slice()];
        gain(bath, heat(-0.2));
        sameNumbers(gain(bath, heat(0.3)), first, 0, 'ΔS_R asked twice');
        sameNumbers(bath.beta, beta, 0, 'β after asking');
        sameNumbers(gain(bath, new Float64Array(N)), new Float64Array(N), 0, 'ΔS_R(0)');
      },
    },
    {
      name: 'has the slope β at no heat',
      run() {
        const bath = open();
        const small = 1e-5;
        const [up, down] = [gain(bath, new Float64Array(N).fill(small)), gain(bath, new Float64Array(N).fill(-small))];
        sameNumbers(
          up.map((s, i) => (s - down[i]) / (2 * small)),
          bath.beta.slice(),
          1e-6,
          '∂ΔS_R/∂q beside β',
        );
        promise(
          bath.beta.every((beta) => beta > 0),
          'β must be above 0',
        );
      },
    },
    {
      name: 'takes back what it gave: ΔS_R is a difference of states',
      run() {
        const bath = open();
        const q = heat(0.3);
        const there = gain(bath, q);
        bath.absorb(q);
        sameNumbers(
          gain(
            bath,
            q.map((v) => -v),
          ).map((s) => -s),
          there,
          1e-12,
          '−ΔS_R(−q) after absorbing q',
        );
      },
    },
    {
      name: 'is additive exactly if it says so',
      run() {
        const bath = open();
        const [a, b] = [heat(0.4), heat(-0.1)];
        const apart = gain(bath, a).map((s, i) => s + gain(bath, b)[i]);
        const together = gain(
          bath,
          a.map((v, i) => v + b[i]),
        );
        const same = apart.every((s, i) => Math.abs(s - together[i]) < 1e-12 * Math.max(1, Math.abs(s)));
        promise(
          same === (bath.additive === true),
          `additive is ${bath.additive ?? false}, but summed heats are ${same ? '' : 'not '}worth the same`,
        );
      },
    },
  ];
}

/** Components of the partner: a bath made of them has some capacity. */
const PARTNER = 200;

/** One component that stands still beside its partner, with the coordinates that the reservoir adds to it. */
function stillContact(reservoir: Reservoir): Contact {
  const seat: Subsystem = {
    dim: 1,
    kernel: { step() {}, logDensity: (_from, _to, _given, out) => void out.fill(0), feelsForce: true },
    energy: (_x, _given, out) => void out.fill(0),
    gradientNoise: { samples: 100, temperaturePerVariance: 1, covariance: (_state, out) => void out.fill(2) },
  };
  const law: Boundary = { control: new Float64Array(0), sample() {}, logDensity: (_x, _theta, out) => void out.fill(0) };
  const model: Model = { subsystems: { x: seat, theta: seat }, ticks: [], start: law, end: law };
  const subsystem = (reservoir.embed?.(model, 'x') ?? model).subsystems.x;
  return { subsystem, state: batch(N, subsystem.dim), place: { first: 0, of: subsystem.dim + PARTNER }, seat: 'x' };
}
