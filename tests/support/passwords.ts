import { argon2Passwords, type Passwords } from '@red-points/server/auth/index';

const hashes = new Map<string, Promise<string>>();
const comparisons = new Map<string, Promise<boolean>>();

function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/**
 * The product's own, each asked once: to hash a password takes as long as it must, and the thousand members of staff that the
 * tests make all have the same.
 */
export const rememberedPasswords: Passwords = {
  hash: (password) => once(hashes, password, () => argon2Passwords.hash(password)),
  isRight: (passwordHash, password) =>
    once(comparisons, `${passwordHash} ${password}`, () => argon2Passwords.isRight(passwordHash, password)),
};
