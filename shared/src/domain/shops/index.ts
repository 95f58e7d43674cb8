export * from './applications.ts';
export * from './licence-photo.ts';
export * from './opening.ts';
