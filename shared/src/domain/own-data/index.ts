export * from './correction.ts';
export * from './erasure.ts';
