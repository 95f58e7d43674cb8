export { type Auth, createAuth } from './auth.ts';
export type { CodeSender } from './senders.ts';
export { ensureAuth } from './store.ts';
export { createUsers, type NewStaffUser, type User, type Users } from './users.ts';
