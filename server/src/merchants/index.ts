export { AGREEMENTS_ENDING_JOB } from './agreements-ending.ts';
export type { ShopFigures } from './deps.ts';
export { createMerchants, type Merchants } from './merchants.ts';
export { whyNotOpen } from './opening.ts';
export { ensureMerchants, type ShopRecord, sealOwnerOfShop } from './store.ts';
