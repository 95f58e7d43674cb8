export * from './lines.ts';
export * from './signing.ts';
export * from './types.ts';
