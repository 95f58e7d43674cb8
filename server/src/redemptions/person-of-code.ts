import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { readScannedText } from '@red-points/shared/domain/qr';
import type { RedemptionDeps } from './deps.ts';
import { findCode } from './scan-code.ts';

/** No shop: the scan that uses a code up here starts no redemption. */
const NO_SHOP = '';

/**
 * Whose one-time code staff have scanned, to check them in. The code is used up by it: what has been shown to one
 * camera must not be good for a till.
 * @returns null where it is no such code
 */
export async function personOfCode(
  deps: RedemptionDeps,
  scanned: string,
  { userId }: Principal,
): Promise<string | Refusal | null> {
  const { kind } = readScannedText(scanned);
  if (kind !== 'resident_code' && kind !== 'digits') return null;
  const code = await findCode(deps, `staff:${userId}`, scanned);
  if (isRefusal(code)) return code;
  const { clock, ids } = deps.platform;
  const now = new Date(clock.now());
  const used = await deps.codes.findOneAndUpdate(
    { _id: code._id, live: true, scan: null, expiresAt: { $gt: now } },
    { $set: { live: false, scan: { id: ids.next(), shopId: NO_SHOP, userId, expiresAt: now } } },
    { returnDocument: 'after' },
  );
  return used?.personId ?? refuse('code_expired_scan');
}
