export * from './base32.ts';
export * from './token.ts';
export * from './url.ts';
