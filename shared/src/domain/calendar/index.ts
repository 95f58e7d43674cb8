export * from './business-date.ts';
export * from './format.ts';
