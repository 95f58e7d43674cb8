import { available, ENTRY_KINDS, type EntryKind, type LedgerEntry } from '../ledger/index.ts';
import type { NoticeTemplateName } from './templates.ts';
import type { NoticeData } from './text.ts';

/** A message that an entry calls for. `cause` tells it from every other of its account's owner. */
export interface EntryNotice {
  readonly cause: string;
  readonly template: NoticeTemplateName;
  readonly data: NoticeData;
}

/** Kinds of entries that may call for a message by themselves or by what they pay. */
export const NOTICED_KINDS: readonly EntryKind[] = ENTRY_KINDS.filter((kind) => kind !== 'hold' && kind !== 'capture');

/**
 * What the owner of an account is told about an entry. Redemptions tell of their own holds, captures, releases and refunds;
 * an imported history is no news.
 */
export function noticesOfEntry(entry: LedgerEntry): EntryNotice[] {
  const own = noticeOfKind(entry);
  const notices = own === null ? [] : [{ cause: `entry:${entry._id}`, ...own }];
  if (entry.owedChange < 0 && entry.state.owed === 0) {
    const data = { paidOff: 0 - entry.owedChange, available: availableAfter(entry) };
    notices.push({ cause: `debt-paid:${entry._id}`, template: 'debt_paid', data });
  }
  return notices;
}

function noticeOfKind(entry: LedgerEntry): Omit<EntryNotice, 'cause'> | null {
  const { points } = entry;
  switch (entry.kind) {
    case 'earn':
      if (entry.source.kind === 'import_row') return null;
      return points > 0
        ? { template: 'points_posted', data: { points, available: availableAfter(entry), ...partlyPaid(entry) } }
        : { template: 'hours_posted', data: { minutes: entry.minutes } };
    case 'reverse':
      if (points === 0) return { template: 'hours_reversed', data: { minutes: 0 - entry.minutes } };
      return points < 0
        ? {
            template: 'entry_reversed',
            data: { points: 0 - points, shortfall: entry.owedChange, owed: entry.state.owed },
          }
        : { template: 'entry_reversed_back', data: { points, ...partlyPaid(entry) } };
    case 'expire':
      return { template: 'points_expired', data: { points: 0 - points } };
    case 'adjust':
      if (points === 0) return null;
      return { template: 'points_adjusted', data: { points, available: availableAfter(entry), ...partlyPaid(entry) } };
    default:
      return null;
  }
}

/** What of a credit went into a debt that is not paid off by it; paying it off has a message of its own. */
function partlyPaid(entry: LedgerEntry): NoticeData {
  return entry.owedChange < 0 && entry.state.owed > 0 ? { paid: 0 - entry.owedChange, owed: entry.state.owed } : {};
}

const availableAfter = (entry: LedgerEntry): number => available(entry.state, entry.recordedAtMs);
