import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { personFor } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import { whyNotNow } from './blocks.ts';
import type { AccountChangesDeps } from './deps.ts';
import { whyNotIndependent } from './independence.ts';
import { type AccountChangeRecord, REASON_KIND } from './store.ts';

/** What is proposed: to close an account, or to join it into another one of the same person. */
export type Proposal =
  | { readonly kind: 'closing'; readonly reason: string; readonly donateRest: boolean }
  | { readonly kind: 'joining'; readonly reason: string; readonly keptPersonId: string };

/** Writes a proposal down for a colleague to confirm. What stands in the way is said at once, and asked again later. */
export async function propose(
  deps: AccountChangesDeps,
  principal: Principal,
  personId: string,
  proposal: Proposal,
  request: RequestIdentity,
): Promise<AccountChangeRecord | Refusal> {
  const first = await firstOf(deps.changes, request);
  if (first !== null) return first;
  const keptId = proposal.kind === 'joining' ? proposal.keptPersonId : null;
  const [subject, kept] = await Promise.all([
    personFor(deps.people, principal, 'accounts.propose', personId),
    keptId === null ? null : personFor(deps.people, principal, 'accounts.propose', keptId),
  ]);
  if (isRefusal(subject)) return subject;
  if (isRefusal(kept)) return kept;
  const parties = keptId === null ? [personId] : [personId, keptId];
  const donateRest = proposal.kind === 'closing' && proposal.donateRest;
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  const refusal =
    whyNotIndependent({ isFamily }, parties) ??
    (await whyNotNow(deps, { kind: proposal.kind, donateRest }, subject, kept)) ??
    (await whyAlreadyWaiting(deps, parties));
  if (refusal !== null) return refusal;
  return insert(deps, principal, {
    _id: deps.ids.next(),
    request,
    kind: proposal.kind,
    personId,
    accountId: subject.accountId,
    keptPersonId: keptId,
    keptAccountId: kept?.accountId ?? null,
    unitId: subject.unitId,
    unitPath: [...subject.unitPath],
    reason: await deps.personalData.seal(personId, REASON_KIND, { reason: proposal.reason }),
    donateRest,
    state: 'proposed',
    open: true,
    proposedBy: principal.userId,
    proposedAt: new Date(deps.clock.now()),
    decidedBy: null,
    decidedAt: null,
    confirmRequest: null,
    refusal: null,
    finishedAt: null,
    rests: 0,
    movedPoints: null,
    entrySeq: null,
    nextCheckAt: null,
  });
}

/** Neither account may be part of another change: what stays must not be closed meanwhile. */
async function whyAlreadyWaiting(deps: AccountChangesDeps, parties: readonly string[]): Promise<Refusal | null> {
  const ids = [...parties];
  const waiting = await deps.changes.findOne({
    open: true,
    $or: [{ personId: { $in: ids } }, { keptPersonId: { $in: ids } }],
  });
  return waiting === null ? null : refuse('change_waiting');
}

async function insert(
  deps: AccountChangesDeps,
  principal: Principal,
  record: AccountChangeRecord,
): Promise<AccountChangeRecord | Refusal> {
  try {
    const created = await createOnce(deps.changes, record);
    if (isRefusal(created)) return created;
    if (!created.repeated) {
      await deps.audit.record({
        principal,
        action: `accounts.propose_${record.kind}`,
        subject: { kind: 'person', id: record.personId },
        unitId: record.unitId,
      });
    }
    return created.document;
  } catch (error) {
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'personId') return refuse('change_waiting');
    throw error;
  }
}
