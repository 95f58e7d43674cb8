import { setTimeout as sleep } from 'node:timers/promises';
import type { Filter } from 'mongodb';
import { type CreditRecord, creditCollection, OBJECTION_UPHELD } from '../credits/index.ts';
import { type CheckScope, FirstBad, type LedgerCheck } from '../ledger/index.ts';
import { inBatches, STREAM_BATCH } from '../platform/batches.ts';
import { type ObjectionRecord, objectionCollection } from './store.ts';

const BATCH = 500;
/** Decisions are written while this reads: what does not agree is looked at again. */
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

type Objected = Pick<
  CreditRecord,
  '_id' | 'accountId' | 'state' | 'refusal' | 'entrySeq' | 'openObjections' | 'corrections' | 'points' | 'minutes'
>;

const FIELDS = {
  accountId: 1,
  state: 1,
  refusal: 1,
  entrySeq: 1,
  openObjections: 1,
  corrections: 1,
  points: 1,
  minutes: 1,
} as const;

/**
 * Holds what was decided about objections against the credits, both ways: one that was upheld has struck its credit out, which
 * has no entry; a correction stands on the credit; what is frozen is frozen by an objection that waits.
 */
export function objectionCheck({ db, account }: CheckScope): LedgerCheck {
  const credits = creditCollection(db);
  const objections = objectionCollection(db);
  const ofAccount: Filter<CreditRecord> = account === null ? {} : { accountId: account };
  const mismatched = async (ids: readonly string[]): Promise<Objected[]> => {
    const [found, filed] = await Promise.all([
      credits
        .find({ _id: { $in: [...ids] }, ...ofAccount })
        .project<Objected>(FIELDS)
        .toArray(),
      objections.find({ creditId: { $in: [...ids] } }).toArray(),
    ]);
    return found.filter((credit) => !agrees(credit, filed));
  };
  return {
    name: 'objections',
    take: () => undefined,
    finish: async () => {
      const suspects = new Set<string>();
      const look = async (ids: readonly string[]) => {
        for (const { _id } of await mismatched(ids)) suspects.add(_id);
      };
      const touched: Filter<CreditRecord> = {
        ...ofAccount,
        $or: [{ state: 'objected' }, { refusal: OBJECTION_UPHELD }, { corrections: { $exists: true } }],
      };
      const marked = credits.find(touched).project<{ _id: string }>({ _id: 1 }).batchSize(STREAM_BATCH);
      for await (const batch of inBatches(marked, BATCH)) await look(batch.map(({ _id }) => _id));
      const telling = objections
        .find({ state: { $in: ['open', 'upheld', 'corrected'] } })
        .project<{ creditId: string }>({ creditId: 1 })
        .batchSize(STREAM_BATCH);
      for await (const batch of inBatches(telling, BATCH)) await look(batch.map(({ creditId }) => creditId));
      const bad = new FirstBad();
      let rest: Objected[] = [];
      for (let attempt = 1; suspects.size > 0 && attempt <= ATTEMPTS; attempt += 1) {
        if (attempt > 1) await sleep(PAUSE_MS);
        rest = await mismatched([...suspects]);
        if (rest.length === 0) break;
      }
      for (const { _id: id, accountId, entrySeq } of rest) {
        bad.add({
          account: accountId,
          seq: entrySeq ?? 0,
          code: 'objection_mismatch',
          about: { kind: 'objection', id },
        });
      }
      return bad.list();
    },
  };
}

function agrees(credit: Objected, filed: readonly ObjectionRecord[]): boolean {
  const own = filed.filter(({ creditId }) => creditId === credit._id);
  const open = own.filter((objection) => objection.open).length;
  const isUpheld = own.some(({ state }) => state === 'upheld');
  const isStruckOut = credit.state === 'refused' && credit.refusal === OBJECTION_UPHELD && credit.entrySeq === null;
  if (isUpheld !== isStruckOut) return false;
  if ((credit.state === 'objected') !== open > 0 || (credit.openObjections ?? 0) !== open) return false;
  const corrected = own.filter(({ state }) => state === 'corrected');
  const corrections = credit.corrections ?? [];
  const last = corrections.at(-1)?.to;
  if (last !== undefined && (last.points !== credit.points || last.minutes !== credit.minutes)) return false;
  return (
    corrected.length === corrections.length &&
    corrections.every(({ objectionId, to }) =>
      corrected.some(
        ({ _id, correction }) =>
          _id === objectionId && correction?.to.points === to.points && correction.to.minutes === to.minutes,
      ),
    )
  );
}
