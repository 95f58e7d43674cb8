import { hash, verify } from '@node-rs/argon2';

/** How passwords are hashed for keeping, and compared with what is kept. */
export interface Passwords {
  hash(password: string): Promise<string>;
  isRight(passwordHash: string, password: string): Promise<boolean>;
}

/** Argon2id with the cost that its library recommends. */
export const argon2Passwords: Passwords = {
  hash: (password) => hash(password),
  isRight: (passwordHash, password) => verify(passwordHash, password),
};
