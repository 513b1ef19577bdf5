import { defineModel, type Tick } from '@szilard/core';
import { still } from '../../still.ts';
import { equilibriumBoundary } from './equilibrium.ts';
import { exchangeOf, layersOf, type RbmHeatExchange } from './exchange-law.ts';
import { halfSteps } from './half-steps.ts';
import { layerCode, scaledMachine } from './machine.ts';
import { smallMachine } from './quench.ts';
import { rbmParameters, shapeOf } from './shape.ts';

/**
 * A Boltzmann machine brought from equilibrium at one temperature into contact with a bath at another: no work, only heat Q, and
 * σ = (β_bath − β_start) Q. P(Q)/P(−Q) = e^σ [Jarzynski2004], [Salazar2017] where the moves are a palindrome; else the process sent
 * back makes them in opposite order.
 */
export const rbmHeatExchange = defineModel<RbmHeatExchange>({
  id: 'ppm/rbm-heat-exchange',
  title: 'a restricted Boltzmann machine that exchanges heat with a colder bath',
  source: '[Salazar2017]; [Jarzynski2004]; docs/theory.md 20',
  claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
  reservoirs: ['ideal'],
  defaults: { ...smallMachine, startBeta: 0.5, moves: 'hvh' },
  domain: { startBeta: { above: 0 } },
  create: (params) => {
    const shape = shapeOf(params);
    const machine = scaledMachine(shape, rbmParameters(params, '[ppm/rbm-heat-exchange]'));
    const control = Float64Array.of(1, layerCode.hidden);
    const hot = equilibriumBoundary(shape, machine({ control }), params.startBeta, control);
    return {
      subsystems: { x: halfSteps({ shape, machine }), theta: still },
      ticks: layersOf(params.moves).map((layer): Tick => ({ mover: 'x', control: Float64Array.of(1, layerCode[layer]) })),
      start: hot,
      end: hot,
    };
  },
  exact: {
    /** ⟨Q⟩ into a bath at β = 1. */
    'entropy-flow': (params) => exchangeOf(params, 1).mean,
    'entropy-production': (params) => (1 - params.startBeta) * exchangeOf(params, 1).mean,
  },
});
