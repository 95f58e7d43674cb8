/** Icons that a category may have; the pages draw them. */
export const CATEGORY_ICONS = [
  'heart',
  'scale',
  'music',
  'home',
  'leaf',
  'shield',
  'book',
  'people',
  'megaphone',
  'star',
] as const;
export type CategoryIcon = (typeof CATEGORY_ICONS)[number];

/** A category of the scheme (类别). Its code stays for ever: entries name it. */
export interface CategoryFacts {
  readonly code: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly icon: CategoryIcon;
  /** Where it stands in lists, smallest first. */
  readonly order: number;
  /** A category that is not offered any more keeps its name for what was earned by it. */
  readonly active: boolean;
}

/** What every installation starts with, until somebody changes it. */
export const STARTING_CATEGORIES: readonly CategoryFacts[] = [
  { code: 'volunteering', titleZh: '志愿服务', titleEn: 'Volunteering', icon: 'heart', order: 10, active: true },
  { code: 'mediation', titleZh: '矛盾调解', titleEn: 'Mediation', icon: 'scale', order: 20, active: true },
  { code: 'culture', titleZh: '文化活动', titleEn: 'Culture', icon: 'music', order: 30, active: true },
];

/** Codes that mean something else where categories are named. */
export const RESERVED_CATEGORY_CODES: readonly string[] = ['all', 'none'];

/** The starting list with what was stored laid over it, in order. */
export function categoriesWith<C extends CategoryFacts>(stored: readonly C[]): (C | CategoryFacts)[] {
  const known = new Map<string, C | CategoryFacts>(STARTING_CATEGORIES.map((category) => [category.code, category]));
  for (const category of stored) known.set(category.code, category);
  return [...known.values()].sort((left, right) => left.order - right.order || (left.code < right.code ? -1 : 1));
}
