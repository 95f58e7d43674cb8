export { createPeople } from './people.ts';
export { ensurePeople } from './store.ts';
export type * from './types.ts';
