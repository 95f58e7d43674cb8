import { decodeCursor, encodeCursor } from '@red-points/server/http/cursor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';

const schema = z.tuple([z.number(), z.string()]);

it('reads back the page markers that it made', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (at, id) => {
      expect(decodeCursor(encodeCursor([at, id]), schema)).toEqual([at, id]);
    }),
  );
});

it('refuses whatever else somebody sends, and never throws', () => {
  expect(decodeCursor(undefined, schema)).toBeNull();
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (cursor) => {
      expect(decodeCursor(cursor, schema)).toMatchObject({ refused: 'cursor_invalid' });
    }),
  );
  expect(decodeCursor(encodeCursor(['a', 1]), schema)).toMatchObject({ refused: 'cursor_invalid' });
});
