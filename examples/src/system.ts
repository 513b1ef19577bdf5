import { make, randomStream } from '@szilard/core';
import { type Examination, examine, type Lab } from '@szilard/core/compose';
import { type SystemResult, systemPlots } from '@szilard/report';
import type { ExampleContext } from './example.ts';

export interface SystemOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly reservoirParams?: Readonly<Record<string, unknown>>;
  readonly trajectories?: number;
}

/** What the model claims in this reservoir, for people. */
export function claimText(lab: Lab, model: string, reservoir: string): string {
  const { claims } = lab.model(model);
  if (!claims.reservoirs.includes(reservoir) || claims.localDetailedBalance === 'none')
    return 'no local detailed balance promised in this reservoir';
  return claims.localDetailedBalance === 'exact'
    ? 'local detailed balance, exactly'
    : `local detailed balance is missed at ${claims.localDetailedBalance.replace('-', ' ')} in dt`;
}

/** Examine one system and keep what tables and plots need of it. */
export async function system(
  { lab, seed, quick, progress, signal }: ExampleContext,
  model: string,
  reservoir: string,
  options: SystemOptions = {},
): Promise<{ result: SystemResult; examination: Examination }> {
  const plugin = lab.model(model);
  const wanted = options.trajectories ?? plugin.trajectories ?? 20_000;
  const trajectories = quick ? Math.max(400, Math.round(wanted / 5)) : wanted;
  const params = { ...(quick ? plugin.quick : {}), ...options.params };
  const begun = performance.now();
  progress.start(`${model} × ${reservoir}`, 2 * trajectories);
  const examination = await examine(lab, model, reservoir, {
    trajectories,
    params,
    rng: randomStream(seed).fork(model).fork(reservoir),
    onProgress: (done) => progress.at(Math.max(0, done)),
    ...(options.reservoirParams ? { reservoirParams: options.reservoirParams } : {}),
    ...(signal ? { signal } : {}),
  });
  progress.done();
  const { verdicts, broken, evidence } = examination;
  const claim = claimText(lab, model, reservoir);
  const seconds = (performance.now() - begun) / 1000;
  return {
    examination,
    result: { model, reservoir, params: examination.params, trajectories, claim, verdicts, broken, plots: systemPlots(evidence), seconds },
  };
}

/** An estimator of the lab by id, with its defaults or a few overrides. */
export const estimator = (lab: Lab, id: string, params: Readonly<Record<string, unknown>> = {}) => make(lab.estimator(id), params);
