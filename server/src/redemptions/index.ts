export { isOneOf, personToAssist, whyNotAssistAt } from './assist.ts';
export type { BookingPort } from './booking-port.ts';
export {
  type BookingDispute,
  type BookingEnding,
  type BookingRecord,
  bookingStandingOf,
  type SaidWord,
} from './booking-record.ts';
export { endingFields, isUndecided, type OpenBooking } from './end-booking.ts';
export type { Turnover } from './figures.ts';
export { isResidentOf, isShopOf } from './find-redemption.ts';
export { LAPSE_REFUNDS_JOB } from './lapse-refunds.ts';
export { type HoldEnder, STARTED_BY } from './ledger-commands.ts';
export { redemptionMatcher } from './match-ledger.ts';
export { createRedeeming, ensureRedeeming, type Redeeming, type RedeemingDeps } from './redeeming.ts';
export type { Redemptions } from './redemptions.ts';
export { refundEntriesOf } from './refund-entries.ts';
export { type RedemptionRecord, redemptionsOf } from './store.ts';
