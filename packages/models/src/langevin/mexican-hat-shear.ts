import { type Batch, type Boundary, defineModel, erfc, type Tick } from '@szilard/core';
import { still } from '../still.ts';
import { vectorEulerMaruyama } from './vector-euler-maruyama.ts';

/**
 * A bead in the Mexican hat a(r² − 1)² in a shear flow: beside −∇U there is the force γy in the x-direction, which has no
 * potential and drives it around the brim. Euler-Maruyama; the work of the flow is Stratonovich's, γ(y + y′)/2 · Δx.
 */
export const mexicanHatShear = defineModel({
  id: 'langevin/mexican-hat-shear',
  title: 'a bead in a Mexican hat and a shear flow; Euler-Maruyama',
  source: 'docs/theory.md 12',
  claims: { localDetailedBalance: 'order-1', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { height: 2, shear: 1, dt: 0.005, ticks: 400, beta: 1 },
  quick: { dt: 0.01, ticks: 100 },
  trajectories: 5000,
  domain: { height: { above: 0 }, dt: { above: 0 }, ticks: { atLeast: 1, atMost: 1e6, integer: true }, beta: { above: 0 } },
  create: ({ height: a, shear, dt, ticks, beta }) => {
    const none = new Float64Array(0);
    const rest = hatBoundary(a, beta, none);
    return {
      subsystems: {
        x: {
          dim: 2,
          kernel: vectorEulerMaruyama({
            dim: 2,
            dt,
            temperature: 1,
            drift({ n, data }, _given, out) {
              for (let i = 0; i < n; i++) {
                const [x, y] = [data[2 * i], data[2 * i + 1]];
                const pull = -4 * a * (x * x + y * y - 1);
                out[2 * i] = pull * x + shear * y;
                out[2 * i + 1] = pull * y;
              }
            },
          }),
          energy({ n, data }, _given, out) {
            for (let i = 0; i < n; i++) out[i] = a * (data[2 * i] ** 2 + data[2 * i + 1] ** 2 - 1) ** 2;
          },
          work(from, to, _given, out) {
            for (let i = 0; i < from.n; i++)
              out[i] = 0.5 * shear * (from.data[2 * i + 1] + to.data[2 * i + 1]) * (to.data[2 * i] - from.data[2 * i]);
          },
        },
        theta: still,
      },
      ticks: Array.from({ length: ticks }, (): Tick => ({ mover: 'x', control: none })),
      start: rest,
      end: rest,
    };
  },
});

/** Equilibrium without flow: u = r² is a Gaussian around 1 of variance 1/2βa, cut at 0; Z = π ∫₀^∞ e^{−βa(u − 1)²} du. */
function hatBoundary(a: number, beta: number, control: Float64Array): Boundary {
  const sharpness = beta * a;
  const lnZ = Math.log((Math.PI / 2) * Math.sqrt(Math.PI / sharpness) * erfc(-Math.sqrt(sharpness)));
  const width = Math.sqrt(0.5 / sharpness);
  return {
    control,
    sample(rng, x: Batch) {
      for (let i = 0; i < x.n; i++) {
        const lane = rng.lane(i);
        let square: number;
        do square = 1 + width * lane.normal();
        while (!(square > 0));
        const angle = 2 * Math.PI * lane.uniform();
        x.data[2 * i] = Math.sqrt(square) * Math.cos(angle);
        x.data[2 * i + 1] = Math.sqrt(square) * Math.sin(angle);
      }
    },
    logDensity(x: Batch, _theta, out) {
      for (let i = 0; i < x.n; i++) out[i] = -sharpness * (x.data[2 * i] ** 2 + x.data[2 * i + 1] ** 2 - 1) ** 2 - lnZ;
    },
  };
}
