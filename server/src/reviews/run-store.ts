import type { ClaimPart, REVIEW_RUN_STATES } from '@red-points/shared/contracts';
import type { ReviewDecision } from '@red-points/shared/domain/claims';
import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';
import type { ReviewKey } from './decide-items.ts';

/** One decision for many items, made in the background. */
export interface RunRecord {
  _id: string;
  /** The request that started it; its caller is the reviewer. */
  request: RequestIdentity;
  state: (typeof REVIEW_RUN_STATES)[number];
  userId: string;
  decision: ReviewDecision;
  reason: string | null;
  /** With a return: what is to be changed. */
  changes?: readonly ClaimPart[] | null;
  startedAt: Date;
  finishedAt: Date | null;
  items: number;
  done: number;
  second: number;
  notDone: number;
  problems: { code: string; count: number }[];
}

/** What became of one item of a slice. */
export interface RunOutcome {
  readonly code: string | null;
  readonly second: boolean;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** Some items in their order, and at last what became of them. */
export interface RunSlice {
  /** `<run>:<number from 0, padded>` */
  _id: string;
  runId: string;
  no: number;
  items: ReviewKey[];
  done: boolean;
  /** As many as there are items, once it is done. */
  outcomes: RunOutcome[];
}

export interface RunStore {
  readonly runs: Collection<RunRecord>;
  readonly slices: Collection<RunSlice>;
}

export function runStore(db: Db): RunStore {
  return { runs: db.collection<RunRecord>('review_runs'), slices: db.collection<RunSlice>('review_run_slices') };
}

export function runSliceId(runId: string, no: number): string {
  return `${runId}:${String(no).padStart(3, '0')}`;
}

/** Makes the collections of bulk decisions. */
export async function ensureRuns(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'review_runs',
    indexes: [
      requestIdentityIndex,
      { name: 'of_user', key: { userId: 1, startedAt: -1, _id: -1 } },
      {
        name: 'under_way',
        key: { state: 1, startedAt: 1 },
        partialFilterExpression: { state: { $in: ['collecting', 'running'] } },
      },
    ],
  });
  await ensureCollection(db, {
    name: 'review_run_slices',
    indexes: [{ key: { runId: 1, no: 1 }, unique: true }],
  });
}
