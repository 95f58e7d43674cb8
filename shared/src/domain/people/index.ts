export * from './age.ts';
export * from './mask.ts';
export * from './stars.ts';
