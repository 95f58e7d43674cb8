import { businessDate } from '@red-points/shared/domain/calendar';
import type { NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { ObjectionState } from '@red-points/shared/domain/objections';
import { rolesFor } from '@red-points/shared/domain/permissions';
import type { Users } from '../auth/index.ts';
import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import { OBJECTION_COLLECTION, type ObjectionRecord } from './store.ts';

const BENEFICIARY_TEMPLATES: Readonly<Record<ObjectionState, NoticeTemplateName>> = {
  open: 'entry_objected',
  upheld: 'entry_objection_upheld',
  corrected: 'entry_objection_corrected',
  dismissed: 'entry_objection_ended',
  withdrawn: 'entry_objection_ended',
};

/**
 * Tells both sides: whose entry waits, and what was decided; who objected is told to nobody. Who decides in the unit above is told
 * once a day that something was handed up.
 */
export function objectionNotices(users: Pick<Users, 'inUnits'>): NoticeSource {
  return {
    collection: OBJECTION_COLLECTION,
    match: {
      $or: [
        { operationType: 'insert' },
        { operationType: 'update', 'updateDescription.updatedFields.open': false },
        { operationType: 'update', 'updateDescription.updatedFields.escalation.at': { $type: 'date' } },
      ],
    },
    draftsOf: async (changes) => {
      const isHandedUp = ({ updatedFields }: Change): boolean => Boolean(updatedFields?.escalation);
      const told = changes.filter((change) => !isHandedUp(change)).flatMap(draftsOf);
      return [...told, ...(await handedUp(users, changes.filter(isHandedUp)))];
    },
  };
}

async function handedUp(users: Pick<Users, 'inUnits'>, changes: readonly Change[]): Promise<NoticeDraft[]> {
  const days = new Map<string, { readonly unitId: string; readonly day: string; readonly atMs: number }>();
  for (const { updatedFields } of changes) {
    const escalation = updatedFields?.escalation as ObjectionRecord['escalation'];
    if (!escalation) continue;
    const { at, unitId } = escalation;
    const day = businessDate(at.getTime());
    days.set(`${unitId}:${day}`, { unitId, day, atMs: at.getTime() });
  }
  const drafts = await Promise.all(
    [...days.values()].map(async ({ unitId, day, atMs }) => {
      const deciders = await users.inUnits(rolesFor('objections.decide'), [unitId]);
      return deciders.map(({ userId }) => ({
        recipient: { kind: 'user' as const, id: userId },
        cause: `objections_handed_up:${unitId}:${day}`,
        template: 'objection_escalated' as const,
        data: {},
        link: { kind: 'publicity' as const, id: null },
        atMs,
      }));
    }),
  );
  return drafts.flat();
}

function draftsOf({ document, updatedFields }: Change): NoticeDraft[] {
  const objection = document as unknown as ObjectionRecord | null;
  if (objection === null) return [];
  // The document is that of now; what happened then is in the change.
  const state = (updatedFields?.state as ObjectionState | undefined) ?? 'open';
  const common = {
    subject: { ...objection.source },
    link: { kind: 'objections' as const, id: null },
    atMs: (state === 'open' ? objection.filedAt : objection.decidedAt)?.getTime() ?? 0,
  };
  const isOwn = objection.personId === objection.beneficiaryPersonId;
  const drafts: NoticeDraft[] = [];
  if (state !== 'open' && state !== 'withdrawn') {
    drafts.push({
      ...common,
      recipient: { kind: 'person', id: objection.personId },
      cause: `objection:${objection._id}:decided`,
      template: 'objection_decided',
      data: {},
    });
  }
  // Struck out for several who objected, it is told once to whose it is; and nobody is told of what they did themselves.
  if (objection.decidedWith === null && !isOwn) {
    drafts.push({
      ...common,
      recipient: { kind: 'person', id: objection.beneficiaryPersonId },
      cause: `objection:${objection._id}:${state}:beneficiary`,
      template: BENEFICIARY_TEMPLATES[state],
      data: {
        lastDay: businessDate(objection.dueAt.getTime() - 1),
        points: objection.correction?.to.points ?? 0,
      },
    });
  }
  return drafts;
}
