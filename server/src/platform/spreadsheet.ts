/** What a response with a workbook is. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A text cell whose content no spreadsheet program takes for a formula, not even after saving it as CSV. */
export function textCell(text: string): { value: string; type: StringConstructor } | null {
  if (text === '') return null;
  return { value: /^[=+\-@\t\r]/.test(text) ? `'${text}` : text, type: String };
}
