import type { ImportsDeps } from './deps.ts';
import { type ImportLine, LINE_KIND, type LineTexts } from './store.ts';

/** Opens the sealed parts of lines, in order; null where the key was destroyed. */
export function openLines(
  deps: ImportsDeps,
  lines: readonly Pick<ImportLine, 'sealed' | 'sealedFor'>[],
): Promise<(LineTexts | null)[]> {
  const records = lines.map(({ sealedFor, sealed }) => ({ ownerId: sealedFor, sealed }));
  return deps.platform.personalData.openMany<LineTexts>(LINE_KIND, records);
}
