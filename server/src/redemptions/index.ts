export type { Turnover } from './figures.ts';
export { LAPSE_REFUNDS_JOB } from './lapse-refunds.ts';
export { redemptionMatcher } from './match-ledger.ts';
export { createRedeeming, ensureRedeeming, type Redeeming, type RedeemingDeps } from './redeeming.ts';
export type { Redemptions } from './redemptions.ts';
export { refundEntriesOf } from './refund-entries.ts';
export { type RedemptionRecord, redemptionsOf } from './store.ts';
