import type { Memberships } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import { CONTEST_COLLECTION, type ContestRecord } from './store.ts';

/** Tells who doubted an entry that the answer is there; for a group that an officer wrote for, who answers for it. */
export function contestNotices({ memberships }: { memberships: Pick<Memberships, 'responsibleOf'> }): NoticeSource {
  return {
    collection: CONTEST_COLLECTION,
    match: { operationType: 'update', 'updateDescription.updatedFields.state': 'answered' },
    draftsOf: async (changes) => {
      const answered = changes.flatMap(({ document }) => (document as unknown as ContestRecord | null) ?? []);
      const responsible = await memberships.responsibleOf(answered.map(({ personId }) => personId));
      return answered.flatMap((contest) =>
        (responsible.get(contest.personId) ?? [contest.personId]).map((id) => ({
          recipient: { kind: 'person' as const, id },
          cause: `contest:${contest._id}:answered`,
          template: 'contest_answered' as const,
          data: {},
          link: { kind: 'contests' as const, id: null },
          atMs: contest.answeredAt?.getTime() ?? 0,
        })),
      );
    },
  };
}
