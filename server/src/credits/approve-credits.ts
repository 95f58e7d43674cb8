import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { ClientSession } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { CreditsDeps } from './deps.ts';
import { recordsOf } from './grant-credits.ts';
import { type CreditDraft, type CreditRecord, onceKeyOf } from './store.ts';

/** Writes the decision on these sources, in the transaction given. Returns those whose decision it is. */
export type DecideSources = (sourceIds: readonly string[], session: ClientSession) => Promise<ReadonlySet<string>>;

export interface ApprovedCredits {
  /** Decided, each with its credit. */
  readonly credits: readonly CreditRecord[];
  /** Sources that were left as they were, because the budget is short. */
  readonly refused: ReadonlyMap<string, Refusal>;
}

/** Decisions that one transaction writes at most: it must be over soon, for others wait for it. */
const PART = 250;

/**
 * Approves sources of one kind: their decision, their credit and its points from the budget are written together or not at all.
 */
export async function approveCredits(
  deps: CreditsDeps,
  drafts: readonly CreditDraft[],
  decide: DecideSources,
): Promise<ApprovedCredits> {
  const credits: CreditRecord[] = [];
  const refused = new Map<string, Refusal>();
  for (let first = 0; first < drafts.length; first += PART) {
    const records = await recordsOf(deps, drafts.slice(first, first + PART));
    credits.push(...(await approveOnce(deps, records, decide, refused)));
  }
  return { credits, refused };
}

/** Leaves out what was credited before by another record of the same activity; somebody else's at the same moment is seen on the second try. */
async function approveOnce(
  deps: CreditsDeps,
  records: readonly CreditRecord[],
  decide: DecideSources,
  refused: Map<string, Refusal>,
): Promise<CreditRecord[]> {
  try {
    return await approvePart(deps, await notCounted(deps, records, refused), decide, refused);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return approvePart(deps, await notCounted(deps, records, refused), decide, refused);
  }
}

/** The keys under which a record's activity may have been credited: its own, and those of records that were joined into its person. */
async function onceKeysOf(
  people: CreditsDeps['people'],
  records: readonly CreditRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const joined = await people.joinedInto([...new Set(records.map(({ personId }) => personId))]);
  return new Map(
    records.map(({ _id, personId, onceKey }) => {
      const own = onceKey ?? '';
      const activityId = own.slice(onceKeyOf(personId, '').length);
      const others = joined.filter(({ joinedInto }) => joinedInto === personId);
      return [_id, [own, ...others.map((other) => onceKeyOf(other.personId, activityId))]];
    }),
  );
}

async function notCounted(
  { credits, people }: CreditsDeps,
  records: readonly CreditRecord[],
  refused: Map<string, Refusal>,
): Promise<CreditRecord[]> {
  const named = records.filter(({ onceKey }) => onceKey);
  if (named.length === 0) return [...records];
  const keysOf = await onceKeysOf(people, named);
  const found = await credits
    .find({ onceKey: { $in: [...keysOf.values()].flat() } })
    .project<{ _id: string; onceKey: string }>({ onceKey: 1 })
    .toArray();
  const taken = new Map(found.map(({ _id, onceKey }) => [onceKey, _id]));
  return records.filter(({ _id, onceKey, source }) => {
    if (!onceKey) return true;
    const by = (keysOf.get(_id) ?? []).flatMap((key) => taken.get(key) ?? []).find((other) => other !== _id);
    taken.set(onceKey, by ?? _id);
    if (by === undefined) return true;
    refused.set(source.id, refuse('rule_event_counted'));
    return false;
  });
}

async function approvePart(
  deps: CreditsDeps,
  records: readonly CreditRecord[],
  decide: DecideSources,
  refused: Map<string, Refusal>,
): Promise<CreditRecord[]> {
  const byId = new Map(records.map((record) => [record._id, record]));
  const wishes = await Promise.all(
    records.map(async ({ _id, issuerUnit, category, effectiveAt, points, activityId }) => ({
      id: _id,
      slot: await deps.budgets.slotOf(issuerUnit, category, effectiveAt.getTime()),
      points,
      activityId,
    })),
  );
  let written: CreditRecord[] = [];
  const { done, short } = await deps.budgets.promise(wishes, async (reservations, session) => {
    const wanted = [...reservations].flatMap(([id, reservationId]) => {
      const record = byId.get(id);
      return record === undefined ? [] : [{ ...record, reservationId }];
    });
    const decided = await decide(
      wanted.map(({ source }) => source.id),
      session,
    );
    written = wanted.filter(({ source }) => decided.has(source.id));
    if (written.length > 0) await deps.credits.insertMany(written, { session });
    return new Set(written.map(({ _id }) => _id));
  });
  for (const [id, refusal] of short) {
    const sourceId = byId.get(id)?.source.id;
    if (sourceId !== undefined) refused.set(sourceId, refusal);
  }
  return written.filter(({ _id }) => done.has(_id));
}
