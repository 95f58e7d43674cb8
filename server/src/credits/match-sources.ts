import { type CheckScope, FirstBad, type LedgerCheck } from '../ledger/index.ts';
import { inBatches, STREAM_BATCH } from '../platform/batches.ts';
import {
  type CreditCollection,
  type CreditRecord,
  type CreditSourceKind,
  creditCollection,
  creditIdOf,
} from './store.ts';

/** What a claim or an attendance that says "posted" was worth. */
export interface CreditedRecord {
  readonly id: string;
  readonly account: string;
  readonly points: number;
  readonly minutes: number;
}

/** The posted records of one kind, given by the noun that keeps them. */
export interface CreditedRecords {
  byIds(ids: readonly string[]): Promise<readonly CreditedRecord[]>;
  /** Of one account alone where it is given. */
  all(account: string | null): AsyncIterable<CreditedRecord>;
}

const BATCH = 500;
const FIELDS = { source: 1, accountId: 1, points: 1, minutes: 1, entrySeq: 1 } as const;

/**
 * Matches posted credits with the claims or attendances that they were made of, both ways: the ledger is compared with
 * credits, and these with what people saw and approved. A record is marked as posted before its credit is, and a credit is
 * there before either: whichever is read first, the other is read after it.
 */
export function creditSourceCheck(scope: CheckScope, kind: CreditSourceKind, records: CreditedRecords): LedgerCheck {
  const credits = creditCollection(scope.db);
  return {
    name: `${kind}s`,
    take: () => undefined,
    finish: async () => {
      const bad = new FirstBad();
      const ofAccount = scope.account === null ? {} : { accountId: scope.account };
      const posted = credits
        .find({ ...ofAccount, 'source.kind': kind, state: 'posted' })
        .project<CreditRecord>(FIELDS)
        .batchSize(STREAM_BATCH);
      for await (const batch of inBatches(posted, BATCH)) await matchCredits(kind, batch, records, bad);
      for await (const batch of inBatches(records.all(scope.account), BATCH)) {
        await matchRecords(kind, batch, credits, bad);
      }
      return bad.list();
    },
  };
}

async function matchCredits(
  kind: CreditSourceKind,
  credits: readonly CreditRecord[],
  records: CreditedRecords,
  bad: FirstBad,
): Promise<void> {
  const found = await records.byIds(credits.map(({ source }) => source.id));
  const byId = new Map(found.map((record) => [record.id, record]));
  for (const { source, accountId, points, minutes, entrySeq } of credits) {
    const record = byId.get(source.id);
    const row = { account: accountId, seq: entrySeq ?? 0, about: { kind, id: source.id } };
    if (record === undefined) bad.add({ ...row, code: 'entry_without_record' });
    else if (record.points !== points || record.minutes !== minutes) bad.add({ ...row, code: 'record_mismatch' });
  }
}

async function matchRecords(
  kind: CreditSourceKind,
  records: readonly CreditedRecord[],
  credits: CreditCollection,
  bad: FirstBad,
): Promise<void> {
  const ids = records.map(({ id }) => creditIdOf({ kind, id }));
  const found = await credits
    .find({ _id: { $in: ids }, state: { $in: ['posted', 'in_publicity'] } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const known = new Set(found.map(({ _id }) => _id));
  for (const { id, account } of records) {
    if (known.has(creditIdOf({ kind, id }))) continue;
    bad.add({ account, seq: 0, code: 'record_without_entry', about: { kind, id } });
  }
}
