import type { ReactNode } from 'react';
import { useCategories } from './categories.ts';

export type TagTone = 'plain' | 'warning' | 'success' | 'danger' | 'slate' | 'violet' | 'teal' | 'gold';

/** A small word on a tint; both families have the class `tag`. */
export function Tag({ tone = 'plain', children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}

/** Those that every scheme starts with have a colour of their own; any other is told by its words. */
const CATEGORY_TONES: ReadonlyMap<string, TagTone> = new Map([
  ['volunteering', 'teal'],
  ['mediation', 'violet'],
  ['culture', 'slate'],
]);

/** The category of an activity or claim in its own colour. */
export function CategoryTag({ category }: { category: string }) {
  const { nameOf } = useCategories();
  return <Tag tone={CATEGORY_TONES.get(category) ?? 'plain'}>{nameOf(category)}</Tag>;
}
