import type { NoticeSource } from '../notifications/index.ts';
import type { Clock } from '../platform/clock.ts';
import { SHOPS } from './store.ts';

/** Tells a shop that it takes part, or is suspended. */
export function shopNotices(clock: Clock): NoticeSource {
  return {
    collection: SHOPS,
    match: { operationType: 'update', 'updateDescription.updatedFields.state': { $in: ['active', 'suspended'] } },
    draftsOf: (changes) =>
      changes.map(({ id, updatedFields }) => ({
        recipient: { kind: 'shop', id },
        cause: `shop:${id}:${String(updatedFields?.state)}:${Number(updatedFields?.version ?? 0)}`,
        template: updatedFields?.state === 'active' ? 'shop_approved' : 'shop_suspended',
        data: {},
        link: { kind: 'shop', id },
        atMs: clock.now(),
      })),
  };
}
