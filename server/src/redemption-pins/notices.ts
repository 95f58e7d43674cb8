import type { NoticeSource } from '../notifications/index.ts';
import { PINS, type PinRecord } from './store.ts';

/** Tells a person that a PIN was set for them at the office: whoever did not ask for it learns of it. Never a digit of it. */
export const pinNotices: NoticeSource = {
  collection: PINS,
  match: {
    $or: [
      { operationType: 'insert' },
      // Tries that are counted are no news.
      { operationType: 'update', 'updateDescription.updatedFields.setAt': { $type: 'date' } },
    ],
  },
  draftsOf: (changes) =>
    changes.flatMap(({ id, document, updatedFields }) => {
      const setAt = (updatedFields?.setAt ?? (document as PinRecord | null)?.setAt) as Date | undefined;
      if (setAt === undefined) return [];
      const atMs = setAt.getTime();
      const recipient = { kind: 'person', id } as const;
      return [
        { recipient, template: 'redemption_pin_set', cause: `redemption_pin:${id}:${atMs}`, data: {}, atMs } as const,
      ];
    }),
};
