export * from './limits.ts';
export * from './search.ts';
export * from './stock.ts';
export * from './terms.ts';
export * from './voucher.ts';
