import type { REVIEW_SHOWS } from '@red-points/shared/contracts';
import { stateAfterDecision } from '@red-points/shared/domain/claims';
import { counted } from '@red-points/shared/domain/words';
import type { ClientSession, Collection, Filter } from 'mongodb';
import {
  type CreditChange,
  type CreditDraft,
  type CreditOutcome,
  type CreditSource,
  type CreditSourceKind,
  onceKeyOf,
  type WaitingCredit,
} from '../credits/index.ts';
import { dueBy } from '../platform/database.ts';
import type { Waiting } from '../platform/waiting.ts';
import {
  type Decision,
  type Escalation,
  eventOf,
  type FirstApproval,
  type HistoryLine,
  type ReviewableRecord,
} from './reviewable.ts';
import { waitingSums, watchQuestions } from './watch-store.ts';

/** Which part of the queue: units null means everywhere. */
export interface QueueFilter {
  readonly unitIds: readonly string[] | null;
  readonly category?: string | undefined;
  readonly show?: (typeof REVIEW_SHOWS)[number] | undefined;
  /** By when something is late, in milliseconds; wanted where `show` is `late`. */
  readonly nowMs?: number;
}

/** What waits in a unit, by the unit below it that it lies in. */
export interface OfficeFigures {
  /** The unit at the depth asked for; null where an item lies in none there. */
  readonly unitId: string | null;
  readonly waiting: number;
  readonly late: number;
  readonly escalated: number;
  readonly second: number;
  readonly since: Date;
}

/** What waits of one category. */
export interface QueueCounts {
  readonly category: string;
  readonly count: number;
  readonly late: number;
  readonly escalated: number;
  readonly second: number;
  readonly since: Date;
}

/** What the watch found out about an item. */
export interface Watched {
  readonly record: ReviewableRecord;
  readonly dueAt: Date;
  /** Set where it is handed up at once. */
  readonly escalation: Escalation | null;
}

export interface QueuePage extends QueueFilter {
  readonly order: 'oldest' | 'newest';
  readonly after: readonly [number, string] | null;
  readonly limit: number;
}

/** The queue, the decisions and the credits of one kind of reviewable record; every question is one query. */
export interface ReviewStore extends CreditSource {
  /** Where the records lie. */
  readonly collection: string;
  page(query: QueuePage): Promise<ReviewableRecord[]>;
  /** How many wait, by category, and since when the first does; how many of them are late by an instant, handed up, approved once. */
  counts(filter: QueueFilter, nowMs: number): Promise<QueueCounts[]>;
  /** How many of these are marked as worth a look before they are decided among many. */
  countFlagged(filter: QueueFilter): Promise<number>;
  /** Ids in the queue that waited by an instant, longest first. */
  ids(filter: QueueFilter & { readonly waitingUntil: Date }, limit: number): Promise<string[]>;
  /** Figures of a unit by what lies at a depth of the paths below it. */
  figures(unitId: string, depth: number, nowMs: number): Promise<OfficeFigures[]>;
  /** How many wait in a unit past their target, or handed up to it. */
  countLate(unitId: string, nowMs: number): Promise<Waiting>;
  countEscalatedTo(unitId: string): Promise<Waiting>;
  load(ids: readonly string[]): Promise<ReviewableRecord[]>;
  /** Notes the first of two approvals, each at most once. @returns the ids whose first approval is this one */
  approveFirst(records: readonly ReviewableRecord[], decision: Decision): Promise<ReadonlySet<string>>;
  /** Hands a waiting item up. Null where it does not wait any more, or was handed up before. */
  escalate(record: ReviewableRecord, escalation: Escalation, dueAt: Date): Promise<ReviewableRecord | null>;
  /** Waiting items that the watch has not looked at. */
  unwatched(limit: number): Promise<ReviewableRecord[]>;
  /** Waiting items past their target that nobody has handed up. */
  overdue(nowMs: number, limit: number): Promise<ReviewableRecord[]>;
  noteWatched(watched: readonly Watched[]): Promise<void>;
  /** Lets the watch look again at what waits in a unit and was not handed up; null for everywhere. */
  reassess(unitId: string | null): Promise<void>;
  /**
   * Decides records that wait as they were read, each at most once whoever else decides at the same moment.
   * @returns the ids whose decision is this one
   */
  decide(
    records: readonly ReviewableRecord[],
    decision: Decision,
    publicUntil: Date | null,
    session?: ClientSession,
  ): Promise<ReadonlySet<string>>;
}

const UNDELIVERED_MAX = 500;
const HISTORY_CODE = { approve: 'approved', return: 'returned', reject: 'rejected' } as const;

export function createReviewStore<R extends ReviewableRecord>(
  kind: CreditSourceKind,
  collection: Collection<R>,
): ReviewStore {
  // The common fields are all that is asked for here, and every R has them.
  const records = collection as unknown as Collection<ReviewableRecord>;
  return {
    kind,
    collection: collection.collectionName,
    page: ({ after, order, limit, ...filter }) => {
      const direction = order === 'oldest' ? 1 : -1;
      const query = after === null ? waiting(filter) : { $and: [waiting(filter), beyond(after, order)] };
      return records.find(query).sort({ waitingSince: direction, _id: direction }).limit(limit).toArray();
    },
    counts: (filter, nowMs) =>
      records
        .aggregate<QueueCounts>([
          { $match: waiting(filter) },
          { $group: { _id: '$category', count: { $sum: 1 }, ...waitingSums(nowMs) } },
          { $set: { category: '$_id' } },
          { $unset: '_id' },
        ])
        .toArray(),
    countFlagged: (filter) => records.countDocuments({ ...waiting(filter), flagged: true }),
    load: (ids) => records.find({ _id: { $in: [...ids] } }).toArray(),
    ids: async ({ waitingUntil, ...filter }, limit) => {
      const query = { $and: [waiting(filter), { waitingSince: { $lte: waitingUntil } }] };
      const found = records
        .find(query)
        .sort({ waitingSince: 1, _id: 1 })
        .limit(limit)
        .project<{ _id: string }>({ _id: 1 });
      return (await found.toArray()).map(({ _id }) => _id);
    },
    ...watchQuestions(records),
    approveFirst: (chosen, decision) => approveFirst(records, chosen, decision),
    decide: (chosen, decision, publicUntil, session) => decideRecords(records, chosen, decision, publicUntil, session),
    mark: (outcomes) => markRecords(records, outcomes),
    follow: (id, change, session) => followObjection(records, id, change, session),
    handledBy: async (ids) => {
      const found = await records
        .find({ _id: { $in: [...ids] } })
        .project<Pick<ReviewableRecord, '_id' | 'filedBy' | 'organiserUserId' | 'history'>>({
          filedBy: 1,
          organiserUserId: 1,
          'history.by': 1,
          'history.code': 1,
        })
        .toArray();
      return new Map(found.map((record) => [record._id, handlersOf(record)]));
    },
    undelivered: async () => {
      const found = await records.find({ creditDue: true }).limit(UNDELIVERED_MAX).toArray();
      return found.map((record) => ({ sourceId: record._id, draft: () => creditDraftOf(kind, record) }));
    },
    waiting: (accountIds) => waitingOf(records, accountIds),
  };
}

function waiting({ unitIds, category, show, nowMs }: QueueFilter): Filter<ReviewableRecord> {
  const filter: Filter<ReviewableRecord> = { state: 'waiting', waitingSince: { $type: 'date' } };
  if (unitIds !== null) filter.unitPath = { $in: [...unitIds] };
  if (category !== undefined) filter.category = category as ReviewableRecord['category'];
  if (show === 'late') filter.dueAt = dueBy(nowMs ?? 0);
  if (show === 'escalated') filter['escalation.at'] = { $type: 'date' };
  if (show === 'second') filter['firstApproval.at'] = { $type: 'date' };
  return filter;
}

function beyond([atMs, id]: readonly [number, string], order: 'oldest' | 'newest'): Filter<ReviewableRecord> {
  const waitingSince = new Date(atMs);
  return order === 'oldest'
    ? { $or: [{ waitingSince: { $gt: waitingSince } }, { waitingSince, _id: { $gt: id } }] }
    : { $or: [{ waitingSince: { $lt: waitingSince } }, { waitingSince, _id: { $lt: id } }] };
}

async function decideRecords(
  records: Collection<ReviewableRecord>,
  chosen: readonly ReviewableRecord[],
  decision: Decision,
  publicUntil: Date | null,
  session?: ClientSession,
): Promise<ReadonlySet<string>> {
  const ids = chosen.map(({ _id }) => _id);
  const { modifiedCount } = await records.updateMany(
    asRead(chosen, decision),
    {
      $set: {
        ...(decision.decision === 'return' ? { escalation: null, firstApproval: null, dueAt: null } : {}),
        state: stateAfterDecision(decision.decision),
        decision,
        publicUntil,
        creditDue: decision.decision === 'approve',
        waitingSince: null,
      },
      $push: {
        history: lineOf(HISTORY_CODE[decision.decision], decision),
      },
      $inc: { version: 1 } as never,
    },
    { session },
  );
  if (modifiedCount === ids.length) return new Set(ids);
  const won = await records
    .find({ _id: { $in: [...ids] }, 'decision.id': decision.id }, { session })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return new Set(won.map(({ _id }) => _id));
}

/**
 * Only as they were read: something that was returned and filed again meanwhile waits since another moment, and a second
 * approval rests on the first that was seen.
 */
function asRead(chosen: readonly ReviewableRecord[], { decision }: Decision): Filter<ReviewableRecord> {
  const since = [...new Set(chosen.map(({ waitingSince }) => waitingSince?.getTime() ?? 0))];
  const filter: Filter<ReviewableRecord> = {
    _id: { $in: chosen.map(({ _id }) => _id) },
    state: 'waiting',
    waitingSince: { $in: since.map((ms) => new Date(ms)) },
  };
  const firsts = chosen.flatMap(({ firstApproval }) => (firstApproval ? [firstApproval.id] : []));
  if (decision === 'approve' && firsts.length > 0) filter['firstApproval.id'] = { $in: [null, ...firsts] };
  return filter;
}

function lineOf(code: string, { at, by, reason, lentBy }: Decision): HistoryLine {
  return { at, code, by, note: reason, ...(lentBy ? { lentBy } : {}) };
}

async function approveFirst(
  records: Collection<ReviewableRecord>,
  chosen: readonly ReviewableRecord[],
  decision: Decision,
): Promise<ReadonlySet<string>> {
  const { id, by, at, requestKey, lentBy } = decision;
  const firstApproval: FirstApproval = { id, by, at, requestKey, lentBy: lentBy ?? null };
  await records.updateMany(
    { ...asRead(chosen, decision), firstApproval: null },
    {
      $set: { firstApproval },
      $push: { history: lineOf('first_approved', decision) as never },
      $inc: { version: 1 } as never,
    },
  );
  const won = await records
    .find({ _id: { $in: chosen.map(({ _id }) => _id) }, 'firstApproval.id': id })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return new Set(won.map(({ _id }) => _id));
}

async function markRecords(records: Collection<ReviewableRecord>, outcomes: readonly CreditOutcome[]): Promise<void> {
  // Nearly all of them have the same outcome: one update for each that there is, not one for each record.
  const alike = new Map<string, { change: Pick<ReviewableRecord, 'state' | 'refusal'>; ids: string[] }>();
  for (const { sourceId, state, refusal } of outcomes) {
    const name = `${state} ${refusal ?? ''}`;
    const group = alike.get(name) ?? { change: { state, refusal }, ids: [] };
    group.ids.push(sourceId);
    alike.set(name, group);
  }
  await Promise.all(
    [...alike.values()].map(({ change, ids }) =>
      // Only onwards: a late run must not bring a posted record back into publicity.
      records.updateMany({ _id: { $in: ids }, state: 'in_publicity' }, { $set: { ...change, creditDue: false } }),
    ),
  );
}

/** Whoever filed, organised, or did anything that the history tells of; to decide an objection is no part in the record. */
function handlersOf({
  filedBy,
  organiserUserId,
  history,
}: Pick<ReviewableRecord, 'filedBy' | 'organiserUserId' | 'history'>) {
  const acted = history.flatMap(({ by, code }) => (by === null || code.startsWith('objection_') ? [] : [by]));
  return [...new Set([filedBy, ...(organiserUserId === null ? [] : [organiserUserId]), ...acted])];
}

/** Freezes, frees or strikes out a record with its credit; a correction goes into its figures, and its working says so. */
async function followObjection(
  records: Collection<ReviewableRecord>,
  id: string,
  { state, refusal, code, by, at, worth }: CreditChange,
  session: ClientSession,
): Promise<void> {
  const approved = { _id: id, state: { $in: ['in_publicity', 'objected'] } };
  const record = await records.findOne(approved, { session, projection: { priced: 1 } });
  if (record === null) throw new Error(`the record ${id} behind a credit is not in publicity`);
  const { workingZh, workingEn } = record.priced;
  const priced = worth && {
    'priced.points': worth.points,
    'priced.minutes': worth.minutes,
    'priced.workingZh': `${workingZh}；异议后更正为 ${worth.points} 分、${worth.minutes} 分钟`,
    'priced.workingEn': `${workingEn}; corrected after an objection to ${counted(worth.points, 'point', 'points')}, ${counted(worth.minutes, 'minute', 'minutes')}`,
  };
  await records.updateOne(
    approved,
    {
      // Its credit is there: who is objected to before the noun was told of it is told now.
      $set: { state, refusal, creditDue: false, ...priced },
      $push: { history: { at, code, by, note: null } },
      $inc: { version: 1 } as never,
    },
    { session },
  );
}

async function waitingOf(
  records: Collection<ReviewableRecord>,
  accountIds: readonly string[],
): Promise<readonly WaitingCredit[]> {
  const found = await records.find({ accountId: { $in: [...accountIds] }, state: 'waiting' }).toArray();
  return found.map(({ _id, accountId, title, category, priced, effectiveAt }) => ({
    id: _id,
    accountId,
    title,
    category,
    points: priced.points,
    minutes: priced.minutes,
    effectiveAt,
  }));
}

/** The credit that an approved record becomes. Made of the record alone, so that a repeat makes the same. */
export function creditDraftOf(kind: CreditSourceKind, record: ReviewableRecord): CreditDraft {
  const { decision, publicUntil, firstApproval } = record;
  if (decision === null || publicUntil === null) throw new Error(`${kind} ${record._id} was not approved`);
  const actors = [
    { part: 'beneficiary', id: record.personId },
    { part: 'filer', id: record.filedBy },
    ...(record.organiserUserId === null ? [] : [{ part: 'organiser', id: record.organiserUserId }]),
    ...(record.coOrganiserUserIds ?? []).map((id) => ({ part: 'organiser', id })),
    ...(firstApproval ? [{ part: 'reviewer', id: firstApproval.by }] : []),
    { part: 'reviewer', id: decision.by },
  ];
  return {
    activityId: record.activityId ?? null,
    eventId: eventOf(record),
    source: { kind, id: record._id },
    personId: record.personId,
    accountId: record.accountId,
    householdId: record.householdId ?? null,
    title: record.title,
    category: record.category,
    rule: record.rule,
    points: record.priced.points,
    minutes: record.priced.minutes,
    provenance: record.provenance,
    effectiveAt: record.effectiveAt,
    approvedAt: decision.at,
    publicUntil,
    issuerUnit: record.issuerUnit,
    unitPath: record.unitPath,
    homeUnit: record.homeUnit,
    actors,
    onceKey: onceKeyOfRecord(record),
  };
}

function onceKeyOfRecord({ onceKey, activityId, personId }: ReviewableRecord): string | null {
  if (onceKey !== undefined) return onceKey;
  return activityId === undefined ? null : onceKeyOf(personId, activityId);
}
