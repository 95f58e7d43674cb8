import { businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { UNPAID } from './rules.ts';
import { type DemoWorld, demoId, granted, inParallel, sentOnce } from './world.ts';

/** A case of mediation of the demo, settled, with one party that is named. */
export interface DemoCase {
  /** Names it among all that the demo sends. */
  readonly name: string;
  /** Refs of the plan. */
  readonly mediators: readonly number[];
  readonly ruleCode: string;
  /** Today where it is not said. */
  readonly occurredOn?: string;
  readonly startTime?: string;
  readonly minutes: number;
  readonly description: string;
  readonly evidenceIds?: readonly string[];
  readonly parties: readonly string[];
  readonly dispute?: string;
}

/** An officer files a case for its mediators; the same one where it was filed before. Gives its id. */
export async function fileDemoCase(world: DemoWorld, filer: Principal, of: DemoCase): Promise<string> {
  const { name, mediators, parties, dispute = '', startTime = null, evidenceIds = [], ...rest } = of;
  const body = {
    occurredOn: businessDate(world.clock.now()),
    ...rest,
    startTime,
    evidenceIds: [...evidenceIds],
    mediators: mediators.map((ref) => ({ personId: demoId(`person-${ref}`), declarations: UNPAID })),
    outcome: 'settled' as const,
    sealed: { parties: parties.map((party) => ({ name: party, contact: '' })), dispute },
    draftId: null,
  };
  return granted(await world.context.claims.fileCase(filer, body, sentOnce(filer, name)), name)._id;
}

/** The claims that a case is made of. */
export async function claimsOf({ context }: DemoWorld, caseId: string): Promise<string[]> {
  const found = context.db.collection<{ _id: string }>('claims').find({ caseId }, { projection: { _id: 1 } });
  return (await found.toArray()).map(({ _id }) => _id);
}

/** An officer looks in where the visit after a mediation is due in a unit, at the end of the day. */
export async function visitDue(world: DemoWorld, officer: Principal, unitId: string): Promise<void> {
  const { context, clock } = world;
  const before = new Date(endOfBusinessDay(businessDate(clock.now())));
  const due = await context.db
    .collection<{ _id: string }>('mediation_cases')
    .find({ unitPath: unitId, nextVisitAt: { $type: 'date', $lt: before } }, { projection: { _id: 1 } })
    .toArray();
  await inParallel(due, 4, async ({ _id }) => {
    const visit = { finding: 'calm' as const, note: '', another: false };
    granted(await context.claims.recordVisit(officer, _id, visit, sentOnce(officer, `visit-${_id}`)), 'a visit');
  });
}
