import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import { type CardRecord, RESIDENT_CARDS } from './store.ts';

/** Tells a person that a card was issued for them, or that theirs was replaced. */
export const cardNotices: NoticeSource = {
  collection: RESIDENT_CARDS,
  match: { operationType: 'insert' },
  draftsOf: (changes) =>
    changes.flatMap(({ document }): NoticeDraft[] => {
      const card = document as CardRecord | null;
      if (card === null) return [];
      return [
        {
          recipient: { kind: 'person', id: card.personId },
          template: card.serial === 1 ? 'card_issued' : 'card_replaced',
          // The card's own id is what is printed on it.
          cause: `card:${card.personId}:${card.serial}`,
          data: {},
          atMs: card.issuedAt.getTime(),
        },
      ];
    }),
};
