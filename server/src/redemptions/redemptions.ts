import type { BodyOf, Refusal, ResponseOf, redemptionCodes, redemptions } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ASKING_STATES } from '@red-points/shared/domain/redemptions';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import { RecentlyUsed } from '../platform/recently-used.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { approve, confirm, decline, declineRequestOf, endOpenOfShop, revoke } from './act.ts';
import { type BookingPort, createBookingPort } from './booking-port.ts';
import { confirmableBy } from './confirm-refund.ts';
import { createCode } from './create-code.ts';
import type { RedemptionDeps, RedemptionNeeds } from './deps.ts';
import { type Turnover, turnoverOf } from './figures.ts';
import { lapseRefundsJob } from './lapse-refunds.ts';
import { redemptionNotices } from './notices.ts';
import { type OpenOfPerson, openOf } from './open-of-person.ts';
import { personOfCode } from './person-of-code.ts';
import { refund } from './refund.ts';
import { repairJob } from './repair.ts';
import { redemptionRoutes } from './routes.ts';
import { scanCode } from './scan-code.ts';
import { startByPoster } from './start-by-poster.ts';
import { startByScan } from './start-by-scan.ts';
import { allowancesOf, type RedemptionRecord, redemptionCodesOf, redemptionsOf } from './store.ts';
import { strikeOutOf } from './strike-out-of.ts';
import { redemptionsToWatch, redemptionsWatched } from './watched.ts';

type Code = ResponseOf<typeof redemptionCodes.create>;
type Scan = ResponseOf<typeof redemptionCodes.scan>;
type Outcome = Promise<RedemptionRecord | Refusal>;

/** Points for goods and services: codes, scans, and redemptions from their start to a refund. */
export interface Redemptions {
  createCode(principal: Principal): Promise<Code | Refusal>;
  scan(principal: Principal, input: BodyOf<typeof redemptionCodes.scan>): Promise<Scan | Refusal>;
  /** Whose one-time code staff have scanned; null where it is none. */
  personOfCode(scanned: string, scannedBy: Principal): Promise<string | Refusal | null>;
  startByScan(principal: Principal, input: BodyOf<typeof redemptions.startByScan>, request: RequestIdentity): Outcome;
  startByPoster(
    principal: Principal,
    input: BodyOf<typeof redemptions.startByPoster>,
    request: RequestIdentity,
  ): Outcome;
  approve(principal: Principal, redemptionId: string): Outcome;
  confirm(principal: Principal, redemptionId: string): Outcome;
  decline(principal: Principal, redemptionId: string, reason: string): Outcome;
  revoke(principal: Principal, redemptionId: string): Outcome;
  refund(
    principal: Principal,
    redemptionId: string,
    input: BodyOf<typeof redemptions.refund>,
    request: RequestIdentity,
  ): Outcome;
  /** Ends what is open at the counter of a shop that was closed for good. Safe to repeat. */
  endOpenOfShop(shopId: string, closedBy: string): Promise<void>;
  /** What of these shops is open at the counter, and how many redemptions have a refund that waits for a second word. */
  openOfShops(
    shops: readonly { readonly _id: string; readonly unitId: string }[],
  ): Promise<{ readonly open: number; readonly refundsWaiting: number }>;
  find(redemptionId: string): Promise<RedemptionRecord | null>;
  /** Redemptions of an account that can still end in success, or whose refund is under way. */
  countOpen(accountId: string): Promise<number>;
  /** What of a person is not over: redemptions, bookings as guest or helper, refunds. Looks at their own only. */
  openOf(personId: string): Promise<OpenOfPerson>;
  /** Takes words about somebody out of the notes and reasons of their redemptions, of the bookings in which they help, and of the times of both. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  /** How many redemptions of a unit and below have a refund that this caller's word would confirm, and since when. */
  refundsWaiting(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** Sums per shop over what was redeemed from `fromMs` until before `untilMs`. */
  turnover(shopIds: readonly string[], fromMs: number, untilMs: number): Promise<ReadonlyMap<string, Turnover>>;
  /** Some that are over and that watch reports have not noted, with what they note of the phone. */
  toWatch(limit: number): Promise<RedemptionRecord[]>;
  /** They are noted, and forget the phone. */
  watched(ids: readonly string[]): Promise<void>;
  /** Those of these that there are. */
  byIds(ids: readonly string[]): Promise<RedemptionRecord[]>;
  /** For the noun of bookings. */
  readonly bookings: BookingPort;
  /** What is told of them. */
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

export interface CreatedRedemptions {
  readonly redemptions: Redemptions;
  readonly deps: RedemptionDeps;
}

/** Makes the noun and registers its repair job. */
/** Scans that are remembered: more than are used within their three minutes. */
const SCANNED_MAX = 10_000;

export function createRedemptions(needs: RedemptionNeeds): CreatedRedemptions {
  const { db, jobs } = needs.platform;
  const deps: RedemptionDeps = {
    ...needs,
    redemptions: redemptionsOf(db),
    codes: redemptionCodesOf(db),
    allowances: allowancesOf(db),
    scanned: new RecentlyUsed(SCANNED_MAX),
  };
  jobs.register(repairJob(deps));
  jobs.register(lapseRefundsJob(deps));
  return {
    deps,
    redemptions: {
      createCode: (principal) => createCode(deps, principal),
      scan: (principal, input) => scanCode(deps, principal, input),
      personOfCode: (scanned, scannedBy) => personOfCode(deps, scanned, scannedBy),
      startByScan: async (principal, input, request) => (await startByScan(deps, principal, input, request)).outcome,
      startByPoster: (principal, input, request) => startByPoster(deps, principal, input, request),
      approve: (principal, redemptionId) => approve(deps, principal, redemptionId),
      confirm: (principal, redemptionId) => confirm(deps, principal, redemptionId),
      decline: (principal, redemptionId, reason) =>
        decline(deps, principal, redemptionId, reason, declineRequestOf(principal, redemptionId, reason)),
      revoke: (principal, redemptionId) => revoke(deps, principal, redemptionId),
      refund: (principal, redemptionId, input, request) => refund(deps, principal, redemptionId, input, request),
      countOpen: (accountId) =>
        deps.redemptions.countDocuments({
          accountId,
          // Whatever is not over is looked at by the repair job: the index holds only that.
          nextCheckAt: { $type: 'date' },
          $or: [{ open: true }, { refunds: { $elemMatch: { state: 'asked' } } }],
        }),
      strikeOut: (personIds, words) => strikeOutOf(deps, personIds, words),
      endOpenOfShop: (shopId, closedBy) => endOpenOfShop(deps, shopId, closedBy),
      openOfShops: async (shops) => {
        const of = { shopId: { $in: shops.map(({ _id }) => _id) } };
        // Those that wait are few, and found by the unit.
        const ofUnits = { ...of, unitPath: { $in: shops.map(({ unitId }) => unitId) } };
        const [open, refundsWaiting] = await Promise.all([
          deps.redemptions.countDocuments({ ...of, open: true, state: { $in: [...ASKING_STATES] } }),
          deps.redemptions.countDocuments({ ...ofUnits, refundProposedAt: { $type: 'date' } }),
        ]);
        return { open, refundsWaiting };
      },
      openOf: (personId) => openOf(deps.redemptions, personId),
      find: (redemptionId) => deps.redemptions.findOne({ _id: redemptionId }),
      refundsWaiting: (unitId, oneself) => {
        const waiting = { unitPath: unitId, ...confirmableBy(oneself, deps.platform.clock.now()) };
        return waitingIn(deps.redemptions, waiting, 'refundProposedAt', { index: 'refunds_to_confirm' });
      },
      turnover: (shopIds, fromMs, untilMs) => turnoverOf(deps.redemptions, shopIds, fromMs, untilMs),
      toWatch: (limit) => redemptionsToWatch(deps, limit),
      watched: (ids) => redemptionsWatched(deps, ids),
      byIds: (ids) => deps.redemptions.find({ _id: { $in: [...ids] } }).toArray(),
      bookings: createBookingPort(deps),
      noticeSource: redemptionNotices,
      routes: (router) => redemptionRoutes(router, deps),
    },
  };
}
