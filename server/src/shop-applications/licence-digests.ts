import { licenceKey } from '@red-points/shared/domain/shops';
import type { Keys } from '../platform/keys.ts';

/**
 * What a licence number is found by, keyed so that numbers cannot be tried out against the database. First the one that is
 * written, under a key for nothing else; then the one of applications from before that key was there, which are found by it
 * until they are sent in again.
 */
export function licenceDigests(keys: Pick<Keys, 'mac'>, number: string): readonly [current: string, former: string] {
  const text = `licence:${licenceKey(number)}`;
  return [keys.mac('licence-index', text).toString('base64url'), keys.mac('phone-index', text).toString('base64url')];
}
