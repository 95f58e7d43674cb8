import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type ObjectionOutcome, type Worth, worthAfter } from '@red-points/shared/domain/objections';
import type { ClientSession } from 'mongodb';
import type { CreditsDeps } from './deps.ts';
import { batchOf, noteObjection } from './publish.ts';
import type { CreditRecord } from './store.ts';

/** Why a credit was struck out: an objection to it was upheld. */
export const OBJECTION_UPHELD = 'objection_upheld';

/** How an objection ends. */
export type Release = ObjectionOutcome | 'withdrawn';

export interface Releasing {
  readonly objectionId: string;
  readonly release: Release;
  /** What is left of the credit, where it is corrected; what is not given stays. */
  readonly given: Partial<Worth>;
  /** The sign-in that decided; null where it was withdrawn. */
  readonly by: string | null;
  readonly at: Date;
}

/**
 * Freezes one credit for one objection, in the transaction that writes it. Of this and the job that closes windows to post what is in
 * them, whichever is written first stands. What it is published with has its number by then; see `ensurePublished`.
 */
export async function freezeCredit(
  deps: CreditsDeps,
  creditId: string,
  at: Date,
  session: ClientSession,
): Promise<CreditRecord | Refusal> {
  const frozen = await deps.credits.findOneAndUpdate(
    {
      _id: creditId,
      state: { $in: ['in_publicity', 'objected'] },
      publicUntil: { $gt: at },
    },
    { $set: { state: 'objected' }, $inc: { openObjections: 1 } },
    { session, returnDocument: 'after' },
  );
  if (frozen !== null) {
    const batchId = batchOf(frozen);
    if (batchId === null || !(await noteObjection(deps, batchId, session))) return refuse('objection_window_over');
    const change = { state: 'objected' as const, refusal: null, code: 'objected', by: null, at, worth: null };
    await deps.sources.get(frozen.source.kind)?.follow(frozen.source.id, change, session);
    return frozen;
  }
  return whyNotFrozen(await deps.credits.findOne({ _id: creditId }, { session }));
}

/** Why an objection to a credit comes too late, or is to none. */
export function whyNotFrozen(credit: CreditRecord | null): Refusal {
  if (credit === null) return refuse('objection_credit_not_found');
  if (credit.state === 'posted') return refuse('objection_posted');
  return refuse(credit.state === 'refused' ? 'objection_not_posted' : 'objection_window_over');
}

/**
 * Ends what one objection does to its credit, in the transaction that decides it. Struck out, it is never posted; otherwise it
 * goes on as soon as no other objection waits.
 * @returns the credit as it is then, with its worth before
 */
export async function releaseCredit(
  deps: CreditsDeps,
  creditId: string,
  { objectionId, release, given, by, at }: Releasing,
  session: ClientSession,
): Promise<{ readonly credit: CreditRecord; readonly before: Worth } | Refusal> {
  const frozen = { _id: creditId, state: 'objected' as const };
  const found = await deps.credits.findOne(frozen, { session });
  if (found === null) return refuse('objection_decided');
  const before = { points: found.points, minutes: found.minutes };
  const worth = release === 'withdrawn' ? before : worthAfter(release, before, given);
  if ('refused' in worth) return refuse(worth.refused);
  const left = release === 'upheld' ? 0 : Math.max(0, (found.openObjections ?? 1) - 1);
  const state = release === 'upheld' ? 'refused' : left > 0 ? 'objected' : 'in_publicity';
  const refusal = release === 'upheld' ? OBJECTION_UPHELD : null;
  const corrections = [...(found.corrections ?? [])];
  if (release === 'corrected') corrections.push({ objectionId, by: by ?? '', at, from: before, to: worth });
  const credit = await deps.credits.findOneAndUpdate(
    frozen,
    { $set: { state, refusal, openObjections: left, ...worth, ...(corrections.length > 0 ? { corrections } : {}) } },
    { session, returnDocument: 'after' },
  );
  if (credit === null) throw new Error('a frozen credit changed within the transaction that frees it');
  await deps.sources.get(credit.source.kind)?.follow(
    credit.source.id,
    {
      state: state === 'refused' ? 'not_posted' : state,
      refusal,
      code: release === 'withdrawn' ? 'objection_withdrawn' : `objection_${release}`,
      by,
      at,
      worth: release === 'corrected' ? worth : null,
    },
    session,
  );
  return { credit, before };
}
