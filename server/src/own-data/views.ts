import type { DataRequest, DataRequestDetail, Language, OwnDataRequest } from '@red-points/shared/contracts';
import { approvalsNeeded, isCool } from '@red-points/shared/domain/own-data';
import { maskPhone } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { oneselfOf } from '../memberships/index.ts';
import { masked, openChanges, readable } from './correction.ts';
import { whyNotIndependent } from './decide.ts';
import type { OwnDataDeps } from './deps.ts';
import { blockWords, factsOf } from './facts.ts';
import { ANSWER_KIND, type DataRequestRecord } from './store.ts';

/** Where the office can still say yes or no. */
export const isUndecided = ({ state }: Pick<DataRequestRecord, 'state'>): boolean =>
  state === 'asked' || state === 'first_approved';

async function readableChanges(deps: OwnDataDeps, records: readonly DataRequestRecord[]) {
  const opened = await openChanges(deps, records);
  return Promise.all(opened.map((changes) => readable(deps, changes)));
}

/** The communities that answer, by unit: a grid has no office of its own. */
async function officeNames(deps: OwnDataDeps, records: readonly DataRequestRecord[]): Promise<Map<string, string>> {
  const unitIds = [...new Set(records.map(({ unitId }) => unitId))];
  const offices = await Promise.all(unitIds.map((unitId) => deps.orgUnits.communityOf(unitId)));
  return new Map(unitIds.map((unitId, at) => [unitId, offices[at]?.name ?? unitId]));
}

/** Requests as those read them whom they are about. */
export async function ownViews(deps: OwnDataDeps, records: readonly DataRequestRecord[]): Promise<OwnDataRequest[]> {
  const [answers, changes, units] = await Promise.all([
    answersOf(deps, records),
    readableChanges(deps, records),
    officeNames(deps, records),
  ]);
  return records.map((record, at) => ({
    ...shared(record, answers[at] ?? null),
    changes: changes[at] ?? [],
    officeName: units.get(record.unitId) ?? record.unitId,
    mayTakeBack: isUndecided(record),
  }));
}

/** Requests as staff read them, masked. */
export async function staffViews(deps: OwnDataDeps, records: readonly DataRequestRecord[]): Promise<DataRequest[]> {
  if (records.length === 0) return [];
  const ids = records.map(({ personId }) => personId);
  const [answers, changes, units, names, phones, users] = await Promise.all([
    answersOf(deps, records),
    readableChanges(deps, records),
    deps.orgUnits.names([...new Set(records.map(({ unitId }) => unitId))]),
    deps.people.names(ids),
    deps.people.phones(ids),
    deps.users.names(
      records.flatMap(({ filedBy, decidedBy, approvals }) => [
        filedBy,
        ...approvals.map(({ userId }) => userId),
        ...(decidedBy === null ? [] : [decidedBy]),
      ]),
    ),
  ]);
  const nowMs = deps.clock.now();
  return records.map((record, at) => {
    const maskedName = names.get(record.personId)?.masked ?? '—';
    const phone = phones.get(record.personId);
    return {
      ...shared(record, answers[at] ?? null),
      changes: masked(changes[at] ?? []),
      personId: record.personId,
      maskedName,
      maskedPhone: phone === undefined ? null : maskPhone(phone),
      unitName: units.get(record.unitId) ?? record.unitId,
      // A resident's own sign-in has no name of its own.
      filedByName: users.get(record.filedBy) ?? maskedName,
      overdue: isUndecided(record) && record.dueAt.getTime() < nowMs,
      approvals: record.approvals.map(({ userId, at: when }) => ({
        byName: users.get(userId) ?? '—',
        at: when.toISOString(),
      })),
      decidedByName: record.decidedBy === null ? null : (users.get(record.decidedBy) ?? maskedName),
      givenPoints: record.givenPoints,
    };
  });
}

/** One request, with what stands in its way now and what the reader may do. */
export async function detailView(
  deps: OwnDataDeps,
  principal: Principal,
  record: DataRequestRecord,
  language: Language,
): Promise<DataRequestDetail> {
  const [[view], person, oneself] = await Promise.all([
    staffViews(deps, [record]),
    deps.people.byId(record.personId),
    oneselfOf(deps, principal),
  ]);
  if (view === undefined) throw new Error('a request has no view');
  const undecided = isUndecided(record);
  const facts = undecided && person !== null && record.kind === 'erasure' ? await factsOf(deps, person) : null;
  const blocks = facts === null ? [] : blockWords(facts, record.giveRest, language);
  const mayDecide =
    undecided &&
    whyNotIndependent(oneself, record) === null &&
    permits(principal, 'data_requests.decide', { unitPath: record.unitPath });
  const isNew = !record.approvals.some(({ userId }) => oneself.isOwn(userId));
  const cool = isCool(record.coolsUntil?.getTime() ?? null, deps.clock.now());
  return {
    ...view,
    available: facts?.available ?? 0,
    blocks,
    approvalsNeeded: approvalsNeeded(facts?.available ?? 0),
    mayApprove: mayDecide && isNew && cool && blocks.length === 0,
    mayRefuse: mayDecide,
    mayTakeBack:
      undecided &&
      record.channel === 'office' &&
      permits(principal, 'data_requests.file', { unitPath: record.unitPath }),
  };
}

function answersOf(deps: OwnDataDeps, records: readonly DataRequestRecord[]): Promise<(string | null)[]> {
  return Promise.all(
    records.map(async ({ personId, answer }) =>
      answer === null
        ? null
        : ((await deps.personalData.open<{ reason: string }>(personId, ANSWER_KIND, answer))?.reason ?? null),
    ),
  );
}

function shared(record: DataRequestRecord, answer: string | null) {
  return {
    requestId: record._id,
    kind: record.kind,
    state: record.state,
    channel: record.channel,
    seen: record.seen ?? null,
    filedAt: record.filedAt.toISOString(),
    coolsUntil: record.coolsUntil?.toISOString() ?? null,
    dueAt: record.dueAt.toISOString(),
    giveRest: record.giveRest,
    decidedAt: record.decidedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    answer,
  };
}
