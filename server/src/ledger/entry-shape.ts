import {
  ENTRY_KINDS,
  ENTRY_SCHEMA,
  ENTRY_SCHEMA_CARRIED,
  isAccountId,
  SEQ_MAX,
} from '@red-points/shared/domain/ledger';
import { Binary, BSON } from 'mongodb';
import { z } from 'zod';
import type { StoredEntry } from './collection.ts';

/*
 * The hash covers a text, and more than one value can have the same: JSON writes `null` for NaN, and an ObjectId as the
 * string of its digits. So verification first asks that every field is of its one type, that there is no other field, and
 * that the bytes are those the ledger would have written.
 */

const whole = z.int();
const instantMs = z.int();
const lots = z.array(z.strictObject({ expiresAtMs: instantMs.nullable(), points: whole }));
const side = z.strictObject({ kind: z.string(), id: z.string() });
const counters = z.record(z.string(), whole);

const stateShape = z.strictObject({
  balance: whole,
  owed: whole,
  minutes: whole,
  lots,
  holds: z.array(z.strictObject({ id: z.string(), points: whole, lots, expiresAtMs: instantMs })),
  counters,
  items: whole,
  earned: whole,
  closed: z.boolean(),
});

const entryShape = z.strictObject({
  _id: z.string(),
  account: z.string().refine(isAccountId),
  seq: whole.min(1).max(SEQ_MAX),
  schema: z.literal(ENTRY_SCHEMA),
  kind: z.enum(ENTRY_KINDS),
  points: whole,
  minutes: whole,
  counterparty: side,
  source: side,
  rule: z.strictObject({ code: z.string(), version: whole }).nullable(),
  category: z.string().nullable(),
  provenance: z.string().nullable(),
  actors: z.array(z.strictObject({ part: z.string(), id: z.string() })),
  issuerUnit: z.string(),
  homeUnit: z.string(),
  effectiveAtMs: instantMs,
  recordedAtMs: instantMs,
  key: z.string(),
  requestedPoints: whole.exactOptional(),
  moved: lots,
  hold: z.strictObject({ id: z.string(), points: whole, expiresAtMs: instantMs }).exactOptional(),
  refersTo: whole.exactOptional(),
  capKeys: z.array(z.string()).exactOptional(),
  owedChange: whole,
  state: stateShape,
  hash: z.custom((value) => value instanceof Binary && value.sub_type === 0 && value.position === 32),
});

/** The hash covers `carried` from schema 2 on, and an entry has that number because it has the field. */
const carriedEntryShape = entryShape.extend({
  schema: z.literal(ENTRY_SCHEMA_CARRIED),
  carried: z.strictObject({ direction: z.enum(['out', 'in']), items: whole, earned: whole, counters }),
});

/** Why a stored document is no entry that the ledger could have written; null where its form is right. */
export function shapeFault(document: StoredEntry): 'schema_unknown' | 'shape_unknown' | null {
  switch (document.schema as unknown) {
    case ENTRY_SCHEMA:
      return entryShape.safeParse(document).success ? null : 'shape_unknown';
    case ENTRY_SCHEMA_CARRIED:
      return carriedEntryShape.safeParse(document).success ? null : 'shape_unknown';
    default:
      return 'schema_unknown';
  }
}

/**
 * True where the stored bytes are what the driver writes for the document read from them: a number as another BSON type, a
 * field that is there twice, or a text that is not UTF-8 reads as the ledger's own and is not.
 */
export function isWrittenByDriver(bytes: Uint8Array, document: StoredEntry): boolean {
  return Buffer.compare(BSON.serialize(document), bytes) === 0;
}
