import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { OPEN_CONTESTS_MAX } from '@red-points/shared/domain/contests';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, findByRequest, type RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { ContestsDeps } from './deps.ts';
import { type ContestRecord, REASON_KIND } from './store.ts';

/** A person doubts an entry of an account that they may look into. */
export async function fileOwn(
  deps: ContestsDeps,
  principal: Principal,
  { entryId, reason }: { readonly entryId: string; readonly reason: string },
  request: RequestIdentity,
): Promise<ContestRecord | Refusal> {
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const [entry] = await deps.ledger.entries([entryId]);
  // Whose entry it is must not be learnt by asking: one of somebody else is as one that is not there.
  if (entry === undefined || isRefusal(await deps.accounts.readable(person, entry.account))) {
    return refuse('contest_entry_not_found');
  }
  return file(deps, principal, { entry, person, reason, request });
}

/** A member of staff writes the doubt of a resident down who came to the office. */
export async function fileFor(
  deps: ContestsDeps,
  principal: Principal,
  { entryId, reason }: { readonly entryId: string; readonly reason: string },
  request: RequestIdentity,
): Promise<ContestRecord | Refusal> {
  const entry = await deps.transactions.entryFor(principal, 'contests.file', entryId);
  if (isRefusal(entry)) return entry;
  return file(deps, principal, { entry, person: null, reason, request });
}

interface Filing {
  readonly entry: LedgerEntry;
  /** Who doubts it; null for the account's owner. */
  readonly person: Person | null;
  readonly reason: string;
  readonly request: RequestIdentity;
}

async function file(
  deps: ContestsDeps,
  principal: Principal,
  { entry, person, reason, request }: Filing,
): Promise<ContestRecord | Refusal> {
  const first = await findByRequest(deps.contests, request.caller, request.key);
  if (first !== null) {
    return first.request.fingerprint === request.fingerprint ? first : refuse('idempotency_key_reused');
  }
  const owner = await deps.people.byAccount(entry.account);
  if (owner === null) return refuse('person_not_found');
  const doubter = person ?? owner;
  const waiting = await deps.contests.countDocuments({ personId: doubter.personId, open: true });
  if (waiting >= OPEN_CONTESTS_MAX) return refuse('contest_too_many', { max: OPEN_CONTESTS_MAX });
  const record: ContestRecord = {
    _id: deps.ids.next(),
    request,
    entryId: entry._id,
    ownerId: owner.personId,
    personId: doubter.personId,
    homeUnit: owner.unitId,
    unitPath: [...owner.unitPath],
    entryActors: [...entry.actors],
    reason: await deps.personalData.sealUnlessErased(owner.personId, REASON_KIND, { text: reason }),
    state: 'open',
    open: true,
    filedBy: principal.userId,
    filedAt: new Date(deps.clock.now()),
    outcome: null,
    answer: null,
    answeredBy: null,
    answeredAt: null,
    answerRequest: null,
    correctingEntryIds: [],
  };
  try {
    const created = await createOnce(deps.contests, record);
    return isRefusal(created) ? created : created.document;
  } catch (error) {
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'entryId') return refuse('contest_waiting');
    throw error;
  }
}

/** Whoever doubted takes it back before it is answered. */
export async function withdraw(
  deps: ContestsDeps,
  principal: Principal,
  contestId: string,
): Promise<ContestRecord | Refusal> {
  const own = { _id: contestId, personId: principal.actingPersonId ?? '' };
  const withdrawn = await deps.contests.findOneAndUpdate(
    { ...own, open: true },
    { $set: { state: 'withdrawn', open: false } },
    { returnDocument: 'after' },
  );
  if (withdrawn !== null) return withdrawn;
  const known = await deps.contests.findOne(own);
  if (known === null) return refuse('contest_not_found');
  return known.state === 'withdrawn' ? known : refuse('contest_answered');
}
