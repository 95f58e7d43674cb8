import type { NoticeSource } from '../notifications/index.ts';
import { DELEGATION_COLLECTION, type DelegationRecord } from './store.ts';

/** Tells deputies that a right was lent to them, and that it was taken back. */
export function delegationNotices(): NoticeSource {
  return {
    collection: DELEGATION_COLLECTION,
    match: { $or: [{ operationType: 'insert' }, { 'updateDescription.updatedFields.revokedAt': { $type: 'date' } }] },
    draftsOf: (changes) =>
      changes.flatMap(({ document }) => {
        const record = document as unknown as DelegationRecord | null;
        if (record === null) return [];
        const isRevoked = record.revokedAt !== null;
        return [
          {
            recipient: { kind: 'user' as const, id: record.deputyUserId },
            cause: `delegation:${record._id}:${isRevoked ? 'revoked' : 'lent'}`,
            template: isRevoked ? ('review_right_taken_back' as const) : ('review_right_lent' as const),
            data: { firstDay: record.from, lastDay: record.until },
            link: { kind: 'reviews' as const, id: null },
            atMs: (record.revokedAt ?? record.lentAt).getTime(),
          },
        ];
      }),
  };
}
