import type { ReviewDetail } from '@red-points/shared/contracts';
import type { TFunction } from 'i18next';
import { formatDate, withLabel } from '../../components/formatters.ts';

type Words = TFunction<['consoleReview', 'domain']>;
type Check = ReviewDetail['checks'][number];

const HISTORY_CODES = [
  'filed',
  'resubmitted',
  'withdrawn',
  'stay_corrected',
  'evidence_erased',
  'checked_in',
  'signed_out',
  'vouched_for',
  'first_approved',
  'escalated_hand',
  'escalated_late',
  'escalated_nobody',
  'approved',
  'returned',
  'rejected',
  'posted',
  'not_posted',
  'objected',
  'objection_upheld',
  'objection_corrected',
  'objection_dismissed',
  'objection_withdrawn',
] as const;
type HistoryCode = (typeof HISTORY_CODES)[number];

const isHistoryCode = (code: string): code is HistoryCode => (HISTORY_CODES as readonly string[]).includes(code);

/** A check in words, with its figures where the server gave all that the sentence needs. */
export function checkWords(t: Words, check: Check): string {
  const { detail } = check;
  const { points, granted, days, count, left, title, name, date } = detail;
  if (check.code === 'cap_reduces' && points !== undefined && granted !== undefined) {
    return t('check.cap_reduces_figures', { points, granted });
  }
  if (check.code === 'similar_recent_claim' && days !== undefined)
    return t('check.similar_recent_claim_figures', { days });
  if (check.code === 'evidence_present' && count !== undefined)
    return t('check.evidence_present_figures', { count: Number(count) });
  if ((check.code === 'budget_ok' || check.code === 'budget_short') && points !== undefined && left !== undefined) {
    return t(`check.${check.code}_figures`, { points, left });
  }
  if ((check.code === 'attended_same_day' || check.code === 'about_activity') && title) {
    return t(`check.${check.code}_title`, { title });
  }
  if (check.code === 'similar_photo' && name !== undefined) {
    return t('check.similar_photo_about', {
      name,
      title: title ?? '',
      date: formatDate(String(date)),
      count: Number(count),
    });
  }
  return t(`check.${check.code}`);
}

/** One line of what happened before. */
export function historyWords(t: Words, event: ReviewDetail['history'][number]): string {
  const name = event.byName ?? t('event.system');
  const words = isHistoryCode(event.code) ? t(`event.${event.code}`, { name }) : t('event.other', { name });
  const whole = event.deputyOfName === null ? words : `${words}${t('event.asDeputy', { name: event.deputyOfName })}`;
  return event.note === null || event.note === '' ? whole : withLabel(whole, event.note);
}

/** Why and whereto an item was handed up. */
export function escalationWords(
  t: TFunction<'consoleReview'>,
  { cause, toUnitName, byName, reason }: NonNullable<ReviewDetail['escalated']>,
): string {
  if (cause === 'hand') return t('standing.hand', { name: byName ?? '—', unit: toUnitName, reason: reason ?? '' });
  return t(cause === 'late' ? 'standing.autoLate' : 'standing.autoNobody', { unit: toUnitName });
}
