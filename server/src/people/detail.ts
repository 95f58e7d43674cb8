import type { PersonDetail } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf, maskAddress } from '@red-points/shared/domain/people';
import { accountView, type ToLines } from './account-view.ts';
import type { PeopleContext } from './deps.ts';
import { linesOf } from './list.ts';
import { joinedRecords, names, openProfiles } from './read.ts';
import { type PersonRecord, personOf } from './store.ts';
import type { Person } from './types.ts';

/** One person, masked, with the account as it is now. */
export async function detailOf(context: PeopleContext, record: PersonRecord, toLines: ToLines): Promise<PersonDetail> {
  const nowMs = context.clock.now();
  const person = personOf(record);
  const [[line], [profile], view, pending, shared] = await Promise.all([
    linesOf(context, [record]),
    openProfiles(context, [record]),
    context.ledger.view(record.accountId),
    context.pendingOf(person),
    sharedWith(context, person),
  ]);
  if (line === undefined) throw new Error('a person was lost while reading');
  return {
    ...line,
    account: await accountView(context, view, pending, toLines),
    serveUnitId: record.serveUnitId,
    maskedAddress: profile?.address ? maskAddress(profile.address) : null,
    ageBand: ageBandOf(profile?.birthDate ?? null, businessDate(nowMs)),
    verifiedAt: record.verifiedAt?.toISOString() ?? null,
    ...shared,
  };
}

/** Which other records and accounts belong to this one: the household's, and what was joined either way. */
async function sharedWith(
  context: PeopleContext,
  person: Person,
): Promise<Pick<PersonDetail, 'creditedHousehold' | 'joinedInto' | 'joinedFrom'>> {
  const [household, joined] = await Promise.all([
    context.accounts.creditedHousehold(person),
    joinedRecords(context, [person.personId]),
  ]);
  const others = [household?.personId, person.joinedInto, ...joined.map(({ _id }) => _id)];
  const [called, view] = await Promise.all([
    names(
      context,
      others.flatMap((id) => id ?? []),
    ),
    household === null ? null : context.ledger.view(household.accountId),
  ]);
  const named = (personId: string) => ({ personId, maskedName: called.get(personId)?.masked ?? '—' });
  return {
    creditedHousehold: household === null ? null : { ...named(household.personId), available: view?.available ?? 0 },
    joinedInto: person.joinedInto === null ? null : named(person.joinedInto),
    joinedFrom: joined.map(({ _id }) => named(_id)),
  };
}
