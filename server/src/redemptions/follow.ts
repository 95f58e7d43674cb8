import type { Refusal } from '@red-points/shared/contracts';
import { available, type LedgerEntry } from '@red-points/shared/domain/ledger';
import { applyFact, type CloseReason, owedFen } from '@red-points/shared/domain/redemptions';
import type { RedemptionDeps } from './deps.ts';
import { causeOf } from './ledger-commands.ts';
import { type RedemptionRecord, standingOf } from './store.ts';

/** How soon the repair job looks again at a redemption that waits for an answer. */
export const CHECK_EVERY_MS = 5_000;
/** How long after its end a contested redemption is looked at once more, for a late step of another process. */
export const LATE_STEP_MS = 60_000;

const CONFLICTS_MAX = 20;

type Change = Partial<Omit<RedemptionRecord, '_id' | 'version'>>;

/**
 * Writes what `change` makes of the newest document, and returns it. Where somebody else wrote in between, the document
 * is read again and the change made anew; null means that nothing is left to change.
 */
export async function update(
  deps: Pick<RedemptionDeps, 'redemptions'>,
  redemption: RedemptionRecord,
  change: (current: RedemptionRecord) => Change | null,
): Promise<RedemptionRecord> {
  let current = redemption;
  for (let attempt = 0; attempt < CONFLICTS_MAX; attempt += 1) {
    const fields = change(current);
    if (fields === null) return current;
    const { _id, version } = current;
    const updated = await deps.redemptions.findOneAndUpdate(
      { _id, version },
      { $set: fields, $inc: { version: 1 } },
      { returnDocument: 'after' },
    );
    if (updated !== null) return updated;
    const newest = await deps.redemptions.findOne({ _id });
    if (newest === null) throw new Error('a redemption vanished');
    current = newest;
  }
  throw new Error('a redemption was changed too often at once');
}

/** The points are set aside: the one side is asked now; where nobody has to be, they are spent next. */
export function followHold(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  entry: LedgerEntry,
): Promise<RedemptionRecord> {
  return update(deps, redemption, (current) => {
    const before = standingOf(current);
    const after = applyFact(before, { kind: 'held', asked: current.asked === 'nobody' ? 'shop' : current.asked });
    if (after === before) return null;
    // Somebody at the counter waits, or a booking until its day: that one is not looked at every few seconds.
    const soonMs = after.state === 'booked' ? Number.POSITIVE_INFINITY : deps.platform.clock.now() + CHECK_EVERY_MS;
    const nextCheckAt = new Date(Math.min(soonMs, current.expiresAt.getTime()));
    return { state: after.state, nextCheckAt, availableAfter: available(entry.state, entry.recordedAtMs) };
  });
}

/** It was refused before any points were set aside. A redemption that got further meanwhile stays as it is. */
export function followRefusal(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  reason: CloseReason,
  refusal: Refusal | null,
): Promise<RedemptionRecord> {
  return update(deps, redemption, (current) => {
    if (current.state !== 'created') return null;
    const { state, closeReason } = applyFact(standingOf(current), { kind: 'refused', reason });
    const now = new Date(deps.platform.clock.now());
    return { state, closeReason, refusal, open: false, finishedAt: now, nextCheckAt: now };
  });
}

/** The ledger spent the hold. */
export function followCapture(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  entry: LedgerEntry,
): Promise<RedemptionRecord> {
  return update(deps, redemption, (current) => {
    const before = standingOf(current);
    const after = applyFact(before, { kind: 'captured' });
    if (after === before) return null;
    return { ...endOf(deps, current, entry), state: after.state, ...captureFields(current, entry) };
  });
}

/** What a redemption says of the entry that spent its points. */
export function captureFields({ terms, quantity, points, servedBy }: RedemptionRecord, entry: LedgerEntry) {
  const cashier = entry.actors.find(({ part }) => part === 'cashier')?.id;
  return {
    settleDue: true,
    capturedAt: new Date(entry.recordedAtMs),
    captureSeq: entry.seq,
    captureHash: entry.hash,
    servedBy: cashier ?? servedBy,
    netPoints: points,
    owedFen: owedFen(terms.settlementFen, quantity, points, 0),
  } satisfies Change;
}

/** The ledger gave the hold back; its entry tells why. */
export function followRelease(
  deps: RedemptionDeps,
  redemption: RedemptionRecord,
  entry: LedgerEntry,
): Promise<RedemptionRecord> {
  return update(deps, redemption, (current) => {
    const before = standingOf(current);
    const after = applyFact(before, { kind: 'released', cause: causeOf(entry, current.asked) });
    if (after === before) return null;
    return { ...endOf(deps, current, entry), state: after.state, closeReason: after.closeReason };
  });
}

function endOf(deps: RedemptionDeps, current: RedemptionRecord, entry: LedgerEntry): Change {
  const lateAt = new Date(deps.platform.clock.now() + LATE_STEP_MS);
  return { ...endFields(entry), nextCheckAt: current.contested ? lateAt : null };
}

/** What a redemption says of the entry that ended it. */
export function endFields(entry: LedgerEntry) {
  return {
    open: false,
    finishedAt: new Date(entry.recordedAtMs),
    availableAfter: available(entry.state, entry.recordedAtMs),
  } satisfies Change;
}
