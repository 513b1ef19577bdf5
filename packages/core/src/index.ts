export * from './arrays/batch.ts';
export * from './checks/catalog.ts';
export * from './checks/cycle-affinity.ts';
export * from './checks/detailed-fluctuation.ts';
export * from './checks/integral-fluctuation.ts';
export * from './checks/local-detailed-balance.ts';
export * from './checks/second-law.ts';
export * from './compose/make.ts';
export * from './contracts/batch.ts';
export * from './contracts/dynamics.ts';
export * from './contracts/estimator.ts';
export * from './contracts/kernel.ts';
export * from './contracts/landscape.ts';
export * from './contracts/laws.ts';
export * from './contracts/plugin.ts';
export * from './contracts/quantity.ts';
export * from './contracts/random.ts';
export * from './contracts/reservoir.ts';
export * from './contracts/run.ts';
export * from './contracts/subsystem.ts';
export * from './contracts/task.ts';
export * from './contracts/tensors.ts';
export * from './contracts/verdict.ts';
export * from './diagnostics/balance.ts';
export * from './diagnostics/heat-capacity.ts';
export * from './diagnostics/lazy-index.ts';
export * from './diagnostics/mode-temperatures.ts';
export * from './diagnostics/noise-series.ts';
export * from './diagnostics/noise-stationarity.ts';
export * from './diagnostics/time-scale.ts';
export * from './diagnostics/whiteness.ts';
export * from './engine/entropy-production.ts';
export * from './engine/in-contact.ts';
export * from './engine/lag.ts';
export { ownPass } from './engine/own-pass.ts';
export * from './engine/reverse.ts';
export * from './engine/shadow-work.ts';
export * from './engine/simulate.ts';
export * from './errors.ts';
export * from './exact/enumerate.ts';
export * from './exact/exact-process.ts';
export * from './exact/gaussian-divergence.ts';
export * from './exact/gaussian-entropies.ts';
export * from './exact/linear-gaussian.ts';
export * from './exact/linear-langevin.ts';
export * from './exact/linear-map.ts';
export { discreteLyapunov, lyapunov } from './exact/lyapunov.ts';
export type { Rows } from './exact/matrices.ts';
export {
  type ExactOptions,
  type ExactProcess,
  type PathAverages,
  type PathFunctional,
  type PerSeat,
  type ProcessMeans,
  type ProcessPaths,
  pathFunctionals,
} from './exact/process.ts';
export * from './exact/rate-balance.ts';
export * from './exact/rate-bipartite.ts';
export * from './exact/rate-cycles.ts';
export * from './exact/rate-flows.ts';
export * from './exact/rate-matrix.ts';
export * from './exact/rate-pieces.ts';
export * from './exact/rate-propagator.ts';
export * from './exact/rate-stationary.ts';
export * from './exact/rate-steps.ts';
export { type BipartiteEntropies, bipartiteEntropies } from './functionals/bipartite-entropies.ts';
export * from './functionals/estimated-laws.ts';
export * from './functionals/learning/index.ts';
export * from './numerics/chi-square.ts';
export { covers } from './numerics/coverage.ts';
export { divergences } from './numerics/divergences.ts';
export * from './numerics/moments.ts';
export * from './numerics/ratio-of-means.ts';
export * from './numerics/special.ts';
export * from './numerics/sum.ts';
export * from './numerics/tail-exponent.ts';
export * from './numerics/wald.ts';
export * as protocols from './protocols/index.ts';
export * from './random/philox.ts';
export { noise, normalQualities, randomStream, type StreamOptions } from './random/stream.ts';
