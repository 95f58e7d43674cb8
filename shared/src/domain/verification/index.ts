export * from './codes.ts';
export * from './words.ts';
