export * from './spell.ts';
