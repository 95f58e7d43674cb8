import { stateAfterDecision } from '@red-points/shared/domain/claims';
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
import type { Decision, ReviewableRecord } from './reviewable.ts';

/** Which part of the queue: units null means everywhere. */
export interface QueueFilter {
  readonly unitIds: readonly string[] | null;
  readonly category?: string | undefined;
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
  /** How many wait, by category, and since when the first does. */
  counts(filter: QueueFilter): Promise<{ category: string; count: number; since: Date }[]>;
  load(ids: readonly string[]): Promise<ReviewableRecord[]>;
  /**
   * Decides records that wait, each at most once whoever else decides at the same moment.
   * @returns the ids whose decision is this one
   */
  decide(
    ids: readonly string[],
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
    counts: (filter) =>
      records
        .aggregate<{ category: string; count: number; since: Date }>([
          { $match: waiting(filter) },
          { $group: { _id: '$category', count: { $sum: 1 }, since: { $min: '$waitingSince' } } },
          { $project: { _id: 0, category: '$_id', count: 1, since: 1 } },
        ])
        .toArray(),
    load: (ids) => records.find({ _id: { $in: [...ids] } }).toArray(),
    decide: (ids, decision, publicUntil, session) => decideRecords(records, ids, decision, publicUntil, session),
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
      return found.map((record) => creditDraftOf(kind, record));
    },
    waiting: (accountIds) => waitingOf(records, accountIds),
  };
}

function waiting({ unitIds, category }: QueueFilter): Filter<ReviewableRecord> {
  const filter: Filter<ReviewableRecord> = { state: 'waiting', waitingSince: { $type: 'date' } };
  if (unitIds !== null) filter.unitPath = { $in: [...unitIds] };
  if (category !== undefined) filter.category = category as ReviewableRecord['category'];
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
  ids: readonly string[],
  decision: Decision,
  publicUntil: Date | null,
  session?: ClientSession,
): Promise<ReadonlySet<string>> {
  const { modifiedCount } = await records.updateMany(
    { _id: { $in: [...ids] }, state: 'waiting', waitingSince: { $type: 'date' } },
    {
      $set: {
        state: stateAfterDecision(decision.decision),
        decision,
        publicUntil,
        creditDue: decision.decision === 'approve',
        waitingSince: null,
      },
      $push: {
        history: { at: decision.at, code: HISTORY_CODE[decision.decision], by: decision.by, note: decision.reason },
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
    'priced.workingEn': `${workingEn}; corrected after an objection to ${worth.points} points, ${worth.minutes} minutes`,
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
  const { decision, publicUntil } = record;
  if (decision === null || publicUntil === null) throw new Error(`${kind} ${record._id} was not approved`);
  const actors = [
    { part: 'beneficiary', id: record.personId },
    { part: 'filer', id: record.filedBy },
    ...(record.organiserUserId === null ? [] : [{ part: 'organiser', id: record.organiserUserId }]),
    ...(record.coOrganiserUserIds ?? []).map((id) => ({ part: 'organiser', id })),
    { part: 'reviewer', id: decision.by },
  ];
  return {
    activityId: record.activityId ?? null,
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
