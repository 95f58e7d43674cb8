import { type CreditSourceKind, OBJECTION_UPHELD } from '../credits/index.ts';
import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import type { ReviewableRecord } from './reviewable.ts';

const TOLD_STATES = ['returned', 'rejected', 'not_posted'];

/** Tells people, and who filed for them, what was returned, not approved, or approved without anything to post. */
export function reviewNotices(kind: CreditSourceKind, collection: string): NoticeSource {
  return {
    collection,
    match: { operationType: 'update', 'updateDescription.updatedFields.state': { $in: TOLD_STATES } },
    draftsOf: (changes) => changes.flatMap((change) => draftsOf(kind, change)),
  };
}

function draftsOf(kind: CreditSourceKind, { document, updatedFields }: Change): NoticeDraft[] {
  const record = document as unknown as ReviewableRecord | null;
  if (record === null) return [];
  switch (updatedFields?.state) {
    case 'not_posted':
      // Whoever objected, and whoever earned it, are told by the objection.
      if (record.refusal === OBJECTION_UPHELD) return [];
      return [
        {
          ...common(kind, record),
          recipient: { kind: 'person', id: record.personId },
          cause: `${kind}:${record._id}:not_posted`,
          template: 'credit_not_posted',
          atMs: record.publicUntil?.getTime() ?? 0,
        },
      ];
    case 'returned':
      return kind === 'claim' ? [ofDecision(record, record.onBehalf ? 'filer' : 'person', 'returned')] : [];
    case 'rejected': {
      if (kind === 'attendance') return [ofDecision(record, 'person', 'attendance')];
      const own = ofDecision(record, 'person', 'rejected');
      return record.onBehalf ? [own, ofDecision(record, 'filer', 'rejected')] : [own];
    }
    default:
      return [];
  }
}

function ofDecision(
  record: ReviewableRecord,
  to: 'person' | 'filer',
  what: 'returned' | 'rejected' | 'attendance',
): NoticeDraft {
  const kind = what === 'attendance' ? 'attendance' : 'claim';
  const template = what === 'attendance' ? 'attendance_rejected' : (`claim_${what}` as const);
  return {
    ...common(kind, record),
    recipient: to === 'person' ? { kind: 'person', id: record.personId } : { kind: 'user', id: record.filedBy },
    cause: `${kind}:${record._id}:${record.decision?.id ?? what}`,
    template: to === 'filer' && template !== 'attendance_rejected' ? `filed_${template}` : template,
    atMs: record.decision?.at.getTime() ?? 0,
  };
}

function common(kind: CreditSourceKind, { _id: id }: ReviewableRecord): Pick<NoticeDraft, 'data' | 'subject' | 'link'> {
  return { data: {}, subject: { kind, id }, ...(kind === 'claim' ? { link: { kind, id } } : {}) };
}
