export * from './draw.ts';
export * from './month.ts';
