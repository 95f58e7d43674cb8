import {
  type ClaimDraft,
  type DraftContent,
  draftContentSchema,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { DRAFT_DAYS_KEPT, DRAFTS_MAX } from '@red-points/shared/domain/claims';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Binary, Collection, Db } from 'mongodb';
import { dueBy, dueIndex, ensureCollection, isDuplicateKey } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import type { ClaimsDeps } from './deps.ts';
import { daysOn } from './evidence.ts';

const SEALED_AS = 'claim-draft';
const EVERY_MS = 60 * 60_000;

/** What was filled in so far of a claim; sealed whole under the key of the sign-in that wrote it. */
export interface DraftRecord {
  /** The writer's sign-in, whom it acted for, and the id that the client made. */
  _id: string;
  draftId: string;
  userId: string;
  /** The person that the session acted for; null for staff. */
  actingPersonId: string | null;
  sealed: Binary;
  savedAt: Date;
  eraseAt: Date;
  version: number;
}

export function draftCollection(db: Db): Collection<DraftRecord> {
  return db.collection<DraftRecord>('claim_drafts');
}

export async function ensureDrafts(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'claim_drafts',
    indexes: [{ key: { userId: 1, savedAt: -1 } }, dueIndex('to_erase', 'eraseAt')],
  });
}

/** Own drafts for the person that the session acts for, last saved first. */
export async function listDrafts(deps: ClaimsDeps, principal: Principal): Promise<ClaimDraft[]> {
  const found = await deps.drafts.find(ownedBy(principal)).sort({ savedAt: -1 }).limit(DRAFTS_MAX).toArray();
  const opened = await deps.personalData.openMany<{ content: string }>(
    SEALED_AS,
    found.map(({ userId, sealed }) => ({ ownerId: userId, sealed })),
  );
  return found.flatMap((record, index) => {
    const content = opened[index]?.content;
    // Read by today's contract: a draft may be older than the newest field.
    return content === undefined ? [] : [draftView(record, draftContentSchema.parse(JSON.parse(content)))];
  });
}

/** Saves a draft: a new one under version 0, a known one on the version read last, so that two phones do not overwrite. */
export async function saveDraft(
  deps: ClaimsDeps,
  principal: Principal,
  draftId: string,
  { content, version }: { readonly content: DraftContent; readonly version: number },
): Promise<ClaimDraft | Refusal> {
  const nowMs = deps.clock.now();
  const _id = idOf(principal, draftId);
  const sealed = await deps.personalData.seal(principal.userId, SEALED_AS, { content: JSON.stringify(content) });
  const saved = { sealed, savedAt: new Date(nowMs), eraseAt: daysOn(nowMs, DRAFT_DAYS_KEPT + 1), version: version + 1 };
  if (version === 0) {
    const count = await deps.drafts.countDocuments(ownedBy(principal), { limit: DRAFTS_MAX });
    if (count >= DRAFTS_MAX) return refuse('claim_drafts_too_many');
    try {
      await deps.drafts.insertOne({ _id, draftId, ...ownedBy(principal), ...saved });
    } catch (error) {
      if (isDuplicateKey(error)) return refuse('version_conflict');
      throw error;
    }
  } else {
    const { matchedCount } = await deps.drafts.updateOne({ _id, version }, { $set: saved });
    if (matchedCount === 0) {
      const known = await deps.drafts.findOne({ _id }, { projection: { _id: 1 } });
      return refuse(known === null ? 'claim_draft_not_found' : 'version_conflict');
    }
  }
  // What the draft shows has to be there as long as the draft.
  await deps.evidence.updateMany(
    { _id: { $in: content.evidenceIds }, uploadedBy: principal.userId, used: false },
    { $set: { eraseAt: daysOn(nowMs, DRAFT_DAYS_KEPT + 2) } },
  );
  return draftView({ ...saved, draftId }, content);
}

/** Throws a draft away; without effect where there is none. */
export async function removeDraft(deps: ClaimsDeps, principal: Principal, draftId: string): Promise<void> {
  await deps.drafts.deleteOne({ _id: idOf(principal, draftId) });
}

/** Erases drafts that nobody has gone on with: their last day is told beside them. */
export function eraseDraftsJob(deps: Pick<ClaimsDeps, 'drafts'>): Job {
  return {
    name: 'claims.erase_drafts',
    everyMs: EVERY_MS,
    run: ({ nowMs }) => deps.drafts.deleteMany({ eraseAt: dueBy(nowMs) }),
  };
}

function ownedBy({ userId, actingPersonId }: Principal): Pick<DraftRecord, 'userId' | 'actingPersonId'> {
  return { userId, actingPersonId };
}

function idOf({ userId, actingPersonId }: Principal, draftId: string): string {
  return `${userId}:${actingPersonId ?? ''}:${draftId}`;
}

function draftView(
  { draftId, savedAt, eraseAt, version }: Pick<DraftRecord, 'draftId' | 'savedAt' | 'eraseAt' | 'version'>,
  content: DraftContent,
): ClaimDraft {
  // It is there until the first instant of `eraseAt`.
  const keptUntil = businessDate(eraseAt.getTime() - 1);
  return { draftId, content, savedAt: savedAt.toISOString(), keptUntil, version };
}
