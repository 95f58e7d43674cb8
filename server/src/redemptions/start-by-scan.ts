import { type BodyOf, type Refusal, type redemptions, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { PersonNames } from '../people/index.ts';
import { early } from '../platform/early.ts';
import { together } from '../platform/together.ts';
import { whyNotByCard } from './agree-by-pin.ts';
import { ask } from './ask-early.ts';
import type { RedemptionDeps } from './deps.ts';
import { repeatOf, start } from './start.ts';
import { REDEMPTION_CODES, type RedemptionCodeRecord, type RedemptionRecord } from './store.ts';

/** What came of it, and what its customer is called where that was asked for meanwhile. */
export interface Started {
  readonly outcome: RedemptionRecord | Refusal;
  readonly names?: Promise<ReadonlyMap<string, PersonNames>>;
}

/**
 * The shop picks an offer for a resident whose code it scanned. A small amount is spent at once; above it, and for
 * services, the resident confirms on their own phone. One scan starts one redemption.
 */
export async function startByScan(
  deps: RedemptionDeps,
  principal: Principal,
  input: BodyOf<typeof redemptions.startByScan>,
  request: RequestIdentity,
): Promise<Started> {
  const { scanId, offerId, quantity, expectedPoints } = input;
  // The counter waits: with the scan all is asked for that it was of when this process took it.
  const remembered = deps.scanned.get(scanId) ?? null;
  const supposed = remembered === null ? null : ask(deps, { ...remembered, offerId }, remembered.unitPath);
  const named = remembered === null ? null : early(deps.people.names([remembered.personId]));
  const [repeat, code] = await Promise.all([
    repeatOf(deps, request),
    together(deps.platform.db).findOne<RedemptionCodeRecord>(REDEMPTION_CODES, { 'scan.id': scanId }),
  ]);
  if (repeat !== null) return { outcome: repeat };
  if (code === null || code.scan === null) return { outcome: refuse('scan_not_found') };
  const { shopId, expiresAt } = code.scan;
  if (!permits(principal, 'redemptions.serve', { shopId })) {
    return { outcome: refuse('redemption_of_other_shop') };
  }
  if (deps.platform.clock.now() >= expiresAt.getTime()) return { outcome: refuse('scan_expired') };
  const { agreed } = code;
  const byCard = code.by === 'card';
  if (byCard && (agreed?.offerId !== offerId || agreed.quantity !== quantity)) {
    return { outcome: refuse('card_pin_needed') };
  }
  const replaced = await whyNotByCard(deps, principal, code);
  if (replaced !== null) return { outcome: replaced };
  const names =
    remembered?.personId === code.personId && named !== null ? named : early(deps.people.names([code.personId]));
  const outcome = await start(
    deps,
    {
      request,
      via: byCard ? 'card' : 'resident_code',
      withPin: code.by === 'pin',
      deviceTag: code.deviceTag ?? null,
      scanId,
      shopId,
      personId: code.personId,
      offerId,
      quantity,
      // What the holder of a card typed the PIN for is what may be taken, whatever the shop says it expects.
      expectedPoints: agreed?.points ?? expectedPoints,
      userId: principal.userId,
      phone: null,
    },
    supposed,
  );
  return { outcome, names };
}
