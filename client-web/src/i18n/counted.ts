/**
 * A number with its noun, as English needs it: `{{rows, counted(one: row is; many: rows are)}} written` reads `1 row is
 * written` and `12 rows are written`. Beside i18next's own plurals, which know one number of a sentence, because many
 * sentences here have two, and both languages keep the same keys.
 * @param value the number, as it is or written out with its separators
 */
export function counted(
  value: unknown,
  _language: string | undefined,
  words: Readonly<Record<string, unknown>>,
): string {
  const number = String(value);
  return `${number} ${String(number === '1' ? words['one'] : words['many'])}`;
}
