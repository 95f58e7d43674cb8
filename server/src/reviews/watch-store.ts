import type { AnyBulkWriteOperation, Collection, Filter } from 'mongodb';
import { dueBy } from '../platform/database.ts';
import type { Waiting } from '../platform/waiting.ts';
import type { OfficeFigures, ReviewStore } from './review-store.ts';
import type { Escalation, HistoryLine, ReviewableRecord } from './reviewable.ts';

type Records = Collection<ReviewableRecord>;
type WatchQuestions = Pick<
  ReviewStore,
  'figures' | 'countLate' | 'countEscalatedTo' | 'escalate' | 'unwatched' | 'overdue' | 'noteWatched' | 'reassess'
>;

const QUEUED: Filter<ReviewableRecord> = { state: 'waiting', waitingSince: { $type: 'date' } };

/** What is asked of, and noted about, how long items wait and who is asked for them. */
export function watchQuestions(records: Records): WatchQuestions {
  return {
    figures: (unitId, depth, nowMs) => figuresOf(records, unitId, depth, nowMs),
    countLate: (unitId, nowMs) => countOf(records, { ...QUEUED, unitPath: unitId, dueAt: dueBy(nowMs) }),
    countEscalatedTo: (unitId) => countOf(records, { ...QUEUED, unitPath: unitId, 'escalation.unitId': unitId }),
    escalate: ({ _id, waitingSince }, escalation, dueAt) =>
      records.findOneAndUpdate(
        { _id, state: 'waiting', waitingSince, 'escalation.at': null },
        noted(escalation, dueAt),
        { returnDocument: 'after' },
      ),
    unwatched: (limit) =>
      records
        .find({ ...QUEUED, 'escalation.at': null, dueAt: null })
        .sort({ waitingSince: 1 })
        .limit(limit)
        .toArray(),
    overdue: (nowMs, limit) =>
      records
        .find({ ...QUEUED, 'escalation.at': null, dueAt: dueBy(nowMs) })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray(),
    noteWatched: async (watched) => {
      const updates = watched.map<AnyBulkWriteOperation<ReviewableRecord>>(({ record, dueAt, escalation }) => ({
        updateOne: {
          filter: { _id: record._id, state: 'waiting', waitingSince: record.waitingSince, 'escalation.at': null },
          update: escalation === null ? { $set: { dueAt } } : noted(escalation, dueAt),
        },
      }));
      if (updates.length > 0) await records.bulkWrite(updates, { ordered: false });
    },
    reassess: async (unitId) => {
      const place = unitId === null ? {} : { unitPath: unitId };
      await records.updateMany({ ...QUEUED, ...place, 'escalation.at': null }, { $set: { dueAt: null } });
    },
  };
}

function noted(escalation: Escalation, dueAt: Date) {
  const { at, by, cause, reason } = escalation;
  const line: HistoryLine = { at, code: `escalated_${cause}`, by, note: reason };
  return { $set: { escalation, dueAt }, $push: { history: line as never }, $inc: { version: 1 } as never };
}

async function countOf(records: Records, filter: Filter<ReviewableRecord>): Promise<Waiting> {
  const [found] = await records
    .aggregate<{ count: number; since: Date }>([
      { $match: filter },
      { $group: { _id: null, count: { $sum: 1 }, since: { $min: '$waitingSince' } } },
    ])
    .toArray();
  return found ?? { count: 0, since: null };
}

/** Sums over waiting items: late by an instant, handed up, approved by one of two, and since when the first waits. */
export function waitingSums(nowMs: number) {
  const counted = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  return {
    // A date that is missing counts as smaller than every date, so both ends are asked for.
    late: counted({ $and: [{ $gt: ['$dueAt', null] }, { $lte: ['$dueAt', new Date(nowMs)] }] }),
    escalated: counted({ $gt: ['$escalation.at', null] }),
    second: counted({ $gt: ['$firstApproval.at', null] }),
    since: { $min: '$waitingSince' },
  };
}

function figuresOf(records: Records, unitId: string, depth: number, nowMs: number): Promise<OfficeFigures[]> {
  return records
    .aggregate<OfficeFigures>([
      { $match: { ...QUEUED, unitPath: unitId } },
      {
        $group: {
          _id: { $arrayElemAt: ['$unitPath', depth] },
          waiting: { $sum: 1 },
          ...waitingSums(nowMs),
        },
      },
      { $set: { unitId: { $ifNull: ['$_id', null] } } },
      { $unset: '_id' },
    ])
    .toArray();
}
