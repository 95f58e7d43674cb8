import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import { bookingDrafts } from './booking-notices.ts';
import { REDEMPTIONS, type RedemptionRecord } from './store.ts';

const TOLD_STATES = ['awaiting_resident', 'awaiting_confirm', 'booked', 'success', 'closed', 'revoked'];

/** Tells residents that points are held, spent or back, and shops what they missed or what was refunded. */
export const redemptionNotices: NoticeSource = {
  collection: REDEMPTIONS,
  match: {
    $or: [
      // One that waited for nobody's word is a success from its first moment.
      { operationType: 'insert', 'fullDocument.state': { $in: TOLD_STATES } },
      { operationType: 'update', 'updateDescription.updatedFields.state': { $in: TOLD_STATES } },
      { operationType: 'update', 'updateDescription.updatedFields.refundedPoints': { $exists: true } },
      { operationType: 'update', 'updateDescription.updatedFields.refundsLapsedAt': { $exists: true } },
      { operationType: 'update', 'updateDescription.updatedFields.booking': { $exists: true } },
    ],
  },
  draftsOf: (changes) => changes.flatMap(draftsOf),
};

function draftsOf({ document, updatedFields }: Change): NoticeDraft[] {
  const redemption = document as unknown as RedemptionRecord | null;
  if (redemption === null) return [];
  const refunded = updatedFields !== null && 'refundedPoints' in updatedFields ? refunds(redemption) : [];
  const state = updatedFields === null ? redemption.state : updatedFields.state;
  const lapsed = updatedFields !== null && 'refundsLapsedAt' in updatedFields ? lapses(redemption) : [];
  const { booking } = redemption;
  const own = booking === undefined ? ofState(redemption, state) : bookingDrafts({ ...redemption, booking });
  return [...own, ...refunded, ...lapsed];
}

function ofState(redemption: RedemptionRecord, state: unknown): NoticeDraft[] {
  const { asked, via } = redemption;
  switch (state) {
    case 'awaiting_resident':
      return [
        { ...toPerson(redemption, 'held'), template: 'redemption_asks_you', atMs: redemption.createdAt.getTime() },
      ];
    case 'awaiting_confirm': {
      if (asked === 'nobody') return [];
      const held = toPerson(redemption, 'held');
      // Who scanned the poster stands at the counter and watches.
      const quiet = via === 'shop_poster';
      return [
        {
          ...held,
          template: 'redemption_held',
          atMs: redemption.createdAt.getTime(),
          quiet,
          toPhone: isByOthers(redemption),
        },
      ];
    }
    case 'success':
      return [{ ...ended(redemption), template: 'redemption_done', toPhone: isByOthers(redemption) }];
    case 'revoked':
      return [{ ...ended(redemption), template: 'redemption_revoked', quiet: true }];
    case 'closed':
      return ofClosing(redemption);
    default:
      return [];
  }
}

/** Only where points were held: a refusal at the start was said to whoever started it. */
function ofClosing(redemption: RedemptionRecord): NoticeDraft[] {
  if (redemption.availableAfter === null) return [];
  const own = ended(redemption);
  switch (redemption.closeReason) {
    case 'declined':
      return [{ ...own, template: 'redemption_declined' }];
    case 'shop_closed':
      return [{ ...own, template: 'redemption_shop_closed' }];
    case 'resident_refused':
      return [{ ...own, template: 'redemption_revoked', quiet: true }];
    case 'timed_out': {
      const { recipient: _person, settles: _held, ...rest } = own;
      const shop: NoticeDraft = { ...rest, recipient: shopOf(redemption), template: 'order_timed_out' };
      return [{ ...own, template: 'redemption_timed_out' }, ...(redemption.asked === 'shop' ? [shop] : [])];
    }
    default:
      return [];
  }
}

function refunds(redemption: RedemptionRecord): NoticeDraft[] {
  return redemption.refunds.flatMap(({ state, points, at }, index): NoticeDraft[] => {
    if (state !== 'posted') return [];
    const refund = { ...toPerson(redemption, `refund:${index + 1}`), data: { points }, atMs: at.getTime() };
    return [
      { ...refund, template: 'redemption_refunded' },
      { ...refund, template: 'order_refunded', recipient: shopOf(redemption) },
    ];
  });
}

/** The shop, and who proposed it: another one may be proposed now. The resident was never told of it. */
function lapses(redemption: RedemptionRecord): NoticeDraft[] {
  return redemption.refunds.flatMap(({ state, points, userId, answerBy }, index): NoticeDraft[] => {
    if (state !== 'lapsed' || answerBy === undefined) return [];
    const { recipient: _person, ...common } = toPerson(redemption, `refund:${index + 1}:lapsed`);
    const lapse = { ...common, data: { points }, atMs: answerBy.getTime(), template: 'refund_lapsed' } as const;
    return [
      { ...lapse, recipient: shopOf(redemption) },
      { ...lapse, recipient: { kind: 'user', id: userId } },
    ];
  });
}

/** Done with a card or by an officer: whoever's points they are may hold no phone that shows it, and may know nothing of it. */
const isByOthers = ({ via }: RedemptionRecord): boolean => via === 'card' || via === 'officer';

function ended(redemption: RedemptionRecord): Omit<NoticeDraft, 'template'> {
  const at = redemption.finishedAt ?? redemption.createdAt;
  return { ...toPerson(redemption, 'ended'), atMs: at.getTime(), settles: causeOf(redemption, 'held') };
}

function toPerson(redemption: RedemptionRecord, what: string): Omit<NoticeDraft, 'template' | 'atMs'> {
  const { _id: id, personId, points } = redemption;
  return {
    recipient: { kind: 'person', id: personId },
    cause: causeOf(redemption, what),
    data: { points },
    subject: { kind: 'redemption', id },
    link: { kind: 'redemption', id },
  };
}

const causeOf = ({ _id }: RedemptionRecord, what: string): string => `redemption:${_id}:${what}`;
const shopOf = ({ shopId }: RedemptionRecord) => ({ kind: 'shop', id: shopId }) as const;
