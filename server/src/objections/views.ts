import type { objections as contract, Objection, OwnObjection, ResponseOf } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { CreditRecord, ListedCredit } from '../credits/index.ts';
import type { ObjectionsDeps } from './deps.ts';
import { standingsTo } from './standing.ts';
import { ANSWER_KIND, type ObjectionRecord, REASON_KIND } from './store.ts';

type Concerning = ResponseOf<typeof contract.concerning>['items'][number];

/** Objections as whoever filed them reads them. */
export async function ownViews(deps: ObjectionsDeps, records: readonly ObjectionRecord[]): Promise<OwnObjection[]> {
  const [facts, reasons] = await Promise.all([factsOf(deps, records), reasonsOf(deps, records)]);
  return records.flatMap((_, at) => {
    const fact = facts[at];
    return fact === undefined ? [] : [{ ...fact.view, reason: reasons[at] ?? '—' }];
  });
}

/** Objections as those read them whose entries they are about: who objected, and why, stays untold. */
export async function concerningViews(
  deps: ObjectionsDeps,
  records: readonly ObjectionRecord[],
): Promise<Concerning[]> {
  return (await factsOf(deps, records)).map(({ view }) => view);
}

/** Objections as staff read them: masked, with whether the reader may decide. */
export async function staffViews(
  deps: ObjectionsDeps,
  principal: Principal,
  records: readonly ObjectionRecord[],
): Promise<Objection[]> {
  if (records.length === 0) return [];
  const userIds = records.flatMap(({ filedBy, decidedBy, lentBy }) => [filedBy, decidedBy ?? [], lentBy ?? []].flat());
  const [facts, reasons, names, users, open, units] = await Promise.all([
    factsOf(deps, records),
    reasonsOf(deps, records),
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names([...new Set(userIds)]),
    openByCredit(deps, records),
    deps.orgUnits.names(records.flatMap(({ escalation }) => escalation?.unitId ?? [])),
  ]);
  const standings = await standingsTo(deps, principal, facts);
  const nowMs = deps.clock.now();
  return facts.map(({ objection, view }, at) => {
    const objectorMaskedName = names.get(objection.personId)?.masked ?? '—';
    const { escalation, lentBy } = objection;
    return {
      ...view,
      reason: reasons[at] ?? '—',
      channel: objection.channel,
      objectorPersonId: objection.personId,
      objectorMaskedName,
      relation: objection.relation,
      beneficiaryPersonId: objection.beneficiaryPersonId,
      source: { ...objection.source },
      // A resident's own sign-in has no name of its own.
      filedByName: objection.channel === 'phone' ? objectorMaskedName : (users.get(objection.filedBy) ?? '—'),
      decidedByName: objection.decidedBy === null ? null : (users.get(objection.decidedBy) ?? '—'),
      isLate: objection.open && objection.dueAt.getTime() <= nowMs,
      othersOpen: Math.max(0, (open.get(objection.creditId) ?? 0) - (objection.open ? 1 : 0)),
      decidedForName: lentBy ? (users.get(lentBy) ?? '—') : null,
      escalatedToName: escalation ? (units.get(escalation.unitId) ?? '—') : null,
      escalatedAt: escalation?.at.toISOString() ?? null,
      mayDecide: objection.open && standings[at]?.refusal === null,
    };
  });
}

interface Fact {
  readonly objection: ObjectionRecord;
  readonly credit: CreditRecord;
  readonly view: Concerning;
}

/** What every reader is told, in the order given. */
async function factsOf(deps: ObjectionsDeps, records: readonly ObjectionRecord[]): Promise<Fact[]> {
  const credits = await deps.credits.byIds([...new Set(records.map(({ creditId }) => creditId))]);
  const answered = records.filter(({ answer }) => answer !== null);
  const [lines, units, answers] = await Promise.all([
    deps.credits.lines(credits),
    deps.orgUnits.names([...new Set(records.map(({ unitId }) => unitId))]),
    deps.personalData.openMany<{ text: string }>(
      ANSWER_KIND,
      answered.flatMap(({ beneficiaryPersonId, answer }) =>
        answer === null ? [] : [{ ownerId: beneficiaryPersonId, sealed: answer }],
      ),
    ),
  ]);
  const creditById = new Map(credits.map((credit) => [credit._id, credit]));
  const lineById = new Map<string, ListedCredit>(lines.map((line) => [line.creditId, line]));
  // Gone with the key of somebody who was erased.
  const answerById = new Map(answered.map(({ _id }, at) => [_id, answers[at]?.text ?? '—']));
  return records.map((objection) => {
    const credit = creditById.get(objection.creditId);
    const line = lineById.get(objection.creditId);
    if (credit === undefined || line === undefined) throw new Error('an objected credit is missing');
    const view: Concerning = {
      objectionId: objection._id,
      state: objection.state,
      line,
      batchId: objection.batchId,
      unitName: units.get(objection.unitId) ?? objection.unitId,
      filedAt: objection.filedAt.toISOString(),
      dueAt: objection.dueAt.toISOString(),
      decidedAt: objection.decidedAt?.toISOString() ?? null,
      answer: answerById.get(objection._id) ?? null,
      correction: objection.correction,
    };
    return { objection, credit, view };
  });
}

async function reasonsOf(deps: ObjectionsDeps, records: readonly ObjectionRecord[]): Promise<(string | null)[]> {
  const sealed = records.map(({ personId, reason }) => ({ ownerId: personId, sealed: reason }));
  const opened = await deps.personalData.openMany<{ text: string }>(REASON_KIND, sealed);
  return opened.map((fields) => fields?.text ?? null);
}

async function openByCredit(
  deps: ObjectionsDeps,
  records: readonly ObjectionRecord[],
): Promise<ReadonlyMap<string, number>> {
  const found = await deps.objections
    .find(
      { creditId: { $in: [...new Set(records.map(({ creditId }) => creditId))] }, open: true },
      { projection: { creditId: 1 } },
    )
    .toArray();
  const counts = new Map<string, number>();
  for (const { creditId } of found) counts.set(creditId, (counts.get(creditId) ?? 0) + 1);
  return counts;
}
