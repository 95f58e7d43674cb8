import { slotKeyOf } from '@red-points/shared/domain/budgets';
import { monthOf } from '@red-points/shared/domain/calendar';
import type { PostOutcome } from '../ledger/index.ts';
import type { BatchesDeps } from './deps.ts';
import { ItemCommands } from './item-commands.ts';
import { OutcomeBook, type PostedSlice } from './outcome-book.ts';
import type { BatchItem, BatchRecord, BatchSlice, ItemOutcome } from './store.ts';

/** Slices whose items are with the ledger at once: together they fill its flushes. */
const SLICES_AT_ONCE = 5;

/** How far posting has come. */
export interface BatchProgress {
  readonly posted: number;
  readonly refused: number;
  readonly accepted: number;
}

/**
 * Posts the accepted items of a confirmed batch from wherever it stands. Every item has a key of its own in the ledger and
 * every slice is marked once, so an interrupted posting is simply run again, and two at once do no harm.
 *
 * @param signal stops between two slices; what is left is for the next run
 * @throws what the ledger throws when it is busy or cannot settle an outcome; run it again then
 */
export async function postBatch(
  deps: BatchesDeps,
  batchId: string,
  options: { signal?: AbortSignal; onProgress?: (progress: BatchProgress) => void } = {},
): Promise<void> {
  const batch = await deps.store.batches.findOne({ _id: batchId, state: 'posting' });
  if (batch === null) return;
  const outcomes = new OutcomeBook(deps, batch, options.onProgress);
  const posting = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const open = deps.store.slices.find({ batchId, done: false }).sort({ no: 1 }).batchSize(SLICES_AT_ONCE);
  for await (const slice of open) {
    if (options.signal?.aborted || failures.length > 0) break;
    const run = postSlice(deps, batch, slice)
      .then((posted) => outcomes.write(posted))
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => posting.delete(run));
    posting.add(run);
    // What is written down waits for nobody: the ledger gets the next items meanwhile.
    while (posting.size >= SLICES_AT_ONCE) await Promise.race(posting);
  }
  await Promise.all(posting);
  await outcomes.written().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  if (options.signal?.aborted) return;
  await finish(deps, batchId);
}

/** Posts the accepted items of a slice; all of them, or it throws and none is written down. */
async function postSlice(deps: BatchesDeps, batch: BatchRecord, slice: BatchSlice): Promise<PostedSlice> {
  const accepted = slice.items.filter(({ problem }) => problem === undefined);
  const commands = await ItemCommands.of(deps, batch, accepted);
  const settled = await Promise.allSettled(accepted.map((item) => postItem(deps, slice, item, commands)));
  const outcomes: ItemOutcome[] = [];
  const used = new Map<string, number>();
  for (const [index, result] of settled.entries()) {
    // What could not be settled in time is asked again with the same key.
    if (result.status === 'rejected') throw result.reason;
    const item = accepted[index];
    if (item === undefined) continue;
    const outcome = outcomeOf(item, result.value);
    outcomes.push(outcome);
    if (outcome.granted === 0) continue;
    const slot = { unitPath: batch.unitPath, category: commands.categoryOf(item), month: monthOf(item.date) };
    used.set(slotKeyOf(slot), (used.get(slotKeyOf(slot)) ?? 0) + outcome.granted);
  }
  return { sliceId: slice._id, outcomes, used: [...used].map(([slotKey, points]) => ({ slotKey, points })) };
}

/** Refusals that `accounts.earn` knows a way around. */
const GOES_ON: ReadonlySet<string> = new Set(['account_closed', 'cap_period_closed']);

/** Not an async function: ten thousand of these are on their way together, and the ledger's promise is made already. */
function postItem(deps: BatchesDeps, slice: BatchSlice, item: BatchItem, commands: ItemCommands): Promise<PostOutcome> {
  const account = ItemCommands.chosen(item);
  if (item.ruleVersion === undefined) return deps.ledger.post(commands.adjust(item, account));
  return deps.ledger.post(commands.earn(item, account)).then((outcome) => {
    const goesOn = outcome.status === 'refused' && GOES_ON.has(outcome.refusal.code);
    return goesOn ? postElsewhere(deps, slice, item, commands) : outcome;
  });
}

/**
 * The account was closed after the batch was filed: what is meant for it goes where that leads, and the item says so first. Or
 * it is so late that the counters of its day were cut: it counts late.
 */
async function postElsewhere(
  deps: BatchesDeps,
  slice: BatchSlice,
  item: BatchItem,
  commands: ItemCommands,
): Promise<PostOutcome> {
  const at = `items.${slice.items.indexOf(item)}`;
  const { outcome } = await deps.accounts.earn({
    personId: item.personId ?? '',
    chosen: ItemCommands.chosen(item),
    commandFor: (account) => commands.earn(item, account),
    moveTo: ({ accountId, homeUnit, householdId }) =>
      deps.store.slices.updateOne(
        { _id: slice._id, done: false },
        { $set: { [`${at}.accountId`]: accountId, [`${at}.homeUnit`]: homeUnit, [`${at}.householdId`]: householdId } },
      ),
  });
  return outcome;
}

function outcomeOf({ item }: BatchItem, outcome: PostOutcome): ItemOutcome {
  if (outcome.status === 'posted') return { item, seq: outcome.entry.seq, granted: outcome.entry.points };
  const { code, detail } = outcome.refusal;
  const refusal = { code: `ledger_${code}`, ...(detail === undefined ? {} : { detail }) };
  return { item, seq: null, granted: 0, refusal };
}

/** Ends a batch none of whose slices is open: counts anew, for a run that broke off may not have counted all. */
async function finish(deps: BatchesDeps, batchId: string): Promise<void> {
  if ((await deps.store.slices.findOne({ batchId, done: false }, { projection: { _id: 1 } })) !== null) return;
  const [sums] = await deps.store.slices
    .aggregate<{ posted: number; refused: number; granted: number }>([
      { $match: { batchId } },
      { $unwind: '$outcomes' },
      {
        $group: {
          _id: null,
          posted: { $sum: { $cond: [{ $eq: ['$outcomes.seq', null] }, 0, 1] } },
          refused: { $sum: { $cond: [{ $eq: ['$outcomes.seq', null] }, 1, 0] } },
          granted: { $sum: '$outcomes.granted' },
        },
      },
    ])
    .toArray();
  const { posted = 0, refused = 0, granted = 0 } = sums ?? {};
  const counts = { 'counts.posted': posted, 'counts.refused': refused, 'counts.granted': granted };
  await deps.store.batches.updateOne(
    { _id: batchId, state: 'posting' },
    { $set: { ...counts, state: 'posted', postedAt: new Date(deps.platform.clock.now()) } },
  );
  await deps.budgets.close('batch', batchId);
}
