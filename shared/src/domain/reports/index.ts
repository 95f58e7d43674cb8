export * from './increments.ts';
export * from './weeks.ts';
