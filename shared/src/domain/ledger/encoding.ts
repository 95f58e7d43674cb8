import { type AccountState, ENTRY_SCHEMA_CARRIED, type Hold, type LedgerEntry, type Lot } from './types.ts';

/** What a hash covers: everything of an entry but its id (made of account and seq) and the hash itself. */
export type EntryContent = Omit<LedgerEntry, '_id' | 'hash'>;

/** SHA-256 over bytes, or over the UTF-8 bytes of a text; 32 bytes. The runtime's own is passed in. */
export type Sha256 = (data: string | Uint8Array) => Uint8Array;

/** Stands before an account's first entry in its chain. */
export const FIRST_PREVIOUS_HASH = new Uint8Array(32);

/**
 * The canonical text of an entry: a JSON array in this fixed order, without white space, as `JSON.stringify` writes it.
 * Absent optional fields are null, records are arrays of their fields in the order below, counters are sorted by key.
 * The order never changes within a schema number, which comes first.
 */
export function canonicalContent(entry: EntryContent): string {
  const content = [
    entry.schema,
    entry.account,
    entry.seq,
    entry.kind,
    entry.points,
    entry.minutes,
    [entry.counterparty.kind, entry.counterparty.id],
    [entry.source.kind, entry.source.id],
    entry.rule === null ? null : [entry.rule.code, entry.rule.version],
    entry.category,
    entry.provenance,
    entry.actors.map((actor) => [actor.part, actor.id]),
    entry.issuerUnit,
    entry.homeUnit,
    entry.effectiveAtMs,
    entry.recordedAtMs,
    entry.key,
    entry.requestedPoints ?? null,
    lotsContent(entry.moved),
    entry.hold === undefined ? null : [entry.hold.id, entry.hold.points, entry.hold.expiresAtMs],
    entry.refersTo ?? null,
    entry.capKeys ?? null,
    entry.owedChange,
    stateContent(entry.state),
  ];
  // Schema 1 ends here: what later schemas add comes behind it.
  if (entry.schema >= ENTRY_SCHEMA_CARRIED) content.push(carriedContent(entry.carried));
  return JSON.stringify(content);
}

function carriedContent(carried: EntryContent['carried']): unknown[] | null {
  if (carried === undefined) return null;
  return [carried.direction, carried.items, carried.earned, countersContent(carried.counters)];
}

/** The canonical text of a state by itself, for comparing two of them. */
export function canonicalState(state: AccountState): string {
  return JSON.stringify(stateContent(state));
}

/** SHA-256 of an entry's canonical content; 32 bytes. */
export function contentHashOf(entry: EntryContent, sha256: Sha256): Uint8Array {
  return sha256(canonicalContent(entry));
}

/** The hash that chains an entry: SHA-256 of the previous hash's 32 bytes followed by the content hash's 32. */
export function chainHash(previous: Uint8Array, contentHash: Uint8Array, sha256: Sha256): Uint8Array {
  const both = new Uint8Array(64);
  both.set(previous, 0);
  both.set(contentHash, 32);
  return sha256(both);
}

function stateContent(state: AccountState): unknown[] {
  return [
    state.balance,
    state.owed,
    state.minutes,
    lotsContent(state.lots),
    state.holds.map((hold: Hold) => [hold.id, hold.points, lotsContent(hold.lots), hold.expiresAtMs]),
    countersContent(state.counters),
    state.items,
    state.earned,
    state.closed,
  ];
}

function lotsContent(lots: readonly Lot[]): unknown[] {
  return lots.map((lot) => [lot.expiresAtMs, lot.points]);
}

function countersContent(counters: AccountState['counters']): unknown[] {
  const keys = Object.keys(counters);
  if (keys.length > 1) keys.sort();
  return keys.map((key) => [key, counters[key]]);
}
