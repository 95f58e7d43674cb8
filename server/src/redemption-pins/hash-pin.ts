import { hash, verify } from '@node-rs/argon2';
import type { PinDeps } from './deps.ts';
import type { PinRecord } from './store.ts';

/**
 * A million PINs are tried in no time by whoever has the database: what is hashed is a keyed digest, whose key the
 * database does not hold, and which names the person.
 */
const keyed = ({ keys }: Pick<PinDeps, 'keys'>, personId: string, pin: string): string =>
  keys.mac('redemption-pin', `${personId}:${pin}`).toString('base64url');

export function hashPin(deps: Pick<PinDeps, 'keys'>, personId: string, pin: string): Promise<string> {
  return hash(keyed(deps, personId, pin));
}

export function isRight(
  deps: Pick<PinDeps, 'keys'>,
  record: Pick<PinRecord, '_id' | 'hash'>,
  pin: string,
): Promise<boolean> {
  return verify(record.hash, keyed(deps, record._id, pin));
}
