import {
  isRefusal,
  type PeriodStatement,
  type Refusal,
  refuse,
  type StatementLine,
} from '@red-points/shared/contracts';
import { endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { KindTotals, PastAccountView } from '../ledger/index.ts';
import { pastAccountOf } from './account-as-of.ts';
import type { PeopleContext } from './deps.ts';
import { SHOWN } from './statement.ts';

/** The most entries of a statement's period: what one answer has to add up is bounded. */
export const STATEMENT_ENTRIES_MAX = 10_000;

/** Below which seq the page goes on, and after which the period begins. */
const cursorSchema = z.tuple([z.int().min(1), z.int().min(0)]);

interface PeriodQuery {
  readonly from: string;
  readonly until: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly show: 'all' | 'earned' | 'redeemed' | 'corrected';
}

/** The part of a history that a page is taken from. */
interface Span {
  readonly afterSeq: number;
  readonly beforeSeq: number;
}

/**
 * The statement of a period by the days on which entries were recorded: opening and closing state, what lies between
 * them by kind, and the entries, newest first. The first page carries the sums; those after it go on where it ended, so
 * that entries recorded meanwhile change nothing.
 */
export async function periodStatementOf(
  context: Pick<PeopleContext, 'ledger' | 'clock' | 'starHours'>,
  accountId: string,
  query: PeriodQuery,
  toLines: (entries: readonly LedgerEntry[]) => Promise<StatementLine[]>,
): Promise<PeriodStatement | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const begun = after === null ? await firstPageOf(context, accountId, query) : null;
  if (isRefusal(begun)) return begun;
  const span: Span = begun?.span ?? { beforeSeq: after?.[0] ?? 1, afterSeq: after?.[1] ?? 0 };
  const page = await context.ledger.statement(accountId, {
    ...span,
    limit: query.limit,
    ...(query.show === 'all' ? {} : { kinds: SHOWN[query.show] }),
  });
  return {
    from: query.from,
    until: query.until,
    summary: begun?.summary ?? null,
    items: await toLines(page.entries),
    nextCursor: page.nextBeforeSeq === null ? null : encodeCursor([page.nextBeforeSeq, span.afterSeq]),
  };
}

async function firstPageOf(
  context: Pick<PeopleContext, 'ledger' | 'clock' | 'starHours'>,
  accountId: string,
  period: Pick<PeriodQuery, 'from' | 'until'>,
): Promise<{ span: Span; summary: PeriodStatement['summary'] } | Refusal> {
  const states = await statesAround(context, accountId, period);
  if (isRefusal(states)) return states;
  const { opening, closing } = states;
  const totals = await context.ledger.totals(accountId, opening.seq, closing.seq);
  assertAddsUp(opening, closing, totals);
  const starHours = await context.starHours();
  return {
    span: { afterSeq: opening.seq, beforeSeq: closing.seq + 1 },
    summary: {
      opening: pastAccountOf(opening, starHours),
      closing: pastAccountOf(closing, starHours),
      entries: closing.seq - opening.seq,
      totals,
    },
  };
}

/** The states that a period of an account begins and ends with; refused where it is none, or has too many entries to add up. */
export async function statesAround(
  { ledger, clock }: Pick<PeopleContext, 'ledger' | 'clock'>,
  accountId: string,
  { from, until }: Pick<PeriodQuery, 'from' | 'until'>,
): Promise<{ opening: PastAccountView; closing: PastAccountView } | Refusal> {
  const nowMs = clock.now();
  const beginsMs = startOfBusinessDay(from);
  if (until < from) return refuse('period_invalid');
  if (beginsMs > nowMs) return refuse('as_of_in_future');
  const [opening, closing] = await Promise.all([
    ledger.asOf(accountId, beginsMs - 1),
    ledger.asOf(accountId, Math.min(nowMs, endOfBusinessDay(until) - 1)),
  ]);
  const entries = closing.seq - opening.seq;
  return entries > STATEMENT_ENTRIES_MAX
    ? refuse('statement_too_long', { entries, entriesMax: STATEMENT_ENTRIES_MAX })
    : { opening, closing };
}

/** A statement that does not add up is a bug or a changed ledger: nobody may read it as if it were true. */
function assertAddsUp(opening: PastAccountView, closing: PastAccountView, totals: readonly KindTotals[]): void {
  const sum = (amount: (total: KindTotals) => number) => totals.reduce((all, total) => all + amount(total), 0);
  const holds =
    opening.seq + sum(({ entries }) => entries) === closing.seq &&
    opening.state.balance + sum(({ points, owedChange }) => points + owedChange) === closing.state.balance &&
    opening.state.owed + sum(({ owedChange }) => owedChange) === closing.state.owed &&
    opening.state.minutes + sum(({ minutes }) => minutes) === closing.state.minutes;
  if (!holds) throw new Error(`the statement of account ${closing.account} does not add up`);
}
