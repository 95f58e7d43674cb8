import type { AccountState, Actor, Carried, Hold, LedgerEntry, Lot } from '@red-points/shared/domain/ledger';
import { BsonBytes } from './bson-bytes.ts';

/** Made once: entries are copied out before the next ones are written. */
const bytes = new BsonBytes();

/** Entries as they lie in the database, one document behind the other: the hash as 32 bytes, all else as in the API. */
export function entriesAsBson(entries: readonly LedgerEntry[]): Buffer {
  return bytes.make(writeEntries, entries);
}

function writeEntries(bson: BsonBytes, entries: readonly LedgerEntry[]): void {
  for (const entry of entries) writeEntry(bson, entry);
}

function writeEntry(bson: BsonBytes, entry: LedgerEntry): void {
  const start = bson.begin();
  bson.string('_id', entry._id);
  bson.number('seq', entry.seq);
  bson.number('schema', entry.schema);
  bson.string('account', entry.account);
  bson.string('kind', entry.kind);
  bson.number('points', entry.points);
  bson.number('minutes', entry.minutes);
  writeSide(bson, 'counterparty', entry.counterparty);
  writeSide(bson, 'source', entry.source);
  if (entry.rule === null) bson.null('rule');
  else writeRule(bson, entry.rule);
  writeTextOrNull(bson, 'category', entry.category);
  writeTextOrNull(bson, 'provenance', entry.provenance);
  writeActors(bson, entry.actors);
  bson.string('issuerUnit', entry.issuerUnit);
  bson.string('homeUnit', entry.homeUnit);
  bson.number('effectiveAtMs', entry.effectiveAtMs);
  bson.number('recordedAtMs', entry.recordedAtMs);
  bson.string('key', entry.key);
  if (entry.requestedPoints !== undefined) bson.number('requestedPoints', entry.requestedPoints);
  writeLots(bson, 'moved', entry.moved);
  if (entry.hold !== undefined) writeHold(bson, entry.hold);
  if (entry.refersTo !== undefined) bson.number('refersTo', entry.refersTo);
  if (entry.capKeys !== undefined) writeCapKeys(bson, entry.capKeys);
  if (entry.carried !== undefined) writeCarried(bson, entry.carried);
  bson.number('owedChange', entry.owedChange);
  writeState(bson, entry.state);
  bson.hex('hash', entry.hash);
  bson.close(start);
}

function writeTextOrNull(bson: BsonBytes, name: string, text: string | null): void {
  if (text === null) bson.null(name);
  else bson.string(name, text);
}

function writeSide(bson: BsonBytes, name: string, side: { readonly kind: string; readonly id: string }): void {
  const start = bson.document(name);
  bson.string('kind', side.kind);
  bson.string('id', side.id);
  bson.close(start);
}

function writeRule(bson: BsonBytes, rule: NonNullable<LedgerEntry['rule']>): void {
  const start = bson.document('rule');
  bson.string('code', rule.code);
  bson.number('version', rule.version);
  bson.close(start);
}

function writeActors(bson: BsonBytes, actors: readonly Actor[]): void {
  const start = bson.array('actors');
  let index = 0;
  for (const actor of actors) {
    const item = bson.document(String(index++));
    bson.string('part', actor.part);
    bson.string('id', actor.id);
    bson.close(item);
  }
  bson.close(start);
}

function writeLots(bson: BsonBytes, name: string, lots: readonly Lot[]): void {
  const start = bson.array(name);
  let index = 0;
  for (const { expiresAtMs, points } of lots) {
    const item = bson.document(String(index++));
    if (expiresAtMs === null) bson.null('expiresAtMs');
    else bson.number('expiresAtMs', expiresAtMs);
    bson.number('points', points);
    bson.close(item);
  }
  bson.close(start);
}

function writeHold(bson: BsonBytes, hold: NonNullable<LedgerEntry['hold']>): void {
  const start = bson.document('hold');
  bson.string('id', hold.id);
  bson.number('points', hold.points);
  bson.number('expiresAtMs', hold.expiresAtMs);
  bson.close(start);
}

function writeCapKeys(bson: BsonBytes, keys: readonly string[]): void {
  const start = bson.array('capKeys');
  let index = 0;
  for (const key of keys) bson.string(String(index++), key);
  bson.close(start);
}

function writeCarried(bson: BsonBytes, carried: Carried): void {
  const start = bson.document('carried');
  bson.string('direction', carried.direction);
  bson.number('items', carried.items);
  bson.number('earned', carried.earned);
  writeCounters(bson, carried.counters);
  bson.close(start);
}

function writeState(bson: BsonBytes, state: AccountState): void {
  const start = bson.document('state');
  bson.number('balance', state.balance);
  bson.number('owed', state.owed);
  bson.number('minutes', state.minutes);
  writeLots(bson, 'lots', state.lots);
  writeOpenHolds(bson, state.holds);
  writeCounters(bson, state.counters);
  bson.number('items', state.items);
  bson.number('earned', state.earned);
  bson.boolean('closed', state.closed);
  bson.close(start);
}

function writeOpenHolds(bson: BsonBytes, holds: readonly Hold[]): void {
  const start = bson.array('holds');
  let index = 0;
  for (const hold of holds) {
    const item = bson.document(String(index++));
    bson.string('id', hold.id);
    bson.number('points', hold.points);
    writeLots(bson, 'lots', hold.lots);
    bson.number('expiresAtMs', hold.expiresAtMs);
    bson.close(item);
  }
  bson.close(start);
}

function writeCounters(bson: BsonBytes, counters: AccountState['counters']): void {
  const start = bson.document('counters');
  for (const name of Object.keys(counters)) {
    if (name.includes('\0')) throw new TypeError('a counter has a name that cannot be stored');
    bson.number(name, counters[name] ?? 0);
  }
  bson.close(start);
}
