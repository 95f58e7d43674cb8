import type { Collection, Document } from 'mongodb';
import type { RollupContext } from './deps.ts';
import { ROLLED_FIELDS, type RolledEntry } from './entries.ts';
import { gather } from './gather.ts';
import type { Batch } from './layout.ts';
import { countPeople } from './people-counts.ts';

/** Everything that some entries add to a generation, in which everything before them is counted. */
export async function batchOf(
  context: RollupContext,
  generation: string,
  entries: readonly RolledEntry[],
): Promise<Batch> {
  const kinds = await context.ports.subjectKinds([...new Set(entries.map(({ account }) => account))]);
  const reader = {
    counted: (ids: readonly string[]) => context.store.counted(generation, ids),
    originals: (ids: readonly string[]) => originalsOf(context.entries, ids),
  };
  const [sums, people] = await Promise.all([
    gather(entries, kinds, context.ports),
    countPeople(entries, kinds, context.ports, reader),
  ]);
  return { ...sums, ...people };
}

/** Entries by id, as far as the roll-ups read them. */
export async function originalsOf(
  entries: Collection<Document>,
  ids: readonly string[],
): Promise<Map<string, RolledEntry>> {
  if (ids.length === 0) return new Map();
  const found = await entries.find({ _id: { $in: ids as never[] } }, { projection: ROLLED_FIELDS }).toArray();
  return new Map(found.map((document) => [String(document._id), document as unknown as RolledEntry]));
}
