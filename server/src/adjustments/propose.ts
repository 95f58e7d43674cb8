import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type AdjustmentAmounts, whyNotAdjust } from '@red-points/shared/domain/adjustments';
import {
  type LedgerEntry,
  refusalOfCorrection,
  type Touched,
  touchedBy,
  UNTOUCHED,
} from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { oneselfOf } from '../memberships/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { whyNotIndependent } from './independence.ts';
import { issuedAs } from './issuing.ts';
import { landingOf } from './landing.ts';
import { type AdjustmentRecord, REASON_KIND } from './store.ts';
import { needsStreet } from './street.ts';

export interface Proposal extends AdjustmentAmounts {
  readonly reason: string;
}

/** Writes a correction of an entry down for a colleague to confirm. What stands in the way is said at once. */
export async function propose(
  deps: AdjustmentsDeps,
  principal: Principal,
  entryId: string,
  { points, minutes, reason }: Proposal,
  request: RequestIdentity,
): Promise<AdjustmentRecord | Refusal> {
  const first = await firstOf(deps.adjustments, request);
  if (first !== null) return first;
  const entry = await deps.transactions.entryFor(principal, 'adjustments.propose', entryId);
  if (isRefusal(entry)) return entry;
  const wrong = whyNotAdjust(entry.kind, { points, minutes });
  if (wrong !== null) return refuse(wrong);
  const touched = await touchedOf(deps, entry);
  if (touched.reversed) return refuse('ledger_already_reversed');
  const beyond = refusalOfCorrection({ entry, ...touched }, { points, minutes });
  if (beyond !== null) return refuse(`ledger_${beyond.code}`, beyond.detail);
  const owner = await deps.people.byAccount(entry.account);
  if (owner === null) return refuse('person_not_found');
  const landing = await landingOf(deps, owner);
  if (landing === null) return refuse('adjustment_account_closed');
  const concerned = { personIds: [owner.personId, landing.personId], actors: entry.actors };
  const dependent = whyNotIndependent(await oneselfOf(deps, principal), concerned, false);
  if (dependent !== null) return dependent;
  const { available } = await deps.ledger.view(landing.accountId);
  if (available + points < 0) return refuse('ledger_insufficient_points', { available, asked: 0 - points });
  const weighsAs = await issuedAs(deps, entry);
  return insert(deps, principal, {
    _id: deps.ids.next(),
    request,
    entryId,
    ownerId: owner.personId,
    personId: landing.personId,
    accountId: landing.accountId,
    homeUnit: landing.unitId,
    unitPath: [...landing.unitPath],
    issuerUnit: entry.issuerUnit,
    effectiveAt: new Date(entry.effectiveAtMs),
    points,
    minutes,
    reason: await deps.personalData.seal(owner.personId, REASON_KIND, { reason }),
    correctedActors: [...entry.actors],
    needsStreet: await needsStreet(deps, { entryId, points, issuerUnit: entry.issuerUnit, unitPath: landing.unitPath }),
    ...(weighsAs === undefined ? {} : { issuedAs: weighsAs }),
    state: 'proposed',
    open: true,
    proposedBy: principal.userId,
    proposedAt: new Date(deps.clock.now()),
    decidedBy: null,
    decidedAt: null,
    confirmRequest: null,
    refusal: null,
    finishedAt: null,
    entrySeq: null,
    nextCheckAt: null,
  });
}

/**
 * What refunds, reversals and corrections made of an entry. Corrections that landed in the account into which its own was
 * joined, and those from before they named their entry, are known by their records alone; one waits at a time, so that
 * none comes between this look and the proposal's end.
 */
async function touchedOf(deps: AdjustmentsDeps, entry: LedgerEntry): Promise<Touched> {
  const [referring, posted] = await Promise.all([
    deps.ledger.referringTo(entry.account, entry.seq),
    deps.adjustments
      .find(
        { entryId: entry._id, state: 'posted' },
        { projection: { accountId: 1, entrySeq: 1, points: 1, minutes: 1 } },
      )
      .toArray(),
  ]);
  const named = new Set(referring.map(({ seq }) => seq));
  const unnamed = posted.filter(
    ({ accountId, entrySeq }) => accountId !== entry.account || !named.has(entrySeq ?? Number.NaN),
  );
  const elsewhere = unnamed.map(({ points, minutes }) => ({ kind: 'adjust' as const, points, minutes }));
  return [...referring, ...elsewhere].reduce<Touched>(touchedBy, UNTOUCHED);
}

async function insert(
  deps: AdjustmentsDeps,
  principal: Principal,
  record: AdjustmentRecord,
): Promise<AdjustmentRecord | Refusal> {
  try {
    const created = await createOnce(deps.adjustments, record);
    if (isRefusal(created)) return created;
    if (!created.repeated) {
      const subject = { kind: 'entry', id: record.entryId };
      await deps.audit.record({ principal, action: 'adjustments.propose', subject, unitId: record.issuerUnit });
    }
    return created.document;
  } catch (error) {
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'entryId') return refuse('adjustment_waiting');
    throw error;
  }
}
