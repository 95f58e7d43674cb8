export * from './correction.ts';
export * from './erasure.ts';
export * from './identity.ts';
