import { isRefusal } from '@red-points/shared/contracts';
import type { EntryKind } from '@red-points/shared/domain/ledger';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { accountView, type ToLines } from './account-view.ts';
import type { PeopleContext } from './deps.ts';

/** Which entries each of the statement's tabs shows. */
export const SHOWN: Readonly<Record<'earned' | 'redeemed' | 'corrected', readonly EntryKind[]>> = {
  earned: ['earn', 'join'],
  redeemed: ['hold', 'capture', 'release', 'spend', 'refund', 'donate'],
  corrected: ['reverse', 'adjust'],
};

const cursorSchema = z.tuple([z.int().min(1)]);

interface StatementQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly show: 'all' | 'earned' | 'redeemed' | 'corrected';
}

/** A page of an account's history, newest first, with what the account holds and what is on its way to it. */
export async function statementOf(
  context: PeopleContext,
  owner: { readonly personId: string; readonly accountId: string },
  query: StatementQuery,
  toLines: ToLines,
) {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const { accountId } = owner;
  const [view, pending, page] = await Promise.all([
    context.ledger.view(accountId),
    context.pendingOf(owner),
    context.ledger.statement(accountId, {
      limit: query.limit,
      ...(after === null ? {} : { beforeSeq: after[0] }),
      ...(query.show === 'all' ? {} : { kinds: SHOWN[query.show] }),
    }),
  ]);
  return {
    account: await accountView(context, view, pending, toLines),
    pending: pending.map((credit) => ({
      creditId: credit.creditId,
      title: credit.title,
      category: credit.category,
      points: credit.points,
      minutes: credit.minutes,
      effectiveAt: new Date(credit.effectiveAtMs).toISOString(),
      publicUntil: credit.publicUntilMs === null ? null : new Date(credit.publicUntilMs).toISOString(),
      state: credit.state,
    })),
    items: await toLines(page.entries),
    nextCursor: page.nextBeforeSeq === null ? null : encodeCursor([page.nextBeforeSeq]),
  };
}
