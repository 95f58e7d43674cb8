import type { Document } from 'mongodb';
import { clusterTime } from '../platform/change-stream.ts';
import { batchOf } from './batch-of.ts';
import type { RollupContext } from './deps.ts';
import { ROLLED_FIELDS, type RolledEntry } from './entries.ts';
import { EntryStream } from './entry-stream.ts';
import { type FollowState, generationOf } from './layout.ts';

const PAGE = 2_000;
/** For whoever cannot be told to stop. */
const NEVER = new AbortController().signal;

export interface RebuildOptions {
  readonly signal?: AbortSignal;
  /** Called now and then with entries counted so far and about how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Counts everything anew into a generation of its own and makes it the one that is read; the one before is followed
 * and read meanwhile. Null where it was told to stop; `FencedError` where another rebuild was done first.
 *
 * First every entry is read in the order of accounts, then what was written since it began comes from the database's
 * history, up to an instant after the reading. Of an account, the reading has seen the first entries up to some number:
 * an entry of the history is new where its number is higher.
 */
export async function rebuild(context: RollupContext, options: RebuildOptions = {}): Promise<FollowState | null> {
  const before = await context.store.state();
  // Whoever builds one of these began before this one is adopted, and cannot be adopted after it.
  const others = await context.store.generations();
  const generation = generationOf(context.nextId());
  try {
    const next = await build(context, generation, options);
    if (next === null) {
      await context.store.discard([generation]);
      return null;
    }
    await context.store.adopt(next, before?.generation ?? null);
    await context.store.forgetOlderLayouts();
    await context.store.discard(others);
    return next;
  } catch (error) {
    await context.store.discard([generation]);
    throw error;
  }
}

async function build(
  context: RollupContext,
  generation: string,
  { signal = NEVER, onProgress }: RebuildOptions,
): Promise<FollowState | null> {
  const begun = await clusterTime(context.db);
  const total = await context.entries.estimatedDocumentCount();
  const seen = new Map<string, number>();
  let counted = 0;
  const count = async (entries: readonly RolledEntry[]): Promise<void> => {
    await context.store.write(generation, await batchOf(context, generation, entries));
    counted += entries.length;
    onProgress?.(counted, Math.max(counted, total));
  };
  for await (const page of pagesOf(context.entries.find({}, { projection: ROLLED_FIELDS, sort: { _id: 1 } }))) {
    if (signal.aborted) return null;
    for (const { account, seq } of page) seen.set(account, seq);
    await count(page);
  }
  const stream = new EntryStream(context.entries, { at: begun }, PAGE);
  try {
    let resumeToken = null;
    for await (const { entries, token } of stream.until(await clusterTime(context.db), signal)) {
      await count(entries.filter(({ account, seq }) => seq > (seen.get(account) ?? 0)));
      resumeToken = token;
    }
    if (resumeToken === null || signal.aborted) return null;
    return { generation, position: context.nextId(), resumeToken, counted, updatedAtMs: context.now() };
  } finally {
    await stream.close();
  }
}

async function* pagesOf(documents: AsyncIterable<Document>): AsyncGenerator<RolledEntry[]> {
  let page: RolledEntry[] = [];
  for await (const document of documents) {
    page.push(document as unknown as RolledEntry);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}
