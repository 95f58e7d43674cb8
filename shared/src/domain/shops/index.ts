export * from './applications.ts';
export * from './opening.ts';
