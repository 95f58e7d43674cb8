import { JsonBytes, textOf } from './json-bytes.ts';
import {
  type AccountState,
  type Carried,
  ENTRY_SCHEMA_CARRIED,
  type Hold,
  type LedgerEntry,
  type Lot,
  type RuleReference,
} from './types.ts';

/** What a hash covers: everything of an entry but its id (made of account and seq) and the hash itself. */
export type EntryContent = Omit<LedgerEntry, '_id' | 'hash'>;

/** SHA-256 over bytes, or over the UTF-8 bytes of a text; 32 bytes. The runtime's own is passed in. */
export type Sha256 = (data: string | Uint8Array) => Uint8Array;

/** Stands before an account's first entry in its chain. */
export const FIRST_PREVIOUS_HASH = new Uint8Array(32);

/** Made once: an entry's bytes are hashed or turned into text before the next one's are written. */
const bytes = new JsonBytes();

/**
 * The canonical text of an entry: a JSON array in a fixed order, without white space, as `JSON.stringify` writes it.
 * Absent optional fields are null, records are arrays of their fields in the order below, counters are sorted by key.
 * The order never changes within a schema number, which comes first.
 */
export function canonicalContent(entry: EntryContent): string {
  return textOf(bytes.make(writeContent, entry));
}

/** The canonical text of a state by itself, for comparing two of them. */
export function canonicalState(state: AccountState): string {
  return textOf(bytes.make(writeState, state));
}

/** SHA-256 of an entry's canonical content; 32 bytes. */
export function contentHashOf(entry: EntryContent, sha256: Sha256): Uint8Array {
  return sha256(bytes.make(writeContent, entry));
}

/** Made once, as above. */
const bothHashes = new Uint8Array(64);

/** The hash that chains an entry: SHA-256 of the previous hash's 32 bytes followed by the content hash's 32. */
export function chainHash(previous: Uint8Array, contentHash: Uint8Array, sha256: Sha256): Uint8Array {
  bothHashes.set(previous, 0);
  bothHashes.set(contentHash, 32);
  return sha256(bothHashes);
}

function writeContent(json: JsonBytes, entry: EntryContent): void {
  json.open();
  json.number(entry.schema);
  json.text(entry.account);
  json.number(entry.seq);
  json.text(entry.kind);
  json.number(entry.points);
  json.number(entry.minutes);
  writeTexts(json, entry.counterparty.kind, entry.counterparty.id);
  writeTexts(json, entry.source.kind, entry.source.id);
  if (entry.rule === null) json.null();
  else writeRule(json, entry.rule);
  json.text(entry.category);
  json.text(entry.provenance);
  json.open();
  for (const { part, id } of listed(entry.actors)) writeTexts(json, part, id);
  json.close();
  json.text(entry.issuerUnit);
  json.text(entry.homeUnit);
  json.number(entry.effectiveAtMs);
  json.number(entry.recordedAtMs);
  json.text(entry.key);
  json.number(entry.requestedPoints);
  writeLots(json, entry.moved);
  if (entry.hold === undefined) json.null();
  else writeHold(json, entry.hold);
  json.number(entry.refersTo);
  if (entry.capKeys === undefined) json.null();
  else writeCapKeys(json, entry.capKeys);
  json.number(entry.owedChange);
  writeState(json, entry.state);
  // Schema 1 ends here: what later schemas add comes behind it.
  if (entry.schema >= ENTRY_SCHEMA_CARRIED) {
    if (entry.carried === undefined) json.null();
    else writeCarried(json, entry.carried);
  }
  json.close();
}

/** A changed entry may have something else where a list belongs: an empty text must not read like an empty list. */
function listed<T>(items: readonly T[]): readonly T[] {
  if (!Array.isArray(items)) throw new TypeError('an entry has a list here');
  return items;
}

function writeTexts(json: JsonBytes, one: string, other: string): void {
  json.open();
  json.text(one);
  json.text(other);
  json.close();
}

function writeRule(json: JsonBytes, { code, version }: RuleReference): void {
  json.open();
  json.text(code);
  json.number(version);
  json.close();
}

function writeHold(json: JsonBytes, hold: NonNullable<EntryContent['hold']>): void {
  json.open();
  json.text(hold.id);
  json.number(hold.points);
  json.number(hold.expiresAtMs);
  json.close();
}

function writeCapKeys(json: JsonBytes, keys: readonly string[]): void {
  json.open();
  for (const key of listed(keys)) json.text(key);
  json.close();
}

function writeCarried(json: JsonBytes, carried: Carried): void {
  json.open();
  json.text(carried.direction);
  json.number(carried.items);
  json.number(carried.earned);
  writeCounters(json, carried.counters);
  json.close();
}

function writeState(json: JsonBytes, state: AccountState): void {
  json.open();
  json.number(state.balance);
  json.number(state.owed);
  json.number(state.minutes);
  writeLots(json, state.lots);
  json.open();
  for (const hold of listed(state.holds)) writeOpenHold(json, hold);
  json.close();
  writeCounters(json, state.counters);
  json.number(state.items);
  json.number(state.earned);
  json.boolean(state.closed);
  json.close();
}

function writeOpenHold(json: JsonBytes, hold: Hold): void {
  json.open();
  json.text(hold.id);
  json.number(hold.points);
  writeLots(json, hold.lots);
  json.number(hold.expiresAtMs);
  json.close();
}

function writeLots(json: JsonBytes, lots: readonly Lot[]): void {
  json.open();
  for (const { expiresAtMs, points } of listed(lots)) {
    json.open();
    json.number(expiresAtMs);
    json.number(points);
    json.close();
  }
  json.close();
}

function writeCounters(json: JsonBytes, counters: AccountState['counters']): void {
  const keys = Object.keys(counters);
  if (keys.length > 1) keys.sort();
  json.open();
  for (const key of keys) {
    json.open();
    json.text(key);
    json.number(counters[key]);
    json.close();
  }
  json.close();
}
