import { businessDate } from '@red-points/shared/domain/calendar';
import { lastDayOfWindow } from '@red-points/shared/domain/publicity';
import type { ClientSession, Collection, Db } from 'mongodb';
import { ensureCollection, isDuplicateKey } from '../platform/database.ts';
import type { CreditsDeps } from './deps.ts';
import type { CreditDraft, PostableCredit } from './store.ts';

/**
 * What a community publishes together (一期公示): approved on one day, open to objections until the same moment. People name it
 * by its number, which counts up within the community's year.
 */
export interface BatchRecord {
  /** `<community>:<day published>:<last day>` */
  _id: string;
  unitId: string;
  unitPath: readonly string[];
  /** Of the day published. */
  year: number;
  number: number;
  publishedOn: string;
  windowFrom: Date;
  windowUntil: Date;
  /**
   * Since when objections to what is in it are taken no more and it is being posted; absent until then. An objection writes the
   * batch as well: of the two, whichever is written first stands.
   */
  closedAt?: Date;
  /** Objections that were filed to what is in it; absent where nobody ever objected. */
  objections?: number;
}

export type BatchCollection = Collection<BatchRecord>;

const BATCH_COLLECTION = 'publicity_batches';
/** Others take a number at the same moment; each attempt that fails means that one of them has got it. */
const ATTEMPTS = 100;

export function batchCollection(db: Db): BatchCollection {
  return db.collection<BatchRecord>(BATCH_COLLECTION);
}

/** Makes the collection of what was published together. */
export async function ensureBatches(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: BATCH_COLLECTION,
    indexes: [
      { name: 'number_once', key: { unitId: 1, year: 1, number: -1 }, unique: true },
      { name: 'of_issuer', key: { unitId: 1, windowFrom: -1, _id: -1 } },
      { name: 'of_unit', key: { unitPath: 1, windowFrom: -1, _id: -1 } },
      // Few: every window that is over is closed within seconds.
      { name: 'to_close', key: { closedAt: 1, windowUntil: 1 } },
    ],
  });
}

/** What a credit is published with; null where it has no window. Made of the credit alone, so that it is known before anything is written. */
export function batchIdOf({
  issuerUnit,
  approvedAt,
  publicUntil,
}: Pick<CreditDraft, 'issuerUnit' | 'approvedAt' | 'publicUntil'>): string | null {
  if (publicUntil <= approvedAt) return null;
  return `${issuerUnit}:${businessDate(approvedAt.getTime())}:${lastDayOfWindow(publicUntil.getTime())}`;
}

/** The batch of a credit, told by the credit where it was written before there were batches. */
export function batchOf(credit: PostableCredit): string | null {
  return credit.batchId ?? batchIdOf(credit);
}

/** Closes every window that is over by an instant: what is read behind this in its batches changes no more. */
export async function closeDueBatches({ batches }: CreditsDeps, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  await batches.updateMany({ closedAt: { $exists: false }, windowUntil: { $lte: now } }, { $set: { closedAt: now } });
}

/** Those of some batches that are closed. */
export async function closedAmong(
  { batches }: CreditsDeps,
  batchIds: readonly string[],
): Promise<ReadonlySet<string | null>> {
  const closed = { _id: { $in: [...batchIds] }, closedAt: { $exists: true } };
  return new Set(await batches.distinct('_id', closed));
}

/** Notes an objection to something in a batch, in the objection's transaction; false where its window is closed. */
export async function noteObjection(
  { batches }: CreditsDeps,
  batchId: string,
  session: ClientSession,
): Promise<boolean> {
  const open = { _id: batchId, closedAt: { $exists: false } };
  const { matchedCount } = await batches.updateOne(open, { $inc: { objections: 1 } }, { session });
  return matchedCount > 0;
}

/** Gives what these credits are published with its number, once. Safe to repeat, and for two processes at once. */
export async function publish(deps: CreditsDeps, credits: readonly PostableCredit[]): Promise<void> {
  const first = new Map<string, PostableCredit>();
  for (const credit of credits) {
    const batchId = batchOf(credit);
    if (batchId === null) continue;
    const known = first.get(batchId);
    if (known === undefined || credit.approvedAt < known.approvedAt) first.set(batchId, credit);
  }
  if (first.size === 0) return;
  const found = deps.batches.find({ _id: { $in: [...first.keys()] } }, { projection: { _id: 1 } });
  for (const { _id } of await found.toArray()) first.delete(_id);
  for (const [batchId, credit] of first) await number(deps, batchId, credit);
}

async function number(deps: CreditsDeps, batchId: string, credit: PostableCredit): Promise<void> {
  const { issuerUnit: unitId, approvedAt, publicUntil } = credit;
  const publishedOn = businessDate(approvedAt.getTime());
  const year = Number(publishedOn.slice(0, 4));
  const unitPath = (await deps.orgUnits.pathOf(unitId)) ?? [unitId];
  const window = { publishedOn, windowFrom: approvedAt, windowUntil: publicUntil };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const [newest] = await deps.batches.find({ unitId, year }).sort({ number: -1 }).limit(1).toArray();
    const batch = { _id: batchId, unitId, unitPath, year, number: (newest?.number ?? 0) + 1, ...window };
    try {
      await deps.batches.insertOne(batch);
      return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if ((await deps.batches.countDocuments({ _id: batchId }, { limit: 1 })) > 0) return;
    }
  }
  throw new Error('no number was free for what is published');
}
