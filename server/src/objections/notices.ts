import { businessDate } from '@red-points/shared/domain/calendar';
import type { NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { ObjectionState } from '@red-points/shared/domain/objections';
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

/** Tells both sides: whose entry waits, and what was decided; who objected is told to nobody. */
export const objectionNotices: NoticeSource = {
  collection: OBJECTION_COLLECTION,
  match: {
    $or: [{ operationType: 'insert' }, { operationType: 'update', 'updateDescription.updatedFields.open': false }],
  },
  draftsOf: (changes) => changes.flatMap(draftsOf),
};

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
