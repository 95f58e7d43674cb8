import type { Category } from '@red-points/shared/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export type TagTone = 'plain' | 'warning' | 'success' | 'danger' | 'slate' | 'violet' | 'teal' | 'gold';

/** A small word on a tint; both families have the class `tag`. */
export function Tag({ tone = 'plain', children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}

const CATEGORY_TONES: Record<Category, TagTone> = { volunteering: 'teal', mediation: 'violet', culture: 'slate' };

/** The category of an activity or claim in its own colour. */
export function CategoryTag({ category }: { category: string }) {
  const { t } = useTranslation('domain');
  const known = category in CATEGORY_TONES ? (category as Category) : undefined;
  return (
    <Tag tone={known === undefined ? 'plain' : CATEGORY_TONES[known]}>
      {known === undefined ? category : t(`category.${known}`)}
    </Tag>
  );
}
