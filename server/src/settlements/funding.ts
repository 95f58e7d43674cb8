import {
  type BodyOf,
  type settlements as contract,
  isRefusal,
  type Refusal,
  refuse,
  type SettlementFunding,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { type PayerKind, payerKeyOf, payerOf } from '@red-points/shared/domain/settlements';
import type { ClientSession } from 'mongodb';
import { atomically } from '../platform/atomically.ts';
import type { SettlementsDeps } from './deps.ts';
import type { FundingRecord, SettlementStore, StatementRecord } from './store.ts';

const CHANGES_SHOWN = 20;
const UNIT_KIND_OF: Readonly<Record<Exclude<PayerKind, 'shop'>, string>> = {
  community: 'community',
  district: 'district',
};

const fundingIdOf = (payerKey: string, year: string): string => `${payerKey}:${year}`;

/**
 * Adds a closed statement's total to what its payer has settled in the year, within the transaction that closes it.
 * @returns fen that are left where that is too little; nothing was added then
 */
export async function addSettled(
  store: SettlementStore,
  { payer, payerKey, unitPath, month, totals }: StatementRecord,
  session: ClientSession,
): Promise<number | null> {
  if (payer.kind === 'shop') return null;
  const year = month.slice(0, 4);
  const _id = fundingIdOf(payerKey, year);
  const found = await store.funding.findOne({ _id }, { session });
  const limitFen = found?.limitFen ?? null;
  const left = limitFen === null ? null : limitFen - (found?.settledFen ?? 0);
  if (left !== null && totals.fen > Math.max(0, left)) return left;
  await store.funding.updateOne(
    { _id },
    {
      $inc: { settledFen: totals.fen },
      $setOnInsert: { payerKey, unitId: payer.unitId, unitPath, year, limitFen: null, version: 0 },
    },
    { upsert: true, session },
  );
  return null;
}

/**
 * Sets or lifts what a unit may spend on shops in a year: a version of its own with its reason. Who is bound by it lowers it;
 * it is raised or lifted from the street on (`settlement_funding_more`).
 */
export async function setFunding(
  deps: SettlementsDeps,
  principal: Principal,
  { unitId, year }: { readonly unitId: string; readonly year: string },
  { kind, limitFen, version, reason }: BodyOf<typeof contract.setFunding>,
): Promise<SettlementFunding | Refusal> {
  const unit = await deps.orgUnits.get(unitId);
  if (unit === null) return refuse('unit_unknown');
  if (!permits(principal, 'settlements.fund', { unitPath: unit.ancestorIds })) return refuse('out_of_scope');
  if (unit.kind !== UNIT_KIND_OF[kind]) return refuse('settlement_funding_payer');
  const payerKey = payerKeyOf({ kind, unitId });
  const _id = fundingIdOf(payerKey, year);
  const at = new Date(deps.clock.now());
  const changed = await atomically(deps.db.client, async (session) => {
    const before = await deps.store.funding.findOne({ _id }, { session });
    if ((before?.version ?? 0) !== version) return refuse('version_conflict');
    const limitBefore = before?.limitFen ?? null;
    const isMore = limitBefore !== null && (limitFen === null || limitFen > limitBefore);
    if (isMore && !permits(principal, 'settlements.fund_more', { unitPath: unit.ancestorIds })) {
      return refuse('settlement_funding_more');
    }
    await deps.store.funding.updateOne(
      { _id },
      {
        $set: { limitFen, version: version + 1 },
        $setOnInsert: { payerKey, unitId, unitPath: [...unit.ancestorIds], year, settledFen: 0 },
      },
      { upsert: true, session },
    );
    await deps.store.fundingChanges.insertOne(
      {
        _id: `${_id}@${version + 1}`,
        fundingId: _id,
        version: version + 1,
        limitFenBefore: before?.limitFen ?? null,
        limitFen,
        reason,
        by: principal.userId,
        at,
      },
      { session },
    );
    return true;
  });
  if (isRefusal(changed)) return changed;
  const subject = { kind: 'settlement_funding', id: _id };
  const detail = { limitFen: limitFen ?? 'lifted' };
  await deps.audit.record({ principal, action: 'settlements.fund', subject, unitId, detail });
  const [view] = await fundingViews(deps, principal, year, [payerKey]);
  if (view === undefined) throw new Error('a funding budget vanished');
  return view;
}

/** The funding of a unit and below: communities, and the districts among them, that set one or owe something. */
export async function listFunding(
  deps: SettlementsDeps,
  principal: Principal,
  unitId: string,
  year: string,
): Promise<SettlementFunding[]> {
  const below = await deps.orgUnits.below(unitId);
  const keys = below.flatMap(({ id, kind }) => {
    if (kind === 'community') return [payerKeyOf({ kind: 'community', unitId: id })];
    return kind === 'district' ? [payerKeyOf({ kind: 'district', unitId: id })] : [];
  });
  return fundingViews(deps, principal, year, keys);
}

async function fundingViews(
  deps: SettlementsDeps,
  principal: Principal,
  year: string,
  payerKeys: readonly string[],
): Promise<SettlementFunding[]> {
  const { store } = deps;
  const ids = payerKeys.map((payerKey) => fundingIdOf(payerKey, year));
  const [records, changes, owed, units] = await Promise.all([
    store.funding.find({ _id: { $in: ids } }).toArray(),
    store.fundingChanges
      .find({ fundingId: { $in: ids } })
      .sort({ fundingId: 1, version: -1 })
      .limit(CHANGES_SHOWN * 10)
      .toArray(),
    owedOf(deps, payerKeys),
    deps.orgUnits.all(),
  ]);
  const names = await deps.users.names([...new Set(changes.map(({ by }) => by))]);
  const byKey = new Map(records.map((record): [string, FundingRecord] => [record.payerKey, record]));
  return payerKeys.map((payerKey, index) => {
    const { kind, unitId } = payerOf(payerKey);
    const record = byKey.get(payerKey);
    const limitFen = record?.limitFen ?? null;
    const settledFen = record?.settledFen ?? 0;
    const owedFen = owed.get(payerKey) ?? 0;
    const unit = units.get(unitId);
    return {
      payer: { kind, unitId, unitName: unit?.name ?? unitId },
      year,
      limitFen,
      settledFen,
      owedFen,
      leftFen: limitFen === null ? null : limitFen - settledFen - owedFen,
      version: record?.version ?? 0,
      changes: changes
        .filter(({ fundingId }) => fundingId === ids[index])
        .slice(0, CHANGES_SHOWN)
        .map(({ at, by, limitFenBefore, limitFen: to, reason }) => ({
          at: at.toISOString(),
          byName: names.get(by) ?? '—',
          limitFenBefore,
          limitFen: to,
          reason,
        })),
      mayChange: permits(principal, 'settlements.fund', { unitPath: unit?.ancestorIds ?? [] }),
    };
  });
}

/** What payers owe and have not settled: lines in no statement, and statements that are not closed. */
async function owedOf({ store }: SettlementsDeps, payerKeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (payerKeys.length === 0) return new Map();
  const units = [...new Set(payerKeys.map((payerKey) => payerOf(payerKey).unitId))];
  const inUnits = { unitPath: { $in: units } };
  const [free, open] = await Promise.all([
    store.lines
      .aggregate<{ _id: string; fen: number }>([
        { $match: { ...inUnits, free: true } },
        { $group: { _id: '$payerKey', fen: { $sum: '$fen' } } },
      ])
      .toArray(),
    store.statements
      .aggregate<{ _id: string; fen: number }>([
        { $match: { ...inUnits, open: true } },
        { $group: { _id: '$payerKey', fen: { $sum: '$totals.fen' } } },
      ])
      .toArray(),
  ]);
  const sums = new Map<string, number>();
  for (const { _id, fen } of [...free, ...open]) sums.set(_id, (sums.get(_id) ?? 0) + fen);
  return sums;
}
