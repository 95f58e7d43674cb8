export * from './code.ts';
export * from './stay.ts';
export * from './venue.ts';
