import type { NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { NoticeDraft, NoticeRecipient } from '../notifications/index.ts';
import type { BookingRecord } from './booking-record.ts';
import type { RedemptionRecord } from './store.ts';

type Booking = RedemptionRecord & { readonly booking: BookingRecord };

/**
 * Messages about a booking, all that its document gives rise to so far: each has a cause of its own, so that it exists once
 * however often the document changes.
 */
export function bookingDrafts(redemption: Booking): NoticeDraft[] {
  const { booking, personId, shopId, state } = redemption;
  const resident: NoticeRecipient = { kind: 'person', id: personId };
  const helper: NoticeRecipient =
    booking.helperPersonId === null ? { kind: 'shop', id: shopId } : { kind: 'person', id: booking.helperPersonId };
  const draft = (
    recipient: NoticeRecipient,
    template: NoticeTemplateName,
    what: string,
    at: Date,
    quiet = false,
  ): NoticeDraft => ({
    recipient,
    template,
    cause: `redemption:${redemption._id}:booking:${what}`,
    data: { points: redemption.points, startsAtMs: booking.startsAt.getTime() },
    subject: { kind: 'redemption', id: redemption._id },
    link: { kind: 'booking', id: redemption._id },
    atMs: at.getTime(),
    quiet,
  });
  const both = (template: NoticeTemplateName, what: string, at: Date): NoticeDraft[] => [
    draft(resident, template, what, at),
    draft(helper, template, what, at),
  ];
  if (state === 'created' || redemption.availableAfter === null) return [];
  const { residentWord, helperWord, dispute, ending, remindedAt } = booking;
  // Who booked it themselves reads it on their screen.
  const isOwn = redemption.via === 'booking';
  const drafts = [
    { ...draft(resident, 'booking_made', 'made', redemption.createdAt, isOwn), toPhone: !isOwn },
    draft(helper, 'booking_received', 'received', redemption.createdAt),
  ];
  if (remindedAt !== null) drafts.push(...both('booking_tomorrow', 'tomorrow', remindedAt));
  const words = [
    { said: helperWord, other: residentWord, recipient: resident },
    { said: residentWord, other: helperWord, recipient: helper },
  ];
  for (const { said, other, recipient } of words) {
    if (said === null || other !== null || ending !== null) continue;
    const template = said.word === 'done' ? 'booking_says_done' : 'booking_says_absent';
    drafts.push(draft(recipient, template, `says_${said.word}`, said.at));
  }
  // Nobody reads what the phone of somebody without one shows: who booked for them answers for them.
  const officer: NoticeRecipient | null =
    redemption.via === 'officer' ? { kind: 'user', id: redemption.requestedBy } : null;
  if (officer !== null && helperWord !== null && residentWord === null && ending === null) {
    drafts.push(draft(officer, 'booking_word_wanted', 'word_wanted', helperWord.at));
  }
  if (dispute !== null) drafts.push(...both('booking_disputed', 'disputed', dispute.at));
  if (ending === null || state === 'booked') return drafts;
  const isSpent = ending.how === 'capture';
  const back = ending.by.part === 'closer' ? 'booking_shop_closed' : 'booking_back';
  drafts.push({ ...draft(resident, isSpent ? 'booking_spent' : back, 'ended', ending.at), toPhone: !isOwn });
  const didIt = ending.by.part !== 'job' && ending.by.userId === redemption.requestedBy;
  if (officer !== null && !isSpent && !didIt) drafts.push(draft(officer, 'booking_back_for', 'ended', ending.at));
  if (ending.outcome === 'cancelled' || ending.outcome === 'cancelled_late') {
    drafts.push(draft(helper, 'booking_cancelled', 'ended', ending.at));
  } else if (ending.outcome === 'decided_spent' || ending.outcome === 'decided_returned') {
    drafts.push(draft(helper, 'booking_decided', 'ended', ending.at));
  }
  return drafts;
}
