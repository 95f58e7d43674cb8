import type { BodyOf, mediation as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { isRefusal, refuse } from '@red-points/shared/contracts';
import { businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import { VISIT_AFTER_DAYS } from '@red-points/shared/domain/mediation';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { pageByDate } from '../../http/date-pages.ts';
import { firstOf, type RequestIdentity } from '../../http/idempotency.ts';
import { dueBy, isDuplicateKey } from '../../platform/database.ts';
import { type Waiting, waitingIn } from '../../platform/waiting.ts';
import type { ClaimsDeps } from '../deps.ts';
import { daysOn } from '../evidence.ts';
import { caseViews } from './case-views.ts';
import { type CaseRecord, keyOwnerOf, type VisitRecord } from './store.ts';

const NOTE_SEALED_AS = 'mediation-visit';
const NOTES_MAX = 50;

/** Cases whose visit is due today or was before, longest due first. */
export async function listVisits(
  deps: ClaimsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.visits>,
): Promise<ResponseOf<typeof contract.visits> | Refusal> {
  const filter: Filter<CaseRecord> = { nextVisitAt: dueBy(endOfToday(deps)) };
  if (query.unitId === undefined) {
    const units = unitsFor(principal, 'claims.file');
    if (units !== null) filter.unitPath = { $in: [...units] };
  } else {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'claims.file', { unitPath })) return refuse('out_of_scope');
    filter.unitPath = query.unitId;
  }
  const found = await pageByDate(deps.cases, filter, { ...query, by: 'nextVisitAt', oldest: true });
  if (isRefusal(found)) return found;
  return { items: await caseViews(deps, principal, found.page), nextCursor: found.nextCursor };
}

/** How many visits are due in a unit and below, and since when the first is. */
export async function visitsDue(deps: ClaimsDeps, unitId: string): Promise<Waiting> {
  const filter = { unitPath: unitId, nextVisitAt: dueBy(endOfToday(deps)) };
  return waitingIn(deps.cases, filter, 'nextVisitAt');
}

/** Records a visit, once for a request and once for what was due; another one is due thirty days on where it is wanted. */
export async function recordVisit(
  deps: ClaimsDeps,
  principal: Principal,
  caseId: string,
  { finding, note, another }: BodyOf<typeof contract.visit>,
  request: RequestIdentity,
): Promise<CaseRecord | Refusal> {
  const record = await deps.cases.findOne({ _id: caseId });
  if (record === null) return refuse('mediation_case_not_found');
  if (!permits(principal, 'claims.file', record)) return refuse('out_of_scope');
  const repeated = await repeatOf(deps, record, request);
  if (repeated !== null) return repeated;
  if (record.nextVisitAt === null) return refuse('mediation_visit_not_wanted');
  const nowMs = deps.clock.now();
  const nextVisitAt = another ? daysOn(nowMs, VISIT_AFTER_DAYS) : null;
  const visit: VisitRecord = {
    _id: deps.ids.next(),
    caseId,
    at: new Date(nowMs),
    by: principal.userId,
    finding,
    // Once the case's key is gone, nothing can be sealed under it any more.
    note:
      note === '' || record.sealed === null
        ? null
        : await deps.personalData.seal(keyOwnerOf(caseId), NOTE_SEALED_AS, { note }),
    nextVisitAt,
    request,
  };
  try {
    const changed = await deps.db.client.withSession((session) =>
      session.withTransaction(async () => {
        const due = await deps.cases.findOneAndUpdate(
          { _id: caseId, nextVisitAt: record.nextVisitAt },
          { $set: { nextVisitAt } },
          { returnDocument: 'after', session },
        );
        if (due !== null) await deps.visits.insertOne(visit, { session });
        return due;
      }),
    );
    return changed ?? (await repeatOf(deps, record, request)) ?? refuse('mediation_visit_not_wanted');
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await repeatOf(deps, record, request)) ?? refuse('mediation_visit_not_wanted');
  }
}

/** What was written at the visits of a case, the first first. */
export async function notesOf(deps: ClaimsDeps, { _id: caseId }: CaseRecord): Promise<{ at: string; note: string }[]> {
  const visits = await deps.visits
    .find({ caseId, note: { $ne: null } })
    .sort({ at: 1 })
    .limit(NOTES_MAX)
    .toArray();
  const sealed = visits.flatMap(({ at, note }) =>
    note === null ? [] : [{ at, ownerId: keyOwnerOf(caseId), sealed: note }],
  );
  const opened = await deps.personalData.openMany<{ note: string }>(NOTE_SEALED_AS, sealed);
  return sealed.flatMap(({ at }, index) => {
    const note = opened[index]?.note;
    return note === undefined ? [] : [{ at: at.toISOString(), note }];
  });
}

async function repeatOf(
  deps: ClaimsDeps,
  record: CaseRecord,
  request: RequestIdentity,
): Promise<CaseRecord | Refusal | null> {
  const first = await firstOf(deps.visits, request);
  if (first === null || isRefusal(first)) return first;
  return (await deps.cases.findOne({ _id: record._id })) ?? record;
}

/** What is due at any time today is due now: people plan their day in the morning. */
function endOfToday({ clock }: ClaimsDeps): number {
  return endOfBusinessDay(businessDate(clock.now())) - 1;
}
