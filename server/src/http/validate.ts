import { type Language, type Refusal, refuse } from '@red-points/shared/contracts';
import type { z } from 'zod';
import { en, zhCN } from 'zod/locales';

const messages = { zh: zhCN().localeError, en: en().localeError };

/**
 * Checks one part of a request against its contract.
 * @returns the parsed value, or `validation_failed` with every wrong field, worded in the caller's language
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  language: Language,
): { value: z.output<S> } | Refusal {
  const parsed = schema.safeParse(value, { error: messages[language] });
  if (parsed.success) return { value: parsed.data };
  const fields = parsed.error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code,
    message: issue.message,
  }));
  return refuse('validation_failed', undefined, fields);
}
