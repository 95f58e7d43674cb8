import type { NoticeSource } from '../notifications/index.ts';
import type { Clock } from '../platform/clock.ts';
import { SHOP_APPLICATIONS } from './store.ts';

const TEMPLATES = {
  approved: 'shop_application_approved',
  returned: 'shop_application_returned',
  refused: 'shop_application_refused',
} as const;

const templateOf = (state: unknown) => TEMPLATES[state as keyof typeof TEMPLATES];

/** Tells who applied what the community decided; somebody who is no resident reads it on the page of applications. */
export function applicationNotices(clock: Clock): NoticeSource {
  const told = { operationType: 'update', 'updateDescription.updatedFields.state': { $in: Object.keys(TEMPLATES) } };
  return {
    collection: SHOP_APPLICATIONS,
    match: told,
    draftsOf: (changes) =>
      changes.flatMap(({ id, document, updatedFields }) => {
        const personId = (document?.personId ?? null) as string | null;
        if (personId === null) return [];
        return [
          {
            recipient: { kind: 'person' as const, id: personId },
            cause: `shop_application:${id}:${Number(updatedFields?.version ?? 0)}`,
            template: templateOf(updatedFields?.state),
            data: {},
            link: { kind: 'shop_work' as const, id: null },
            atMs: clock.now(),
          },
        ];
      }),
  };
}
