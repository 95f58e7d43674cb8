export * from './increments.ts';
export * from './negate.ts';
export * from './two-dates.ts';
export * from './weeks.ts';
export * from './words.ts';
