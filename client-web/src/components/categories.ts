import { categories, type RuleCategory } from '@red-points/shared/contracts';
import { STARTING_CATEGORIES } from '@red-points/shared/domain/categories';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { currentLanguage } from '../i18n/index.ts';

const KEPT_MS = 300_000;
const START: readonly RuleCategory[] = STARTING_CATEGORIES.map((category) => ({ ...category, version: 0 }));

export interface Categories {
  /** All of them in order, those not offered any more included. */
  readonly all: readonly RuleCategory[];
  /** What a category is called; one that is not known is called by its code. */
  readonly nameOf: (code: string) => string;
  /** Those that are offered, as a choice. */
  readonly options: { value: string; label: string }[];
}

/** The categories of the scheme: data of the installation, so their words come from there and not from the texts. */
export function useCategories(): Categories {
  // Read again when the language changes.
  useTranslation();
  const read = useRead(categories.list, {}, { staleMs: KEPT_MS });
  const all = read.data?.items ?? START;
  const titleOf = ({ titleZh, titleEn }: RuleCategory): string => (currentLanguage() === 'zh' ? titleZh : titleEn);
  return {
    all,
    nameOf: (code) => {
      const found = all.find((category) => category.code === code);
      return found === undefined ? code : titleOf(found);
    },
    options: all.filter(({ active }) => active).map((category) => ({ value: category.code, label: titleOf(category) })),
  };
}
