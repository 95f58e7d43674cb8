import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { z } from 'zod';

/** Makes an opaque page marker of the sort values of the last line. Instants go in as milliseconds. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Reads a page marker made by `encodeCursor`.
 * @param schema a tuple of what the marker must hold
 * @returns the values, null where there is no marker, or `cursor_invalid`
 */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, schema: T): z.output<T> | null | Refusal {
  if (cursor === undefined || cursor === '') return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return parsed.success ? parsed.data : refuse('cursor_invalid');
  } catch {
    return refuse('cursor_invalid');
  }
}
