import { type ProblemDetail, problemText } from '@red-points/shared/contracts';
import { currentLanguage } from '../../i18n/index.ts';

/** The words of a problem code that stands inside an answer (one of many outcomes, a row of a file). */
export function problemWords(code: string | null, detail: ProblemDetail = {}): string {
  return problemText(code ?? 'internal_error', currentLanguage(), detail);
}
