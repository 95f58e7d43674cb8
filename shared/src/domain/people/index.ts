export * from './age.ts';
export * from './mask.ts';
export * from './receipt-code.ts';
