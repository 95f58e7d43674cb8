export * from './common.ts';
export * from './endpoint.ts';
export * from './org-units.ts';
export * from './people.ts';
export * from './problems/index.ts';
export * from './sessions.ts';
