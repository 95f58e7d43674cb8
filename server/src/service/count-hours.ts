import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { type ServiceDay, serviceOf } from '@red-points/shared/domain/service';
import type { AnyBulkWriteOperation } from 'mongodb';
import { reversedEntries } from '../ledger/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ServiceDeps } from './deps.ts';
import type { ServiceDayRecord } from './store.ts';

/** Entries that one step counts: as many as the ledger gives at once. */
const PAGE = 200;
/** Steps that one request waits for, over all accounts; what is left is counted by the next that asks. */
const STEPS_MAX = 20;

type CountingDeps = Pick<ServiceDeps, 'db' | 'store' | 'ledger' | 'people'>;

/**
 * Brings what is counted of some accounts up to their newest entries. Each entry is counted once, whoever counts at the same
 * moment: an account's mark and its hours move in one transaction. Costs two queries where nothing is new.
 * @returns false where more is left than one request waits for
 */
export async function countHours(deps: CountingDeps, accounts: readonly string[]): Promise<boolean> {
  const [views, marks] = await Promise.all([
    deps.ledger.views(accounts),
    deps.store.marks.find({ _id: { $in: [...accounts] } }).toArray(),
  ]);
  const counted = new Map(marks.map(({ _id, seq }) => [_id, seq]));
  let steps = 0;
  for (const { account, seq: newest } of views) {
    for (let seq = counted.get(account) ?? 0; seq < newest; ) {
      steps += 1;
      if (steps > STEPS_MAX) return false;
      seq = await countStep(deps, account, seq, newest);
    }
  }
  return true;
}

/** Counts the next entries after `seq`; returns how far the account is counted now. */
async function countStep(deps: CountingDeps, account: string, seq: number, newest: number): Promise<number> {
  const until = Math.min(newest, seq + PAGE);
  const { entries } = await deps.ledger.statement(account, { afterSeq: seq, beforeSeq: until + 1, limit: PAGE });
  if (entries.length !== until - seq) throw new Error(`entries of account ${account} are missing`);
  const days = await serviceDays(deps, account, entries);
  const session = deps.db.client.startSession();
  try {
    const mine = await session.withTransaction(
      async () => {
        const filter = { _id: account, seq };
        const moved = await deps.store.marks.updateOne(
          filter,
          { $set: { seq: until } },
          { session, upsert: seq === 0 },
        );
        if (moved.matchedCount + moved.upsertedCount === 0) return false;
        if (days.length > 0)
          await deps.store.days.bulkWrite(
            days.map((day) => addition(account, day)),
            { session },
          );
        return true;
      },
      { writeConcern: { w: 'majority', journal: true } },
    );
    if (mine === true) return until;
  } catch (error) {
    // Of two that begin with an account, one finds the other's mark.
    if (!isDuplicateKey(error)) throw error;
  } finally {
    await session.endSession();
  }
  // Somebody else counted them meanwhile.
  return (await deps.store.marks.findOne({ _id: account }))?.seq ?? 0;
}

async function serviceDays(
  deps: CountingDeps,
  account: string,
  entries: readonly LedgerEntry[],
): Promise<ServiceDay[]> {
  const withHours = entries.filter(({ minutes }) => minutes !== 0);
  if (withHours.length === 0) return [];
  const [originals, owner] = await Promise.all([
    reversedEntries(deps.ledger, withHours),
    deps.people.byAccount(account),
  ]);
  return withHours.flatMap((entry) => serviceOf(entry, originals.get(entry._id), owner?.personId ?? account) ?? []);
}

function addition(account: string, service: ServiceDay): AnyBulkWriteOperation<ServiceDayRecord> {
  const { person, day, category, minutes, items } = service;
  return {
    updateOne: {
      filter: { _id: [account, person, day, category].join('|') },
      update: { $inc: { minutes, items }, $setOnInsert: { person, day, category } },
      upsert: true,
    },
  };
}
