import type {
  Actor,
  AdjustCommand,
  CaptureCommand,
  HoldCommand,
  LedgerEntry,
  Lot,
  RefundCommand,
  ReleaseCommand,
} from '@red-points/shared/domain/ledger';
import type { ReleaseCause } from '@red-points/shared/domain/redemptions';
import type { RedemptionRecord } from './store.ts';

/** Keys come from the redemption, so that every step can be asked again by anybody. */
export const holdKey = (redemptionId: string): string => `redemption:${redemptionId}:hold`;
export const captureKey = (redemptionId: string): string => `redemption:${redemptionId}:capture`;
export const releaseKey = (redemptionId: string): string => `redemption:${redemptionId}:release`;
export const refundKey = (redemptionId: string, number: number): string =>
  `redemption:${redemptionId}:refund:${number}`;

export const landedRefundKey = (redemptionId: string, number: number, part: number): string =>
  `${refundKey(redemptionId, number)}:${part}`;

/** Who ends a hold. The part stands in the entry, and tells why a hold was released whoever reads it. */
export type HoldEnder =
  | { readonly part: 'resident'; readonly userId: string }
  | { readonly part: 'cashier'; readonly userId: string }
  /** The neighbour who helps where a service was booked. */
  | { readonly part: 'helper'; readonly userId: string }
  | { readonly part: 'officer'; readonly userId: string }
  /** Who gave the second word to the closing of the shop. */
  | { readonly part: 'closer'; readonly userId: string }
  | { readonly part: 'job' };

function context(redemption: RedemptionRecord, key: string, nowMs: number, actors: readonly Actor[]) {
  return {
    account: redemption.accountId,
    key,
    counterparty: { kind: 'shop', id: redemption.shopId },
    source: { kind: 'redemption', id: redemption._id },
    actors,
    issuerUnit: redemption.communityUnit ?? redemption.payerUnit,
    homeUnit: redemption.homeUnit,
    effectiveAtMs: nowMs,
  } as const;
}

/** Whose points they are spent for stands in every entry: several people may share the account. */
function spenderOf({ personId }: RedemptionRecord): Actor {
  return { part: 'spender', id: personId };
}

function actorsOf(redemption: RedemptionRecord, by: HoldEnder): Actor[] {
  const spender = spenderOf(redemption);
  switch (by.part) {
    case 'job':
      return [spender, { part: 'job', id: 'redemption-repair' }];
    case 'cashier':
      return [spender, { part: 'cashier', id: by.userId }];
    case 'closer':
    case 'helper':
    case 'officer':
    case 'resident':
      return [spender, { part: by.part, id: by.userId }];
    default:
      return by satisfies never;
  }
}

/** Who starts a redemption, by its way: the sign-in that stands as `requestedBy`. */
export const STARTED_BY = {
  resident_code: 'cashier',
  card: 'cashier',
  shop_poster: 'resident',
  booking: 'resident',
  officer: 'officer',
} as const satisfies Record<RedemptionRecord['via'], string>;

/** Sets the points aside until the redemption is answered. */
export function holdCommand(redemption: RedemptionRecord, nowMs: number): HoldCommand {
  const part = STARTED_BY[redemption.via];
  return {
    ...context(redemption, holdKey(redemption._id), nowMs, [
      spenderOf(redemption),
      { part, id: redemption.requestedBy },
    ]),
    kind: 'hold',
    holdId: redemption._id,
    points: redemption.points,
    holdExpiresAtMs: redemption.expiresAt.getTime(),
  };
}

/** Spends what was set aside. */
export function captureCommand(redemption: RedemptionRecord, by: HoldEnder, nowMs: number): CaptureCommand {
  return {
    ...context(redemption, captureKey(redemption._id), nowMs, actorsOf(redemption, by)),
    kind: 'capture',
    holdId: redemption._id,
  };
}

/** Gives back what was set aside. */
export function releaseCommand(redemption: RedemptionRecord, by: HoldEnder, nowMs: number): ReleaseCommand {
  return {
    ...context(redemption, releaseKey(redemption._id), nowMs, actorsOf(redemption, by)),
    kind: 'release',
    holdId: redemption._id,
  };
}

/** A refund and who gave their word for it. */
interface Refunding {
  readonly number: number;
  readonly userId: string;
  /** The second person, where it needed two. */
  readonly confirmedBy: string | null;
}

function refundersOf({ userId, confirmedBy }: Refunding): Actor[] {
  const refunder = { part: 'refunder', id: userId };
  return confirmedBy === null ? [refunder] : [refunder, { part: 'confirmer', id: confirmedBy }];
}

/** Gives back points of a capture. */
export function refundCommand(
  redemption: RedemptionRecord & { readonly captureSeq: number },
  refund: Refunding & { readonly points: number },
  nowMs: number,
): RefundCommand {
  return {
    ...context(redemption, refundKey(redemption._id, refund.number), nowMs, [
      spenderOf(redemption),
      ...refundersOf(refund),
    ]),
    kind: 'refund',
    originalSeq: redemption.captureSeq,
    points: refund.points,
  };
}

/** Gives back points of a capture in the account that the redemption's was joined into: a part of one expiry. */
export function landedRefundCommand(
  redemption: RedemptionRecord,
  refund: Refunding & {
    readonly account: { readonly accountId: string; readonly homeUnit: string };
    readonly lot: Lot;
    readonly part: number;
  },
  nowMs: number,
): AdjustCommand {
  const { accountId, homeUnit } = refund.account;
  const { expiresAtMs, points } = refund.lot;
  return {
    ...context(
      { ...redemption, accountId, homeUnit },
      landedRefundKey(redemption._id, refund.number, refund.part),
      nowMs,
      [spenderOf(redemption), ...refundersOf(refund)],
    ),
    kind: 'adjust',
    points,
    minutes: 0,
    expiry:
      expiresAtMs === null
        ? { kind: 'never', from: 'effective' }
        : { kind: 'at', atMs: expiresAtMs, from: 'effective' },
  };
}

/** Why a hold was released, by who asked the ledger for it first. */
export function causeOf(entry: LedgerEntry, asked: RedemptionRecord['asked']): ReleaseCause {
  const parts = new Set(entry.actors.map(({ part }) => part));
  if (parts.has('closer')) return 'shop_closed';
  if (parts.has('cashier') || parts.has('helper')) return 'declined';
  if (parts.has('officer')) return 'revoked';
  if (parts.has('resident')) return asked === 'resident' ? 'resident_refused' : 'revoked';
  return 'timed_out';
}
