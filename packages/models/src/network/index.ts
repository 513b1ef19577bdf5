export * from './ensemble-summary.ts';
export type { NetworkMethod } from './method.ts';
export { type NetworkOptions, type ReactionNetwork, readNetwork } from './network.ts';
export { parseJson } from './network-document.ts';
export * from './stochastic-simulation.ts';
