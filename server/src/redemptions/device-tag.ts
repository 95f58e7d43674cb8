import type { Principal } from '@red-points/shared/domain/permissions';
import { deviceTagOf } from '../platform/device-tag.ts';
import type { RedemptionDeps } from './deps.ts';

/**
 * The resident's phone as a keyed hash: the name that it gives itself, or the sign-in where it gives none. It says nothing
 * about anybody, is in no entry of the ledger, and leaves the redemption as soon as watch reports have noted it.
 */
export function deviceTagFor(
  { platform }: Pick<RedemptionDeps, 'platform'>,
  { sessionId }: Principal,
  device: string | undefined,
): string {
  return deviceTagOf(platform.keys, device ?? `session:${sessionId}`);
}
