import type { Keys } from '../platform/keys.ts';

/** Keyed hashes by which profiles are found. The phone's is the one that sign-ins use too. */
export interface PersonIndexes {
  phone(phone: string): string;
  lastFour(digits: string): string;
  name(name: string): string;
}

export function personIndexes(keys: Keys): PersonIndexes {
  const mac = (text: string): string => keys.mac('phone-index', text).toString('base64url');
  return {
    phone: (phone) => mac(`phone:${phone}`),
    lastFour: (digits) => mac(`last-four:${digits}`),
    // The same name must be found however it was typed: width, case and blanks do not count.
    name: (name) => mac(`name:${name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()}`),
  };
}
