import type { PersonDetail } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf, maskAddress } from '@red-points/shared/domain/people';
import { accountView } from './account-view.ts';
import type { PeopleContext } from './deps.ts';
import { linesOf } from './list.ts';
import { openProfiles } from './read.ts';
import type { PersonRecord } from './store.ts';

/** One person, masked, with the account as it is now. */
export async function detailOf(context: PeopleContext, record: PersonRecord): Promise<PersonDetail> {
  const nowMs = context.clock.now();
  const [[line], [profile], view, pending] = await Promise.all([
    linesOf(context, [record]),
    openProfiles(context, [record]),
    context.ledger.view(record.accountId),
    context.pending([record.accountId]),
  ]);
  if (line === undefined) throw new Error('a person was lost while reading');
  return {
    ...line,
    account: accountView(view, pending.get(record.accountId) ?? [], nowMs),
    serveUnitId: record.serveUnitId,
    maskedAddress: profile?.address ? maskAddress(profile.address) : null,
    ageBand: ageBandOf(profile?.birthDate ?? null, businessDate(nowMs)),
    verifiedAt: record.verifiedAt?.toISOString() ?? null,
  };
}
