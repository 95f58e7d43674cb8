import { businessDate } from '@red-points/shared/domain/calendar';
import { rolesFor } from '@red-points/shared/domain/permissions';
import type { Users } from '../auth/index.ts';
import { type CreditSourceKind, OBJECTION_UPHELD } from '../credits/index.ts';
import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import type { ReviewableRecord } from './reviewable.ts';

const TOLD_STATES = ['returned', 'rejected', 'not_posted', 'withdrawn'];

/**
 * Tells people, and who filed for them, what was returned, not approved, taken back by another, or approved without anything to post;
 * and who reviews in the unit above that something was handed up, once a day.
 */
export function reviewNotices(kind: CreditSourceKind, collection: string, users: Pick<Users, 'inUnits'>): NoticeSource {
  return {
    collection,
    match: {
      operationType: 'update',
      $or: [
        { 'updateDescription.updatedFields.state': { $in: TOLD_STATES } },
        { 'updateDescription.updatedFields.escalation.at': { $type: 'date' } },
      ],
    },
    draftsOf: async (changes) => [
      ...changes.flatMap((change) => draftsOf(kind, change)),
      ...(await handedUp(users, changes)),
    ],
  };
}

async function handedUp(users: Pick<Users, 'inUnits'>, changes: readonly Change[]): Promise<NoticeDraft[]> {
  const days = new Map<string, { readonly unitId: string; readonly day: string; readonly atMs: number }>();
  for (const { document, updatedFields } of changes) {
    const escalation = (document as unknown as ReviewableRecord | null)?.escalation;
    if (!escalation || !updatedFields?.escalation) continue;
    const atMs = escalation.at.getTime();
    const day = businessDate(atMs);
    days.set(`${escalation.unitId}:${day}`, { unitId: escalation.unitId, day, atMs });
  }
  const drafts = await Promise.all(
    [...days.values()].map(async ({ unitId, day, atMs }) => {
      const reviewers = await users.inUnits(rolesFor('reviews.decide'), [unitId]);
      return reviewers.map(({ userId }) => ({
        recipient: { kind: 'user' as const, id: userId },
        cause: `reviews_handed_up:${unitId}:${day}`,
        template: 'review_escalated' as const,
        data: {},
        link: { kind: 'reviews' as const, id: null },
        atMs,
      }));
    }),
  );
  return drafts.flat();
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
      if (kind === 'attendance') return toOrganisers(record);
      return [ofDecision(record, record.onBehalf ? 'filer' : 'person', 'returned')];
    case 'rejected': {
      if (kind === 'attendance') return [ofDecision(record, 'person', 'attendance')];
      const own = ofDecision(record, 'person', 'rejected');
      return record.onBehalf ? [own, ofDecision(record, 'filer', 'rejected')] : [own];
    }
    case 'withdrawn':
      return kind === 'claim' ? ofWithdrawal(record) : [];
    default:
      return [];
  }
}

/**
 * What was filed for somebody and taken back is told to them, each mediator of a case too; and to who filed it, once for a case,
 * where a colleague did it. What somebody took back themselves, or what went with their data, is told to nobody.
 */
function ofWithdrawal(record: ReviewableRecord & { readonly caseId?: string | null }): NoticeDraft[] {
  const line = record.history.at(-1);
  if (line?.code !== 'withdrawn' || !record.onBehalf) return [];
  const what = { ...common('claim', record), atMs: line.at.getTime() };
  const toPerson: NoticeDraft = {
    ...what,
    recipient: { kind: 'person', id: record.personId },
    cause: `claim:${record._id}:withdrawn`,
    template: 'claim_withdrawn',
  };
  if (line.by === record.filedBy) return [toPerson];
  const cause = `claim:${record.caseId ?? record._id}:withdrawn:${line.at.getTime()}`;
  return [
    toPerson,
    { ...what, recipient: { kind: 'user', id: record.filedBy }, cause, template: 'filed_claim_withdrawn' },
  ];
}

/** Whoever runs the activity sends it back: once for all that one decision returned. */
function toOrganisers({
  activityId,
  organiserUserId,
  coOrganiserUserIds = [],
  decision,
}: ReviewableRecord): NoticeDraft[] {
  if (activityId === undefined) return [];
  const activity = { kind: 'activity' as const, id: activityId };
  return [...new Set([organiserUserId ?? [], coOrganiserUserIds].flat())].map((id) => ({
    recipient: { kind: 'user', id },
    cause: `attendances_returned:${activityId}:${decision?.id ?? ''}`,
    template: 'attendances_returned',
    data: {},
    subject: activity,
    link: activity,
    atMs: decision?.at.getTime() ?? 0,
  }));
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
