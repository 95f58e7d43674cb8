export { type Auth, createAuth } from './auth.ts';
export { type IsOwnSignIn, ownSignInIds, ownSignIns } from './own-sign-ins.ts';
export { argon2Passwords, type Passwords } from './passwords.ts';
export { type CodeSender, phoneIndexOf } from './senders.ts';
export type { ShopRole, ShopSignIn, ShopSignIns } from './shop-sign-ins.ts';
export { ensureAuth } from './store.ts';
export { createUsers, type NewStaffUser, type User, type Users } from './users.ts';
