import type { ImportRow } from '@red-points/shared/contracts';
import {
  IMPORT_ERROR_TEXTS,
  IMPORT_FIELD_TEXTS,
  IMPORT_WARNING_TEXTS,
  type ImportText,
} from '@red-points/shared/domain/imports';
import { currentLanguage } from '../../i18n/index.ts';

const textIn = (texts: Readonly<Record<string, ImportText>>, code: string): string =>
  texts[code]?.[currentLanguage()] ?? code;

/** Why a row is not taken; the cell itself is outlined in its column. */
export const errorWords = (error: ImportRow['errors'][number]): string => textIn(IMPORT_ERROR_TEXTS, error.code);

/** What to look at in a row that is taken. */
export function warningWords(warning: ImportRow['warnings'][number]): string {
  return textIn(IMPORT_WARNING_TEXTS, warning.code).replace(/\{(\w+)\}/g, (_place, name: string) =>
    String(warning.detail[name] ?? '…'),
  );
}

/** What a column is called. */
export const fieldName = (column: string): string => textIn(IMPORT_FIELD_TEXTS, column);

/** A kind of problem, for counting. */
export const problemName = (code: string): string => textIn(IMPORT_ERROR_TEXTS, code);
