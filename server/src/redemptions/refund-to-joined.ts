import { type Refusal, refuse } from '@red-points/shared/contracts';
import { cutFromNewest } from '@red-points/shared/domain/ledger';
import type { RedemptionDeps } from './deps.ts';
import { update } from './follow.ts';
import { landedRefundCommand } from './ledger-commands.ts';
import type { RedemptionRecord, RefundRecord } from './store.ts';

type Captured = RedemptionRecord & { readonly captureSeq: number };

/**
 * A refund whose account was joined into another one lands there, with the expiry the points had: an adjustment for each
 * expiry, since the capture lies in the account that is closed. Where it goes is written down first. An account that was
 * closed for good takes nothing back.
 */
export async function refundToJoinedAccount(
  deps: RedemptionDeps,
  redemption: Captured,
  index: number,
): Promise<Date | Refusal> {
  const landed = redemption.refunds[index]?.landed ?? (await land(deps, redemption, index));
  if (landed === null) return refuse('refund_account_closed');
  const asked = redemption.refunds[index];
  const who = { userId: asked?.userId ?? '', confirmedBy: asked?.decision?.userId ?? null };
  let postedAtMs = 0;
  for (const [at, lot] of landed.lots.entries()) {
    const refund = { number: index + 1, ...who, account: landed, lot, part: at + 1 };
    const outcome = await deps.ledger.post(landedRefundCommand(redemption, refund, deps.platform.clock.now()));
    if (outcome.status === 'refused') return refuse(`ledger_${outcome.refusal.code}`, outcome.refusal.detail);
    postedAtMs = Math.max(postedAtMs, outcome.entry.recordedAtMs);
  }
  return new Date(postedAtMs);
}

/** Decides where a refund goes and of which lots it is: those that the capture took last come back first. */
async function land(
  deps: RedemptionDeps,
  redemption: Captured,
  index: number,
): Promise<NonNullable<RefundRecord['landed']> | null> {
  const [account, capture] = await Promise.all([
    deps.accounts.joinedInto(redemption.accountId),
    deps.ledger.entry(redemption.accountId, redemption.captureSeq),
  ]);
  const asked = redemption.refunds[index];
  if (account === null) return null;
  if (capture === null || asked === undefined) throw new Error('a refund stands on a redemption without a capture');
  const { accountId, homeUnit } = account;
  const lots = cutFromNewest(capture.moved, redemption.refundedPoints, asked.points);
  const noted = await update(deps, redemption, (current) => {
    const refund = current.refunds[index];
    if (refund === undefined || refund.landed !== undefined) return null;
    const refunds = current.refunds.map((one, at) =>
      at === index ? { ...one, landed: { accountId, homeUnit, lots } } : one,
    );
    return { refunds };
  });
  return noted.refunds[index]?.landed ?? null;
}
