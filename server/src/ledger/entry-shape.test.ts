import { BSON } from 'mongodb';
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from './collection.ts';
import { isWrittenByDriver } from './entry-shape.ts';

const read = (bytes: Uint8Array) => BSON.deserialize(bytes) as StoredEntry;

/** A document with these fields as BSON, one behind the other, whatever their names: a driver would not write some of them. */
function documentOf(...fields: Uint8Array[]): Uint8Array {
  const length = 4 + fields.reduce((sum, field) => sum + field.length, 0) + 1;
  const head = Buffer.alloc(4);
  head.writeInt32LE(length);
  return Buffer.concat([head, ...fields, Buffer.alloc(1)]);
}

const fieldOf = (document: object): Uint8Array => BSON.serialize(document).subarray(4, -1);

describe('bytes that the driver would not have written', () => {
  it('its own are known, whatever the order of the fields', () => {
    for (const document of [
      { points: 1, at: 1_700_000_000_000, name: '陈', none: null },
      { b: 1, a: [{ c: 2.5 }] },
    ]) {
      const bytes = BSON.serialize(document);
      expect(isWrittenByDriver(bytes, read(bytes))).toBe(true);
    }
  });

  it('a field that is there twice: the database may look at one of them, and a reader at the other', () => {
    const bytes = documentOf(fieldOf({ points: 1 }), fieldOf({ points: 1_000 }));
    expect(read(bytes)).toEqual({ points: 1_000 });
    expect(isWrittenByDriver(bytes, read(bytes))).toBe(false);
  });

  it.each([
    ['a small number as a double', new BSON.Double(3)],
    ['a number as a long', BSON.Long.fromNumber(3)],
    ['a time as a long', BSON.Long.fromNumber(1_700_000_000_000)],
    ['a symbol for a text', new BSON.BSONSymbol('earn')],
  ])('%s', (_what, value) => {
    const bytes = BSON.serialize({ value });
    expect(['number', 'string']).toContain(typeof (read(bytes) as unknown as { value: unknown }).value);
    expect(isWrittenByDriver(bytes, read(bytes))).toBe(false);
  });
});
