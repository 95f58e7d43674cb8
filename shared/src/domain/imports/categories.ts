import { wordOf } from './cells.ts';
import type { CellValue } from './types.ts';

/** The words that hand-kept sheets use for each category, by the category's code. */
export const CATEGORY_SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  volunteering: [
    '志愿服务',
    '志愿',
    '志愿活动',
    '志愿者服务',
    '志愿者活动',
    '志愿服务类',
    '志愿类',
    '公益服务',
    '公益',
  ],
  mediation: ['矛盾调解', '调解', '纠纷调解', '矛盾纠纷调解', '矛盾纠纷', '人民调解', '矛盾化解', '调解类'],
  culture: ['文化活动', '文化', '文体活动', '文体', '文艺活动', '文化文体活动', '文化类', '文体类'],
};

/** From a word to the code of its category. */
export type CategoryLookup = ReadonlyMap<string, string>;

/** Makes the lookup from words to category codes. */
export function categoryLookup(
  synonyms: Readonly<Record<string, readonly string[]>> = CATEGORY_SYNONYMS,
): CategoryLookup {
  const lookup = new Map<string, string>();
  for (const [code, words] of Object.entries(synonyms)) {
    for (const word of words) {
      lookup.set(wordOf(word).toLowerCase(), code);
    }
  }
  return lookup;
}

/** The code of the category that a cell names, or null. */
export function parseCategory(cell: CellValue | undefined, lookup: CategoryLookup): string | null {
  return lookup.get(wordOf(cell).toLowerCase()) ?? null;
}
