export * from './crediting.ts';
