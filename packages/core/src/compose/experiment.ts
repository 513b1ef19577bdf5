import type { Experiment, Seat } from '../contracts/dynamics.ts';
import type { ModelPlugin } from '../contracts/plugin.ts';
import type { NormalQuality } from '../contracts/random.ts';
import type { Run } from '../contracts/run.ts';
import { inContact } from '../engine/in-contact.ts';
import type { WatchOptions } from '../engine/simulate.ts';
import type { Lab } from './lab.ts';
import { paramsOf } from './make.ts';
import { viewOf } from './view.ts';

/** A system by the ids and parameters that make it: plain data, so it can travel to another thread or machine. */
export interface SystemDescription {
  readonly model: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly reservoir: string;
  readonly reservoirParams: Readonly<Record<string, unknown>>;
}

/** One ensemble of a system; plain data. */
export interface EnsembleRequest extends SystemDescription {
  readonly direction: 'forward' | 'backward';
  /** Path of the random stream, seed first. */
  readonly path: string;
  /** Quality of the stream's normal deviates; absent: single. */
  readonly normals?: NormalQuality;
  readonly trajectories: number;
  readonly ledger: 'moves' | 'totals';
}

/** Where ensembles run. Whatever it does, its numbers are those of `simulate` in one thread. */
export type EnsembleRunner = (request: EnsembleRequest, watch: WatchOptions) => Promise<Run>;

/** What holds the seats that a reservoir does not serve. */
const NAIVE = 'ideal';

/** What a reservoir is built with: what goes with the model's parameters, and over it what was said. */
export const bathParams = (
  model: ModelPlugin,
  params: Readonly<Record<string, unknown>>,
  reservoir: string,
  said: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({ ...model.baths?.(paramsOf(model, params))[reservoir], ...said });

/** A model in contact with one reservoir at every seat that it serves. */
export async function composeExperiment(lab: Lab, { model, params, reservoir, reservoirParams }: SystemDescription): Promise<Experiment> {
  const plugin = lab.reservoir(reservoir);
  const modelPlugin = lab.model(model);
  viewOf(modelPlugin, params, plugin);
  const dynamics = await lab.build(modelPlugin, params);
  const bath = await lab.build(plugin, bathParams(modelPlugin, params, plugin.id, reservoirParams));
  const seats = plugin.seats ?? ['x', 'theta'];
  const at = async (seat: Seat) => (seats.includes(seat) ? bath : lab.build(lab.reservoir(NAIVE)));
  return inContact(dynamics, { x: await at('x'), theta: await at('theta') });
}
