import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { oneselfOf } from '../memberships/index.ts';
import { whyNotNow } from './blocks.ts';
import { carryOn, TAKE_UP_MS } from './carry-on.ts';
import type { AccountChangesDeps } from './deps.ts';
import { partiesOf, whyNotConfirmedBy, whyNotWithdrawnBy } from './independence.ts';
import type { AccountChangeRecord } from './store.ts';

export async function findChange(
  deps: AccountChangesDeps,
  principal: Principal,
  changeId: string,
  action: Action,
): Promise<AccountChangeRecord | Refusal> {
  const change = await deps.changes.findOne({ _id: changeId });
  if (change === null) return refuse('change_not_found');
  return permits(principal, action, { unitPath: change.unitPath }) ? change : refuse('out_of_scope');
}

/**
 * The second person's word: from then on it is done, step by step, and gone on with where it is interrupted. Whoever
 * proposed it, or has a part in the accounts, cannot give it. Of two who confirm at once, one does.
 */
export async function confirm(
  deps: AccountChangesDeps,
  principal: Principal,
  changeId: string,
  request: RequestIdentity,
): Promise<AccountChangeRecord | Refusal> {
  const change = await findChange(deps, principal, changeId, 'accounts.confirm');
  if (isRefusal(change)) return change;
  const again = repeats(change.confirmRequest, request);
  if (isRefusal(again)) return again;
  if (again) return outcomeOf(await carryOn(deps, change));
  if (change.state !== 'proposed') return refuse('change_decided');
  const refusal = whyNotConfirmedBy(await oneselfOf(deps, principal), change) ?? (await blockOf(deps, change));
  if (refusal !== null) return refusal;
  const nowMs = deps.clock.now();
  const confirmed = await deps.changes.findOneAndUpdate(
    { _id: changeId, state: 'proposed' },
    {
      $set: {
        state: 'confirmed',
        decidedBy: principal.userId,
        decidedAt: new Date(nowMs),
        confirmRequest: request,
        nextCheckAt: new Date(nowMs + TAKE_UP_MS),
      },
    },
    { returnDocument: 'after' },
  );
  if (confirmed === null) return refuse('change_decided');
  await deps.audit.record({
    principal,
    action: `accounts.confirm_${change.kind}`,
    subject: { kind: 'person', id: change.personId },
    unitId: change.unitId,
  });
  return outcomeOf(await carryOn(deps, confirmed));
}

/** Why a proposal cannot be done as things stand now, or null. */
export async function blockOf(deps: AccountChangesDeps, change: AccountChangeRecord): Promise<Refusal | null> {
  const people = await deps.people.byIds(partiesOf(change));
  const subject = people.get(change.personId);
  if (subject === undefined) return refuse('person_not_found');
  const kept = change.keptPersonId === null ? null : (people.get(change.keptPersonId) ?? null);
  return whyNotNow(deps, change, subject, kept);
}

/** The proposer thinks better of it, or a colleague without a part in the accounts turns it down. */
export async function withdraw(
  deps: AccountChangesDeps,
  principal: Principal,
  changeId: string,
): Promise<AccountChangeRecord | Refusal> {
  const change = await findChange(deps, principal, changeId, 'accounts.propose');
  if (isRefusal(change)) return change;
  const notTheirs = whyNotWithdrawnBy(await oneselfOf(deps, principal), change);
  if (notTheirs !== null) return notTheirs;
  const withdrawn = await deps.changes.findOneAndUpdate(
    { _id: changeId, state: 'proposed' },
    {
      $set: {
        state: 'withdrawn',
        open: false,
        decidedBy: principal.userId,
        decidedAt: new Date(deps.clock.now()),
      },
    },
    { returnDocument: 'after' },
  );
  if (withdrawn === null) return refuse('change_decided');
  await deps.audit.record({
    principal,
    action: 'accounts.withdraw_change',
    subject: { kind: 'person', id: change.personId },
    unitId: change.unitId,
  });
  return withdrawn;
}

/** A refusal that came when it was done is what the confirmation answers, also when it is asked again. */
function outcomeOf(change: AccountChangeRecord): AccountChangeRecord | Refusal {
  return change.refusal ?? change;
}
