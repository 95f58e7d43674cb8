/** The most items of one batch. */
export const BATCH_ITEMS_MAX = 10_000;

/** - `rule`: what a rule gives, by the very function that prices · `correction`: points or minutes given or taken, with a reason */
export const BATCH_KINDS = ['rule', 'correction'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

/** How the office knows what it lists: whoever was there saw it, or it was entered afterwards. */
export const BATCH_PROVENANCES = ['witnessed', 'backfilled'] as const;
export type BatchProvenance = (typeof BATCH_PROVENANCES)[number];

/** Items that are kept, checked and posted together: a turn of the event loop, a document, a bulk of postings. */
export const SLICE_ITEMS = 250;

/** How many slices so many items make. */
export function slicesOf(items: number): number {
  return Math.ceil(items / SLICE_ITEMS);
}

/** The slice in which an item, numbered from 1, lies. */
export function sliceOfItem(item: number): number {
  return Math.floor((item - 1) / SLICE_ITEMS);
}

/** The record that an entry of a batch names: the batch and the number of the item, from 1. */
export function batchItemId(batchId: string, item: number): string {
  return `${batchId}:${item}`;
}

/** Reads what `batchItemId` made; null for any other text. */
export function parseBatchItemId(text: string): { readonly batchId: string; readonly item: number } | null {
  const colon = text.lastIndexOf(':');
  const item = Number(text.slice(colon + 1));
  if (colon < 1 || !Number.isSafeInteger(item) || item < 1 || item > BATCH_ITEMS_MAX) return null;
  return text === batchItemId(text.slice(0, colon), item) ? { batchId: text.slice(0, colon), item } : null;
}

/** The ledger's key of an item: it is posted once, whoever tries and however often. */
export function batchItemKey(batchId: string, item: number): string {
  return `batch:${batchItemId(batchId, item)}`;
}

/** What tells two items of one batch apart: the same person for the same thing on the same day is one by mistake. */
export function sameItemText(item: {
  readonly personId: string;
  readonly date: string;
  readonly minutes: number;
  readonly points: number;
}): string {
  return `${item.personId}|${item.date}|${item.minutes}|${item.points}`;
}
