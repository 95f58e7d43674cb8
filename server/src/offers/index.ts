export { whyNotOfferedAt } from './audience.ts';
export { stockCheck } from './ledger-check.ts';
export { createOffers, type Offers } from './offers.ts';
export type { PayerOfOffer } from './payer.ts';
export type { ReservedPieces } from './reserve.ts';
export { ensureOffers, type OfferRecord, type StockMovementRecord } from './store.ts';
