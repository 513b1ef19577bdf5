export type { Informations } from './informations.ts';
export { type LearningLedgerOptions, learningLedger } from './learning-ledger.ts';
export type { LearningLedger, LedgerFrame } from './ledger-frame.ts';
export type { Bounds, DataSets, Measured } from './measured.ts';
export { type PathInformationOptions, pathInformation } from './path-information.ts';
export type { KnownModel, LearningRecord } from './record.ts';
export { learningRecord } from './record-of-runs.ts';
