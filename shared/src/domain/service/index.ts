export * from './certificate-code.ts';
export * from './hours.ts';
export * from './stars.ts';
