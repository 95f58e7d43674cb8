import { rolesFor } from '@red-points/shared/domain/permissions';
import {
  enoughReviewers,
  needsSecondApproval,
  type OfficePlace,
  officePlaceOf,
  serviceTargetAt,
} from '@red-points/shared/domain/reviews';
import type { JobRun } from '../platform/jobs.ts';
import { stepByStep, togetherOrEach } from '../platform/one-by-one.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import type { Watched } from './review-store.ts';
import type { Escalation, ReviewableRecord } from './reviewable.ts';
import { principalOf, principalOfUser, type Reviewer, reviewerOf } from './reviewer.ts';
import { settingsOf } from './settings.ts';

const BATCH = 250;

/**
 * Looks at what came into the queue: by when it is to be decided, and whether anybody in the office may decide it at all; what
 * nobody may, or what is late, is handed up. Can be run twice, late, and by two processes at once. An item that cannot be looked
 * at keeps no other waiting.
 */
export async function watchQueue(deps: ReviewsDeps, run: JobRun): Promise<void> {
  const office = new Offices(deps);
  const { signal } = run;
  const steps = [...deps.sources.values()].flatMap((source) => {
    const { kind } = source.store;
    const whole = async (part: () => Promise<number>): Promise<void> => {
      for (let seen = BATCH; seen === BATCH && !signal.aborted; ) seen = await part();
    };
    return [
      [`${kind}: assess`, () => whole(() => assess(deps, source, office))],
      [`${kind}: hand up`, () => whole(() => handUpLate(deps, source))],
    ];
  });
  await stepByStep(Object.fromEntries(steps), { logger: deps.logger, signal });
}

const idOf = ({ _id }: ReviewableRecord): string => _id;

async function assess(deps: ReviewsDeps, { store }: ReviewSource, offices: Offices): Promise<number> {
  const records = await store.unwatched(BATCH);
  const way = { what: store.kind, idOf, logger: deps.logger };
  await togetherOrEach(records, way, (some) => assessSome(deps, store, some, offices));
  return records.length;
}

async function assessSome(
  deps: ReviewsDeps,
  store: ReviewSource['store'],
  records: readonly ReviewableRecord[],
  offices: Offices,
): Promise<void> {
  const [settings, holidays] = await Promise.all([
    settingsOf(
      deps,
      records.map(({ unitPath }) => unitPath),
    ),
    deps.holidays.calendar(),
  ]);
  const watched: Watched[] = [];
  for (const record of records) {
    const holding = settings(record.unitPath);
    const dueAt = new Date(serviceTargetAt(record.waitingSince?.getTime() ?? 0, holding, holidays));
    const place = await placeOf(deps, record);
    const independent = await offices.independent(place, record);
    const needsSecond = needsSecondApproval(record.priced.points, holding);
    const enough = enoughReviewers(independent, needsSecond, record.firstApproval?.by ?? null);
    watched.push({ record, dueAt, escalation: enough ? null : escalationOf(deps, place, 'nobody') });
  }
  await store.noteWatched(watched);
}

async function handUpLate(deps: ReviewsDeps, { store }: ReviewSource): Promise<number> {
  const records = await store.overdue(deps.clock.now(), BATCH);
  await togetherOrEach(records, { what: store.kind, idOf, logger: deps.logger }, async (some) => {
    const watched: Watched[] = [];
    for (const record of some) {
      const escalation = escalationOf(deps, await placeOf(deps, record), 'late');
      watched.push({ record, dueAt: record.dueAt ?? escalation.at, escalation });
    }
    await store.noteWatched(watched);
  });
  return records.length;
}

/** Office and street of an item. */
export async function placeOf(deps: Pick<ReviewsDeps, 'orgUnits'>, record: ReviewableRecord): Promise<OfficePlace> {
  const community = await deps.orgUnits.communityOf(record.unitPath.at(-1) ?? '');
  return officePlaceOf(record.unitPath, community?.id ?? null);
}

function escalationOf(deps: Pick<ReviewsDeps, 'clock'>, place: OfficePlace, cause: Escalation['cause']): Escalation {
  // Where there is nothing above, the office itself is told that it must not wait for anybody.
  const unitId = place.aboveId ?? place.officeId;
  return { at: new Date(deps.clock.now()), cause, unitId, by: null, reason: null };
}

/** Who can decide in offices, looked up once for each office and person of a run. */
class Offices {
  private readonly byUnits = new Map<string, Promise<Map<string, Reviewer>>>();

  constructor(private readonly deps: ReviewsDeps) {}

  /** Sign-ins of the office that may decide an item, by role or as deputies. */
  async independent({ officeIds }: OfficePlace, record: ReviewableRecord): Promise<string[]> {
    const key = officeIds.join('/');
    const known = this.byUnits.get(key) ?? reviewersIn(this.deps, officeIds);
    this.byUnits.set(key, known);
    return [...(await known)].flatMap(([userId, reviewer]) =>
      reviewer.standing(record).refusal === null ? [userId] : [],
    );
  }
}

/** Everybody who can decide in any of these units today, by role or as a deputy. */
export async function reviewersIn(deps: ReviewsDeps, unitIds: readonly string[]): Promise<Map<string, Reviewer>> {
  const [staff, lent] = await Promise.all([
    deps.users.inUnits(rolesFor('reviews.decide'), unitIds),
    deps.delegations.in(unitIds),
  ]);
  const principals = await Promise.all([
    ...staff.map((user) => principalOf(deps, user)),
    ...lent.map(({ deputyUserId }) => principalOfUser(deps, deputyUserId)),
  ]);
  const found = new Map<string, Reviewer>();
  for (const principal of principals) {
    if (principal === null || found.has(principal.userId)) continue;
    found.set(principal.userId, await reviewerOf(deps, principal));
  }
  return found;
}
