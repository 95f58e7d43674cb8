import { type EntryKind, entryId } from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import { type StoredEntry, toEntry } from './collection.ts';
import { within } from './time-limit.ts';

/** What the entries of one kind that name one person come to. */
export interface Share {
  /** The person whom the entries name in one of the parts asked for; null where they name nobody. */
  readonly person: string | null;
  readonly kind: EntryKind;
  readonly entries: number;
  readonly points: number;
  readonly minutes: number;
}

interface Group {
  readonly _id: { readonly person: string | null; readonly kind: EntryKind; readonly refersTo: number | null };
  readonly entries: number;
  readonly points: number;
  readonly minutes: number;
}

/**
 * What the entries of a range of ids come to, by person and kind. What undoes an entry (a refund, a reversal; not a correction) counts as
 * that entry's kind and for whom that entry named, so that a person's earnings are those that still hold. Two queries.
 */
export async function sharesOf(
  collection: Collection<StoredEntry>,
  account: string,
  range: Record<string, string>,
  parts: readonly string[],
  maxTimeMS: number,
): Promise<Share[]> {
  const named = { $filter: { input: '$actors', as: 'actor', cond: { $in: ['$$actor.part', [...parts]] } } };
  const person = { $ifNull: [{ $first: { $map: { input: named, in: '$$this.id' } } }, null] };
  const groups = await within(
    maxTimeMS,
    collection
      .aggregate<Group>(
        [
          { $match: { _id: range } },
          {
            $group: {
              _id: {
                person,
                kind: '$kind',
                refersTo: { $cond: [{ $eq: ['$kind', 'adjust'] }, null, { $ifNull: ['$refersTo', null] }] },
              },
              entries: { $sum: 1 },
              points: { $sum: '$points' },
              minutes: { $sum: '$minutes' },
            },
          },
        ],
        { maxTimeMS },
      )
      .toArray(),
  );
  const seqs = groups.flatMap(({ _id: { refersTo } }) => (refersTo === null ? [] : [refersTo]));
  const ids = seqs.map((seq) => entryId(account, seq));
  const stored =
    ids.length === 0 ? [] : await within(maxTimeMS, collection.find({ _id: { $in: ids } }, { maxTimeMS }).toArray());
  const originals = new Map(stored.map((document) => [document.seq, toEntry(document)]));
  const shares = new Map<string, Share>();
  for (const { _id, entries, points, minutes } of groups) {
    const original = _id.refersTo === null ? undefined : originals.get(_id.refersTo);
    const whose = original?.actors.find(({ part }) => parts.includes(part))?.id ?? _id.person;
    const kind = original?.kind ?? _id.kind;
    const name = `${kind} ${whose ?? ''}`;
    const known = shares.get(name);
    shares.set(name, {
      person: whose,
      kind,
      entries: entries + (known?.entries ?? 0),
      points: points + (known?.points ?? 0),
      minutes: minutes + (known?.minutes ?? 0),
    });
  }
  return [...shares.values()];
}
