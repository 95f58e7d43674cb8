import {
  entryId,
  type LedgerCommand,
  type LedgerEntry,
  type OriginalFacts,
  SEQ_MAX,
  touchedBy,
  UNTOUCHED,
} from '@red-points/shared/domain/ledger';
import type { Collection } from 'mongodb';
import { type StoredEntry, toEntry } from './collection.ts';
import { within } from './time-limit.ts';

/** Originals that refunds, reversals and corrections refer to, by account and seq, with what later entries made of them. */
export class Originals {
  private readonly facts = new Map<string, OriginalFacts>();

  get(account: string, seq: number): OriginalFacts | undefined {
    return this.facts.get(nameOf(account, seq));
  }

  /** Takes note of an entry that others may refer to. */
  addOriginal(entry: LedgerEntry): void {
    this.facts.set(nameOf(entry.account, entry.seq), { entry, ...UNTOUCHED });
  }

  /** Takes note of what a refund, reversal or correction did to the entry it refers to. To be called once per entry. */
  addReferring(entry: LedgerEntry): void {
    if (entry.refersTo === undefined) return;
    const name = nameOf(entry.account, entry.refersTo);
    const original = this.facts.get(name);
    if (original === undefined) return;
    this.facts.set(name, { entry: original.entry, ...touchedBy(original, entry) });
  }
}

/** The seq that a command refers to, or null. */
export function originalSeqOf(command: LedgerCommand): number | null {
  switch (command.kind) {
    case 'refund':
    case 'reverse':
      return command.originalSeq;
    case 'adjust':
      return command.originalSeq ?? null;
    default:
      return null;
  }
}

/**
 * Reads the originals of some commands. To be called after the states that the commands are decided on were read:
 * then no refund that those states contain is missing here.
 */
export async function readOriginals(
  collection: Collection<StoredEntry>,
  commands: readonly LedgerCommand[],
  timeoutMs: number,
): Promise<Originals> {
  const originals = new Originals();
  const wanted = commands.flatMap((command) => {
    const seq = originalSeqOf(command);
    return seq === null || !isSeq(seq) ? [] : [{ account: command.account, seq }];
  });
  if (wanted.length === 0) return originals;
  const ids = wanted.map(({ account, seq }) => entryId(account, seq));
  const referring = wanted.map(({ account, seq }) => ({ account, refersTo: seq }));
  const options = { maxTimeMS: timeoutMs };
  const entries = await within(timeoutMs, collection.find({ _id: { $in: ids } }, options).toArray());
  const later = await within(timeoutMs, collection.find({ $or: referring }, options).toArray());
  for (const stored of entries) originals.addOriginal(toEntry(stored));
  for (const stored of later) originals.addReferring(toEntry(stored));
  return originals;
}

function isSeq(seq: number): boolean {
  return Number.isSafeInteger(seq) && seq >= 1 && seq <= SEQ_MAX;
}

function nameOf(account: string, seq: number): string {
  return `${account}:${seq}`;
}
