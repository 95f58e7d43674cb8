import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import { missingLines, type NewLine, type Payer, payerKeyOf } from '@red-points/shared/domain/settlements';
import type { ClientSession } from 'mongodb';
import { atomically } from '../platform/atomically.ts';
import type { JobRun } from '../platform/jobs.ts';
import { Failures, togetherOrEach } from '../platform/one-by-one.ts';
import type { RedemptionRecord } from '../redemptions/index.ts';
import type { SettlementsDeps } from './deps.ts';
import { touch } from './move-lines.ts';
import { captureLineId, refundLineId, type SettlementLineRecord } from './store.ts';

/** Redemptions of one transaction. */
const BATCH = 50;
const BATCHES_MAX = 200;
const MARK_BATCH = 500;

type Deps = Pick<SettlementsDeps, 'db' | 'store' | 'redemptions' | 'orgUnits' | 'logger'>;

/**
 * Writes the lines of what was captured or refunded since the last run. The mark on the redemption is set with the capture
 * or refund and taken off with its lines, in one transaction each: whatever ends between the two, the next run goes on.
 * A redemption that no lines can be made of stays marked and keeps no other waiting; what it failed with is thrown at the end.
 */
export async function writeLines(deps: Deps, { signal }: Pick<JobRun, 'signal'>): Promise<void> {
  await markEarlier(deps, signal);
  const failed: string[] = [];
  const failures = new Failures();
  const way = { what: 'redemption', idOf: (id: string) => id, logger: deps.logger, signal };
  for (let batch = 0; batch < BATCHES_MAX && !signal.aborted; batch += 1) {
    const due = await deps.redemptions
      .find({ settleDue: true, _id: { $nin: failed } }, { projection: { _id: 1 } })
      // Few are due, and nothing but this index is as short.
      .hint('settle_due')
      .limit(BATCH)
      .toArray();
    if (due.length === 0) break;
    const ids = due.map(({ _id }) => _id);
    if (await failures.goPast(() => togetherOrEach(ids, way, (some) => writeAtOnce(deps, some)))) continue;
    // Asked for no more in this run: those behind them have their turn.
    const left = deps.redemptions.find({ _id: { $in: ids }, settleDue: true }, { projection: { _id: 1 } });
    failed.push(...(await left.toArray()).map(({ _id }) => _id));
  }
  failures.throwFirst();
}

async function writeAtOnce(deps: Deps, ids: readonly string[]): Promise<void> {
  await atomically(deps.db.client, async (session) => {
    await writeLinesOf(deps, ids, session);
    return true;
  });
}

async function writeLinesOf(deps: Deps, ids: readonly string[], session: ClientSession): Promise<void> {
  const { lines } = deps.store;
  const redemptions = await deps.redemptions.find({ _id: { $in: [...ids] }, settleDue: true }, { session }).toArray();
  const known = await lines.find({ redemptionId: { $in: [...ids] } }, { session }).toArray();
  const fresh: SettlementLineRecord[] = [];
  const touched: string[] = [];
  for (const redemption of redemptions) {
    const all = known.filter(({ redemptionId }) => redemptionId === redemption._id);
    const own = all.flatMap((line) => (line.number === null ? [] : [{ ...line, number: line.number }]));
    const corrections = all.filter(({ number }) => number === null);
    const correctedFen = corrections.reduce((sum, { fen }) => sum + fen, 0);
    const missing = missingLines(settledOf(redemption), own, correctedFen);
    if (missing.length > 0) fresh.push(...(await recordsOf(deps, redemption, missing)));
    if (own.length > 0 && missing.length > 0) touched.push(captureLineId(redemption._id));
  }
  // A correction that is decided at the same moment counts on the lines as they are: one of the two begins again.
  if (touched.length > 0) await touch(deps.store, touched, session);
  if (fresh.length > 0) await lines.insertMany(fresh, { session });
  const done = redemptions.map(({ _id }) => _id);
  await deps.redemptions.updateMany({ _id: { $in: done } }, { $set: { settleDue: false } }, { session });
}

/** A redemption as its lines are made of it. */
export function settledOf(redemption: RedemptionRecord) {
  const { capturedAt, terms, quantity, points, refunds } = redemption;
  if (capturedAt === null) throw new Error('a redemption without a capture is not settled');
  return {
    settlementFen: payerOfRedemption(redemption).kind === 'shop' ? 0 : terms.settlementFen,
    quantity,
    points,
    capturedAtMs: capturedAt.getTime(),
    refunds: refunds.map((refund) => ({
      points: refund.points,
      atMs: (refund.postedAt ?? refund.at).getTime(),
      isPosted: refund.state === 'posted',
    })),
  };
}

/** Who pays for it, as its offer said when it was made; the community where that said nothing yet. */
function payerOfRedemption({ terms, payerUnit }: RedemptionRecord): Payer {
  return { kind: terms.payer ?? 'community', unitId: payerUnit };
}

async function recordsOf(
  deps: Deps,
  redemption: RedemptionRecord,
  missing: readonly NewLine[],
): Promise<SettlementLineRecord[]> {
  const payer = payerOfRedemption(redemption);
  const [unitPath, home] = await Promise.all([
    deps.orgUnits.pathOf(payer.unitId),
    deps.orgUnits.communityOf(redemption.homeUnit),
  ]);
  const { _id, shopId, quantity, terms, personId, accountId, captureSeq, payerUnit, communityUnit, homeUnit } =
    redemption;
  return missing.map(({ number, kind, atMs, points, fen, correctionFen }) => ({
    _id: number === 0 ? captureLineId(_id) : refundLineId(_id, number),
    kind,
    redemptionId: _id,
    number,
    shopId,
    payerKey: payerKeyOf(payer),
    unitPath: [...(unitPath ?? [payer.unitId])],
    at: new Date(atMs),
    month: monthOf(businessDate(atMs)),
    points,
    fen,
    ...(correctionFen === 0 ? {} : { correctionFen }),
    quantity,
    title: terms.title,
    personId,
    accountId,
    captureSeq,
    redeemedIn: communityUnit ?? payerUnit,
    issuedIn: home?.id ?? homeUnit,
    statementId: null,
    free: true,
    heldBy: null,
  }));
}

/** Marks what was redeemed before there were settlements, once, a slice at a time. */
async function markEarlier({ store, redemptions }: Deps, signal: AbortSignal): Promise<void> {
  const place = await store.place.findOne({ _id: 'marked' });
  if (place?.done === true) return;
  let after = place?.after ?? '';
  while (!signal.aborted) {
    const slice = await redemptions
      .find({ _id: { $gt: after } }, { projection: { capturedAt: 1, settleDue: 1 } })
      .sort({ _id: 1 })
      .limit(MARK_BATCH)
      .toArray();
    const unmarked = slice.filter(({ capturedAt, settleDue }) => capturedAt !== null && settleDue === undefined);
    if (unmarked.length > 0) {
      const ids = unmarked.map(({ _id }) => _id);
      await redemptions.updateMany({ _id: { $in: ids }, settleDue: { $exists: false } }, { $set: { settleDue: true } });
    }
    const last = slice.at(-1)?._id;
    const done = slice.length < MARK_BATCH;
    if (last !== undefined) after = last;
    await store.place.updateOne({ _id: 'marked' }, { $set: { after, done } }, { upsert: true });
    if (done) return;
  }
}
