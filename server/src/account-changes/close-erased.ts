import type { RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { carryOn, TAKE_UP_MS } from './carry-on.ts';
import type { AccountChangesDeps } from './deps.ts';
import { type AccountChangeRecord, REASON_KIND } from './store.ts';

/** A closing that was decided elsewhere: by somebody's wish to be erased, and the words of those who said yes to it. */
export interface DecidedClosing {
  /** Of the request: closing again under the same id is the same closing. */
  readonly changeId: string;
  readonly person: Person;
  /** Points that are left go to the fund, by the person's word. */
  readonly giveRest: boolean;
  readonly askedBy: string;
  readonly approvedBy: string;
}

/** Why it was closed, in the list of closings; it goes with the person. */
const REASON = '本人申请注销';

/**
 * Closes an account by the steps of every other closing; no third person is asked.
 * @returns the change as it ended: `done`, or `refused` with why. Null where another change of the account is under way.
 */
export async function closeDecided(
  deps: AccountChangesDeps,
  { changeId, person, giveRest, askedBy, approvedBy }: DecidedClosing,
): Promise<AccountChangeRecord | null> {
  const known = await deps.changes.findOne({ _id: changeId });
  if (known !== null) return carryOn(deps, known);
  const now = new Date(deps.clock.now());
  const request: RequestIdentity = { caller: 'erasure', key: changeId, fingerprint: changeId };
  const record: AccountChangeRecord = {
    _id: changeId,
    request,
    kind: 'closing',
    personId: person.personId,
    accountId: person.accountId,
    keptPersonId: null,
    keptAccountId: null,
    unitId: person.unitId,
    unitPath: [...person.unitPath],
    reason: await deps.personalData.sealUnlessErased(person.personId, REASON_KIND, { reason: REASON }),
    donateRest: giveRest,
    state: 'confirmed',
    open: true,
    proposedBy: askedBy,
    proposedAt: now,
    decidedBy: approvedBy,
    decidedAt: now,
    confirmRequest: null,
    refusal: null,
    finishedAt: null,
    rests: 0,
    movedPoints: null,
    entrySeq: null,
    nextCheckAt: new Date(now.getTime() + TAKE_UP_MS),
  };
  try {
    await deps.changes.insertOne(record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Another process began the same closing at this moment, or another change of the account is under way.
    const other = await deps.changes.findOne({ _id: changeId });
    return other === null ? null : carryOn(deps, other);
  }
  return carryOn(deps, record);
}
