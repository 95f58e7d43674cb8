import { STRUCK_OUT, strikeOut } from '../platform/strike-out.ts';
import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord } from './store.ts';

/** Whose words and files are to go. */
export interface Forgotten {
  /** The person, with the records that were joined into theirs. */
  readonly personIds: readonly string[];
  /** The sign-in of their phone; null where they had none, or it is somebody else's too. */
  readonly userId: string | null;
  /** What they are called and reached by, to be struck out of what others wrote; none once nobody knows it. */
  readonly words: readonly string[];
}

/** Claims that no points came of: nothing is left to be looked over. */
const WITHOUT_POINTS: readonly ClaimRecord['state'][] = ['rejected', 'withdrawn', 'returned', 'not_posted'];

/**
 * Takes away what claims know of somebody who is being erased: drafts, files that were never filed, words and files of
 * claims that no points came of. Evidence of posted points stays until its retention date, because spot checks may ask for it,
 * and goes by the job of evidence then; their name and phone are struck out of its words. Safe to repeat.
 */
export async function forgetPerson(deps: ClaimsDeps, { personIds, userId, words }: Forgotten): Promise<void> {
  const now = new Date(deps.clock.now());
  if (userId !== null) {
    await deps.drafts.deleteMany({ userId });
    await deps.evidence.deleteMany({ uploadedBy: userId, used: false });
  }
  const mine = { personId: { $in: [...personIds] } };
  // A returned claim waits for an answer that nobody can give any more.
  await deps.claims.updateMany(
    { ...mine, state: 'returned' },
    { $set: { state: 'withdrawn', live: false, waitingSince: null }, $inc: { version: 1 } },
  );
  for await (const claim of deps.claims.find({ ...mine, state: { $in: [...WITHOUT_POINTS] } })) {
    await emptyOut(deps, claim, now);
  }
  await strikeOut(deps.claims, mine, ['description', 'history', 'decision', 'escalation'], words);
}

async function emptyOut(deps: ClaimsDeps, { _id, evidenceIds, history }: ClaimRecord, now: Date): Promise<void> {
  await deps.claims.updateOne(
    { _id },
    { $set: { description: STRUCK_OUT, history: history.map((line) => ({ ...line, note: null })) } },
  );
  // The job of evidence erases it and says so.
  if (evidenceIds.length > 0) {
    await deps.evidence.updateMany(
      { _id: { $in: [...evidenceIds] }, eraseAt: { $type: 'date' } },
      { $set: { eraseAt: now } },
    );
  }
}
