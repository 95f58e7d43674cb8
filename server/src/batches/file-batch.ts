import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type BatchHead,
  batchHeadSchema,
  isRefusal,
  type Language,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { BATCH_ITEMS_MAX, SLICE_ITEMS } from '@red-points/shared/domain/batches';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import { validate } from '../http/validate.ts';
import { type CheckedEntry, ItemChecker, type PreparedItems } from './check-items.ts';
import type { BatchesDeps } from './deps.ts';
import { type BatchCounts, type BatchRecord, type BatchSlice, SLICE_KIND, type SlotPoints, sliceId } from './store.ts';

/** What somebody files: the head as it came, and the items, unchecked. */
export interface Filing {
  readonly head: BatchHead;
  readonly items: readonly unknown[];
}

/** The sum over checked items, filled slice by slice. */
interface Sums {
  readonly counts: BatchCounts;
  readonly problems: Map<string, number>;
  readonly people: Set<string>;
  readonly slots: Map<string, SlotPoints>;
}

/** Items that are looked up together: enough to save round trips, few enough for one turn of the event loop. */
const PART_ITEMS = 4 * SLICE_ITEMS;
/** Writes that may be on their way while the next items are checked. */
const WRITES_IN_FLIGHT = 2;

/** Reads what was sent. Only what is wrong with all of it is refused. */
export function readFiling(value: unknown, language: Language): Filing | Refusal {
  const head = validate(batchHeadSchema, value, language);
  if (isRefusal(head)) return head;
  const { items } = value as { items?: unknown };
  if (!Array.isArray(items) || items.length === 0) return refuse('batch_empty');
  if (items.length > BATCH_ITEMS_MAX) return refuse('batch_too_many_items', { max: BATCH_ITEMS_MAX });
  return { head: head.value, items };
}

/**
 * Keeps a batch with every item and what is wrong with it. Nothing is posted. The same request again gets the same batch;
 * where a process died in between, it goes on.
 */
export async function fileBatch(
  deps: BatchesDeps,
  principal: Principal,
  { head, items }: Filing,
  request: RequestIdentity,
): Promise<BatchRecord | Refusal> {
  const fresh = await newBatch(deps, principal, head, request);
  if (isRefusal(fresh)) return fresh;
  const created = await createOnce(deps.store.batches, fresh);
  if (isRefusal(created)) return created;
  const batch = created.document;
  if (batch.state !== 'checking') return batch;
  const sums = await keepItems(deps, batch, items);
  const { counts, problems, slots } = sums;
  const change = {
    state: 'filed' as const,
    counts: { ...counts, items: items.length, people: sums.people.size },
    problems: [...problems].map(([code, count]) => ({ code, count })).sort((one, other) => other.count - one.count),
    slots: [...slots.values()],
  };
  const filed = await deps.store.batches.findOneAndUpdate(
    { _id: batch._id, state: 'checking' },
    { $set: change },
    { returnDocument: 'after' },
  );
  return filed ?? (await deps.store.batches.findOne({ _id: batch._id })) ?? refuse('batch_not_found');
}

async function newBatch(
  deps: BatchesDeps,
  principal: Principal,
  head: BatchHead,
  request: RequestIdentity,
): Promise<BatchRecord | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(head.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  const action = head.kind === 'correction' ? 'batches.correct' : 'batches.file';
  if (!permits(principal, action, { unitPath })) return refuse('out_of_scope');
  const now = new Date(deps.platform.clock.now());
  if (head.kind === 'rule') {
    if (head.ruleCode === undefined) return refuse('batch_rule_missing');
    const rule = await deps.rules.inForce(head.ruleCode, businessDate(now.getTime()), unitPath);
    if (isRefusal(rule) && rule.refused !== 'rule_not_in_force') return rule;
  }
  return {
    _id: deps.platform.ids.next(),
    state: 'checking',
    kind: head.kind,
    unitId: head.unitId,
    unitPath,
    title: head.title,
    reason: head.reason,
    ruleCode: head.kind === 'rule' ? (head.ruleCode ?? null) : null,
    provenance: head.provenance,
    filedBy: principal.userId,
    filedAt: now,
    decidedBy: null,
    decidedAt: null,
    declineReason: null,
    postedAt: null,
    erasedAt: null,
    counts: noCounts(),
    problems: [],
    slots: [],
    request,
  };
}

export function noCounts(): BatchCounts {
  return { items: 0, accepted: 0, problems: 0, people: 0, points: 0, minutes: 0, posted: 0, refused: 0, granted: 0 };
}

/** Checks slice after slice and writes each while the next is checked: no turn of the event loop is long. */
async function keepItems(deps: BatchesDeps, batch: BatchRecord, items: readonly unknown[]): Promise<Sums> {
  const facts = {
    unitId: batch.unitId,
    kind: batch.kind,
    provenance: batch.provenance,
    today: businessDate(batch.filedAt.getTime()),
  };
  const checker = new ItemChecker(deps, batch, facts);
  const sums: Sums = { counts: noCounts(), problems: new Map(), people: new Set(), slots: new Map() };
  const writes: Promise<unknown>[] = [];
  let prepared = prepare(checker, items, 0);
  for (let first = 0; first < items.length; first += PART_ITEMS) {
    const current = await prepared;
    prepared = prepare(checker, items, first + PART_ITEMS);
    const checked = await checker.check(current, first + 1);
    for (const { entry } of checked) await addTo(sums, deps, batch, entry);
    if (writes.length >= WRITES_IN_FLIGHT) await writes.shift();
    const write = writeSlices(deps, batch, first / SLICE_ITEMS, checked);
    // A failure is heard of when its turn comes, and must not end the program before.
    write.catch(() => undefined);
    writes.push(write);
    await nextTurn();
  }
  await Promise.all(writes);
  return sums;
}

function prepare(checker: ItemChecker, items: readonly unknown[], first: number): Promise<PreparedItems> {
  const prepared = checker.prepare(items.slice(first, first + PART_ITEMS));
  // A failure is heard of when its turn comes.
  prepared.catch(() => undefined);
  return prepared;
}

async function addTo(sums: Sums, deps: BatchesDeps, batch: BatchRecord, entry: CheckedEntry['entry']): Promise<void> {
  const { counts, problems, people, slots } = sums;
  if (entry.problem !== undefined) {
    counts.problems += 1;
    problems.set(entry.problem.code, (problems.get(entry.problem.code) ?? 0) + 1);
    return;
  }
  counts.accepted += 1;
  counts.points += entry.points;
  counts.minutes += entry.minutes;
  if (entry.personId !== undefined) people.add(entry.personId);
  if (entry.points === 0) return;
  const category = await categoryOf(deps, batch, entry.ruleVersion);
  const month = monthOf(entry.date);
  const key = `${category}:${month}`;
  const slot = slots.get(key) ?? { category, month, points: 0 };
  // What corrections take does not pay for what others give: it comes back once it is posted.
  slot.points += Math.max(0, entry.points);
  slots.set(key, slot);
}

/** The category of an item: its rule's, or none for a correction. */
async function categoryOf(
  deps: Pick<BatchesDeps, 'rules'>,
  { ruleCode }: Pick<BatchRecord, 'ruleCode'>,
  ruleVersion: number | undefined,
): Promise<string | null> {
  if (ruleCode === null || ruleVersion === undefined) return null;
  return (await deps.rules.terms(ruleCode, ruleVersion)).category;
}

/** Writes checked items slice by slice, in one go. Doing it again changes nothing. */
async function writeSlices(
  deps: BatchesDeps,
  batch: BatchRecord,
  firstNo: number,
  checked: readonly CheckedEntry[],
): Promise<void> {
  const slices: BatchSlice[] = [];
  for (let first = 0; first < checked.length; first += SLICE_ITEMS) {
    slices.push(await sliceOf(deps, batch, firstNo + slices.length, checked.slice(first, first + SLICE_ITEMS)));
  }
  await deps.store.slices.bulkWrite(
    slices.map((slice) => ({ replaceOne: { filter: { _id: slice._id }, replacement: slice, upsert: true } })),
    { ordered: false },
  );
}

async function sliceOf(
  deps: BatchesDeps,
  batch: BatchRecord,
  no: number,
  checked: readonly CheckedEntry[],
): Promise<BatchSlice> {
  const written = checked.flatMap(({ entry, written: texts }) =>
    texts === null ? [] : [[entry.item, texts.name, texts.phone]],
  );
  const fields = { written: JSON.stringify(written) };
  return {
    _id: sliceId(batch._id, no),
    batchId: batch._id,
    no,
    items: checked.map(({ entry }) => entry),
    sealed: written.length === 0 ? null : await deps.platform.personalData.seal(batch._id, SLICE_KIND, fields),
    done: false,
    outcomes: [],
    used: [],
  };
}
