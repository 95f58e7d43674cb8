export { AGREEMENTS_ENDING_JOB } from './agreements-ending.ts';
export { CLOSING_TAKE_UP_MS } from './close-shop.ts';
export type { ShopFigures } from './deps.ts';
export { createMerchants, type Merchants } from './merchants.ts';
export { whyNotOpen } from './opening.ts';
export { ensureMerchants, type ShopRecord, sealOwnerOfShop } from './store.ts';
