import { isRefusal, type MemberShare, type MemberShares, type Refusal } from '@red-points/shared/contracts';
import type { EntryKind } from '@red-points/shared/domain/ledger';
import type { PeopleContext } from './deps.ts';
import { MEMBER_PARTS } from './lines.ts';
import { statesAround } from './period-statement.ts';
import { names } from './read.ts';

/** What leaves an account by somebody's doing; everything else is what came, or took back what came. */
const USING: ReadonlySet<EntryKind> = new Set(['spend', 'capture', 'donate', 'expire']);

/** What each member of an account earned and used in a period, by the days on which entries were recorded. */
export async function memberSharesOf(
  context: PeopleContext,
  accountId: string,
  { from, until }: { readonly from: string; readonly until: string },
  readerId: string,
): Promise<MemberShares | Refusal> {
  const states = await statesAround(context, accountId, { from, until });
  if (isRefusal(states)) return states;
  const shares = await context.ledger.shares(accountId, states.opening.seq, states.closing.seq, MEMBER_PARTS);
  const called = await names(
    context,
    shares.flatMap(({ person }) => (person === null ? [] : [person])),
  );
  const members = new Map<string | null, MemberShare>();
  for (const { person, kind, points, minutes, entries } of shares) {
    const known = members.get(person) ?? {
      personId: person,
      maskedName: person === null ? null : (called.get(person)?.amongFamily ?? '—'),
      isMe: person === readerId,
      earned: 0,
      used: 0,
      minutes: 0,
      entries: 0,
    };
    const using = USING.has(kind);
    members.set(person, {
      ...known,
      earned: known.earned + (using ? 0 : points),
      used: known.used - (using ? points : 0),
      minutes: known.minutes + minutes,
      entries: known.entries + entries,
    });
  }
  const items = [...members.values()].sort((one, other) => rank(one) - rank(other) || other.earned - one.earned);
  return { accountId, from, until, items };
}

const rank = ({ personId }: MemberShare): number => (personId === null ? 1 : 0);
