import { createHash } from 'node:crypto';
import { sha256 } from '@red-points/server/ledger/collection';
import { entriesAsBson } from '@red-points/server/ledger/entry-bson';
import {
  canonicalContent,
  canonicalState,
  type EntryContent,
  FIRST_PREVIOUS_HASH,
  type LedgerEntry,
  type Lot,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { Binary, BSON } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { propertySettings } from './support/ledger-commands.ts';

const settings = propertySettings(400);

/** Any text: escapes, other scripts, halves of surrogate pairs. */
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 1 }));
const whole = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 9, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1),
);
const lots = fc.array(fc.record({ expiresAtMs: fc.option(whole), points: whole }), { maxLength: 3 });
const counters = fc.dictionary(
  text.filter((name) => !name.includes('\0') && name !== '__proto__'),
  whole,
  { maxKeys: 4, noNullPrototype: true },
);
const side = fc.record({ kind: text, id: text });
const stateHold = fc.record({ id: text, points: whole, lots, expiresAtMs: whole });

const state = fc.record({
  ...{ balance: whole, owed: whole, minutes: whole, lots, holds: fc.array(stateHold, { maxLength: 2 }), counters },
  ...{ items: whole, earned: whole, closed: fc.boolean() },
});

type OptionalField = 'requestedPoints' | 'hold' | 'refersTo' | 'capKeys' | 'carried';

const required = {
  ...{ _id: text, account: text, seq: whole, schema: fc.constantFrom(1, 2), kind: text, points: whole, minutes: whole },
  ...{ counterparty: side, source: side, rule: fc.option(fc.record({ code: text, version: whole })) },
  ...{ category: fc.option(text), provenance: fc.option(text), issuerUnit: text, homeUnit: text, key: text },
  actors: fc.array(fc.record({ part: text, id: text }), { maxLength: 12 }),
  ...{ effectiveAtMs: whole, recordedAtMs: whole, moved: lots, owedChange: whole, state },
  hash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
} satisfies Record<Exclude<keyof LedgerEntry, OptionalField>, fc.Arbitrary<unknown>>;

/** A field that entries get one day belongs here: then this file says where it is forgotten. */
const optional = {
  ...{ requestedPoints: whole, refersTo: whole, capKeys: fc.array(text, { maxLength: 3 }) },
  hold: fc.record({ id: text, points: whole, expiresAtMs: whole }),
  carried: fc.record({ direction: fc.constantFrom('in', 'out'), items: whole, earned: whole, counters }),
} satisfies Record<OptionalField, fc.Arbitrary<unknown>>;

/** Entries of the stored shape and any content. */
const entry = fc
  .record({ ...required, ...optional }, { requiredKeys: Object.keys(required) as (keyof typeof required)[] })
  .map((made) => ({ ...made }) as unknown as LedgerEntry);

/** The encoding as it was first written, as a tree of arrays; entries that exist were hashed by it. */
function contentByArrays(of: EntryContent): unknown[] {
  const content = [
    ...[of.schema, of.account, of.seq, of.kind, of.points, of.minutes],
    ...[
      [of.counterparty.kind, of.counterparty.id],
      [of.source.kind, of.source.id],
    ],
    of.rule === null ? null : [of.rule.code, of.rule.version],
    ...[of.category, of.provenance, of.actors.map((actor) => [actor.part, actor.id])],
    ...[of.issuerUnit, of.homeUnit, of.effectiveAtMs, of.recordedAtMs, of.key, of.requestedPoints ?? null],
    lotsByArrays(of.moved),
    of.hold === undefined ? null : [of.hold.id, of.hold.points, of.hold.expiresAtMs],
    ...[of.refersTo ?? null, of.capKeys ?? null, of.owedChange, stateByArrays(of.state)],
  ];
  if (of.schema < 2) return content;
  const { carried } = of;
  const last = carried && [carried.direction, carried.items, carried.earned, countersByArrays(carried.counters)];
  return [...content, last ?? null];
}

function stateByArrays(of: EntryContent['state']): unknown[] {
  const holds = of.holds.map((hold) => [hold.id, hold.points, lotsByArrays(hold.lots), hold.expiresAtMs]);
  const amounts = [of.balance, of.owed, of.minutes, lotsByArrays(of.lots), holds, countersByArrays(of.counters)];
  return [...amounts, of.items, of.earned, of.closed];
}

const lotsByArrays = (of: readonly Lot[]): unknown[] => of.map((lot) => [lot.expiresAtMs, lot.points]);

const countersByArrays = (of: Readonly<Record<string, number>>): unknown[] =>
  Object.keys(of)
    .sort()
    .map((name) => [name, of[name]]);

describe('the canonical text', () => {
  test('is what JSON.stringify makes of the arrays, for any content', () => {
    fc.assert(
      fc.property(entry, (made) => {
        expect(canonicalContent(made)).toBe(JSON.stringify(contentByArrays(made)));
        expect(canonicalState(made.state)).toBe(JSON.stringify(stateByArrays(made.state)));
      }),
      settings,
    );
  });

  test('is not the same for a value of another type that reads alike', () => {
    fc.assert(
      fc.property(entry, fc.constantFrom('points', 'seq', 'effectiveAtMs', 'owedChange'), (made, field) => {
        const changed = { ...made, [field]: String(made[field as keyof LedgerEntry]) };
        expect(canonicalContent(changed)).toBe(JSON.stringify(contentByArrays(changed)));
        expect(canonicalContent(changed)).not.toBe(canonicalContent(made));
      }),
      settings,
    );
    const [some] = fc.sample(entry, 1);
    for (const list of ['actors', 'moved', 'capKeys']) {
      expect(() => canonicalContent({ ...some, [list]: '' } as unknown as LedgerEntry)).toThrow(TypeError);
    }
  });
});

test('sealing gives a draft number, id, schema and hash, and keeps every field of it', () => {
  fc.assert(
    fc.property(entry, (made) => {
      const { _id, seq, schema, hash, ...draft } = made;
      const sealed = sealEntry({ ...draft, account: 'a' }, 7, FIRST_PREVIOUS_HASH, sha256);
      expect(sealed.entry).toStrictEqual({
        ...{ ...draft, account: 'a', _id: 'a:0000000007', seq: 7, schema: draft.carried === undefined ? 1 : 2 },
        hash: createHash('sha256')
          .update(FIRST_PREVIOUS_HASH)
          .update(createHash('sha256').update(canonicalContent(sealed.entry)).digest())
          .digest('hex'),
      });
      expect(Buffer.from(sealed.hash).toString('hex')).toBe(sealed.entry.hash);
    }),
    settings,
  );
});

test('entries are stored as the driver itself would write them', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
      const byDriver = entries.map(({ hash, ...rest }) =>
        BSON.serialize({ ...rest, hash: new Binary(Buffer.from(hash, 'hex')) }),
      );
      // With the types of numbers: what is an int32 to one must be one to the other.
      const read = (bytes: Uint8Array) => BSON.deserialize(bytes, { promoteValues: false });
      expect(documentsOf(entriesAsBson(entries)).map(read)).toEqual(byDriver.map(read));
    }),
    settings,
  );
});

/** The documents that lie one behind the other. */
function documentsOf(bytes: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += documents.at(-1)?.length ?? 0) {
    documents.push(bytes.subarray(at, at + bytes.readInt32LE(at)));
  }
  return documents;
}

test('a long entry is written whole, in plain letters or not', () => {
  for (const key of ['x'.repeat(100_000), '"红"'.repeat(50_000)]) {
    const [made] = fc.sample(entry, 1).map((some) => ({ ...some, key, capKeys: [key, 'y'] }));
    if (made === undefined) throw new Error('nothing was made');
    expect(canonicalContent(made)).toBe(JSON.stringify(contentByArrays(made)));
    expect(BSON.deserialize(entriesAsBson([made]))).toMatchObject({ key, capKeys: [key, 'y'], seq: made.seq });
  }
});

test('what cannot be stored is not written in another form', () => {
  const [some] = fc.sample(entry, 1);
  const state = { ...some?.state, counters: { 'a\0b': 1 } };
  expect(() => entriesAsBson([{ ...some, state } as LedgerEntry])).toThrow(TypeError);
  expect(() => entriesAsBson([{ ...some, points: '5' } as unknown as LedgerEntry])).toThrow(TypeError);
  expect(() => entriesAsBson([{ ...some, key: 5 } as unknown as LedgerEntry])).toThrow(TypeError);
});
