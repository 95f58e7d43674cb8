export * from './changes.ts';
export * from './crediting.ts';
