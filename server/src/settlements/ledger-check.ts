import { setTimeout as sleep } from 'node:timers/promises';
import { owedFen } from '@red-points/shared/domain/redemptions';
import { NO_TOTALS } from '@red-points/shared/domain/settlements';
import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Db } from 'mongodb';
import type { CheckScope, LedgerCheck } from '../ledger/index.ts';
import { inBatches, STREAM_BATCH } from '../platform/batches.ts';
import { type RedemptionRecord, redemptionsOf } from '../redemptions/index.ts';
import { readLines } from './close.ts';
import { type SettlementLineRecord, type SettlementStore, settlementStore } from './store.ts';
import { settledOf } from './write-lines.ts';

const BATCH = 200;
/** Lines follow redemptions within seconds: what does not agree is looked at again. */
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

type Entry = Parameters<LedgerCheck['take']>[0];
type Redeemed = Pick<
  RedemptionRecord,
  | '_id'
  | 'shopId'
  | 'accountId'
  | 'captureSeq'
  | 'capturedAt'
  | 'terms'
  | 'quantity'
  | 'points'
  | 'refunds'
  | 'settleDue'
>;
const FIELDS = {
  shopId: 1,
  accountId: 1,
  captureSeq: 1,
  capturedAt: 1,
  terms: 1,
  quantity: 1,
  points: 1,
  refunds: 1,
  settleDue: 1,
} as const;

/**
 * Holds what shops are owed against the ledger: every capture and refund is in exactly one line, or marked to become one; the
 * lines of a redemption come to what is owed for it; a statement's sums and fingerprint are those of its lines; and the
 * points of all lines of a shop are those that the ledger itself took at it and gave back.
 */
export function settlementCheck({ db, account }: CheckScope): LedgerCheck | null {
  if (account !== null) return null;
  const store = settlementStore(db);
  const redemptions = redemptionsOf(db);
  const ledger = new PointsOfShops();
  // Read before the first entry, for what is redeemed while the ledger is read.
  const before = pointsOfRedemptions(db);
  before.catch(() => undefined);
  const suspects = async (ids: readonly string[]): Promise<Redeemed[]> => {
    const found = await redemptions
      .find({ _id: { $in: [...ids] } })
      .project<Redeemed>(FIELDS)
      .toArray();
    const lines = await store.lines.find({ redemptionId: { $in: [...ids] } }).toArray();
    const byRedemption = new Map<string, SettlementLineRecord[]>(ids.map((id) => [id, []]));
    for (const line of lines) byRedemption.get(line.redemptionId)?.push(line);
    return found.filter((redemption) => !agrees(redemption, byRedemption.get(redemption._id) ?? []));
  };
  return {
    name: 'settlements',
    take: (entry) => ledger.add(entry),
    finish: async () => {
      const bad: BadEntry[] = [];
      const wrong = new Set<string>();
      const all = redemptions
        .find({ capturedAt: { $ne: null } })
        .project<{ _id: string }>({ _id: 1 })
        .batchSize(STREAM_BATCH);
      for await (const batch of inBatches(all, BATCH)) {
        for (const { _id } of await suspects(batch.map(({ _id }) => _id))) wrong.add(_id);
      }
      let rest: Redeemed[] = [];
      for (let attempt = 1; wrong.size > 0 && attempt <= ATTEMPTS; attempt += 1) {
        if (attempt > 1) await sleep(PAUSE_MS);
        rest = await suspects([...wrong]);
        if (rest.length === 0) break;
      }
      for (const { _id: id, accountId, captureSeq } of rest) {
        const about = { kind: 'redemption', id } as const;
        bad.push({ account: accountId, seq: captureSeq ?? 0, code: 'settlement_mismatch', about });
      }
      for (const id of await wrongStatements(store)) {
        bad.push({ account: '', seq: 0, code: 'settlement_mismatch', about: { kind: 'settlement', id } });
      }
      for (const id of await wrongShops(db, await before, ledger.points)) {
        bad.push({ account: '', seq: 0, code: 'settlement_mismatch', about: { kind: 'shop', id } });
      }
      for (const id of await wrongFunding(store)) {
        bad.push({ account: '', seq: 0, code: 'settlement_mismatch', about: { kind: 'settlement_funding', id } });
      }
      return bad;
    },
  };
}

/** Points that the ledger took at each shop, less what it gave back; of entries whose source is a redemption. */
class PointsOfShops {
  readonly points = new Map<string, { captured: number; refunded: number }>();

  add({ kind, source, counterparty, points }: Entry): void {
    if (source.kind !== 'redemption' || counterparty.kind !== 'shop') return;
    if (kind !== 'capture' && kind !== 'refund' && kind !== 'adjust') return;
    const sums = this.points.get(counterparty.id) ?? { captured: 0, refunded: 0 };
    if (kind === 'capture') sums.captured += Math.abs(points);
    else sums.refunded += Math.abs(points);
    this.points.set(counterparty.id, sums);
  }
}

/** Whether a redemption's lines are those of its capture and posted refunds, to the fen; what is marked may still be missing. */
function agrees(redemption: Redeemed, lines: readonly SettlementLineRecord[]): boolean {
  const { settlementFen, quantity, points, refunds } = settledOf(redemption as RedemptionRecord);
  const own = lines.filter(({ number }) => number !== null);
  const numbers = new Set(own.map(({ number }) => number));
  if (numbers.size !== own.length || own.some(({ shopId }) => shopId !== redemption.shopId)) return false;
  const isInOnePlace = (line: SettlementLineRecord) =>
    [line.statementId !== null, line.free, line.heldBy !== null].filter(Boolean).length === 1;
  if (!lines.every(isInOnePlace)) return false;
  const expected = new Map([
    [0, points],
    ...refunds.flatMap((refund, index) => (refund.isPosted ? [[index + 1, 0 - refund.points] as const] : [])),
  ]);
  if (own.some((line) => expected.get(line.number ?? -1) !== line.points)) return false;
  if (own.length < expected.size) return redemption.settleDue === true;
  const refunded = refunds.reduce((sum, refund) => sum + (refund.isPosted ? refund.points : 0), 0);
  const owed = owedFen(settlementFen, quantity, points, refunded);
  if (own.reduce((sum, { fen, correctionFen = 0 }) => sum + fen - correctionFen, 0) !== owed) return false;
  if (lines.some(({ kind, correctionFen }) => correctionFen !== undefined && kind !== 'refund')) return false;
  // With its corrections: what is owed for a redemption is never less than nothing.
  return lines.reduce((sum, { fen }) => sum + fen, 0) >= 0;
}

/** Statements whose sums are not those of their lines, or whose lines are not what was closed. */
async function wrongStatements(store: SettlementStore): Promise<string[]> {
  const wrong: string[] = [];
  for await (const { _id } of store.statements.find({}, { projection: { _id: 1 } })) {
    for (let attempt = 1; ; attempt += 1) {
      if (await holds(store, _id)) break;
      if (attempt === ATTEMPTS) {
        wrong.push(_id);
        break;
      }
      await sleep(PAUSE_MS);
    }
  }
  return wrong;
}

async function holds(store: SettlementStore, statementId: string): Promise<boolean> {
  const [statement, { fingerprint, totals }] = await Promise.all([
    store.statements.findOne({ _id: statementId }),
    readLines(store, statementId),
  ]);
  if (statement === null) return false;
  const sameSums = Object.keys(NO_TOTALS).every((name) => {
    const key = name as keyof typeof NO_TOTALS;
    return totals[key] === statement.totals[key];
  });
  return sameSums && (statement.fingerprint === null || statement.fingerprint === fingerprint);
}

type Sums = ReadonlyMap<string, { readonly captured: number; readonly refunded: number }>;

/** Points of redemptions by shop, as their documents say. */
async function pointsOfRedemptions(db: Db): Promise<Sums> {
  const sums = await redemptionsOf(db)
    .aggregate<{ _id: string; captured: number; refunded: number }>([
      { $match: { capturedAt: { $ne: null } } },
      { $group: { _id: '$shopId', captured: { $sum: '$points' }, refunded: { $sum: '$refundedPoints' } } },
    ])
    .toArray();
  return new Map(sums.map(({ _id, ...points }) => [_id, points]));
}

/** Shops at which the ledger moved other points than their redemptions say, before it was read and after. */
async function wrongShops(db: Db, before: Sums, ledger: Sums): Promise<string[]> {
  const none = { captured: 0, refunded: 0 };
  let wrong: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const after = await pointsOfRedemptions(db);
    wrong = [...new Set([...ledger.keys(), ...after.keys()])].filter((shopId) => {
      const [least, most] = [before.get(shopId) ?? none, after.get(shopId) ?? none];
      const moved = ledger.get(shopId) ?? none;
      const isBetween = (key: 'captured' | 'refunded') => least[key] <= moved[key] && moved[key] <= most[key];
      return !isBetween('captured') || !isBetween('refunded');
    });
    if (wrong.length === 0 || attempt === ATTEMPTS) break;
    await sleep(PAUSE_MS);
  }
  return wrong;
}

/** Funding budgets that have not settled what their closed statements come to. */
async function wrongFunding(store: SettlementStore): Promise<string[]> {
  const closed = await store.statements
    .aggregate<{ _id: string; fen: number }>([
      { $match: { state: { $in: ['closed', 'paid'] } } },
      {
        $group: {
          _id: { $concat: ['$payerKey', ':', { $substrBytes: ['$month', 0, 4] }] },
          fen: { $sum: '$totals.fen' },
        },
      },
    ])
    .toArray();
  const sums = new Map(closed.map(({ _id, fen }) => [_id, fen]));
  const records = await store.funding.find().toArray();
  return records.filter(({ _id, settledFen }) => settledFen !== (sums.get(_id) ?? 0)).map(({ _id }) => _id);
}
