export { memberNamed } from './lines.ts';
export { createPeople } from './people.ts';
export { personFor } from './person-for.ts';
export { ensurePeople } from './store.ts';
export { subjectKinds } from './subject-kinds.ts';
export type * from './types.ts';
