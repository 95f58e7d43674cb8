export * from './business-date.ts';
export * from './format.ts';
export * from './holidays.ts';
export * from './working-days.ts';
