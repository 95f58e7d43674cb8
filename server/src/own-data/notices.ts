import { businessDate } from '@red-points/shared/domain/calendar';
import type { NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { DataRequestKind, DataRequestState } from '@red-points/shared/domain/own-data';
import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import { DATA_REQUESTS, type DataRequestRecord } from './store.ts';

type Templates = Readonly<Partial<Record<DataRequestState | 'held_up', NoticeTemplateName>>>;

const CORRECTION_TEMPLATES: Templates = {
  asked: 'correction_asked',
  held_up: 'correction_held_up',
  done: 'correction_done',
  refused: 'correction_refused',
  withdrawn: 'correction_taken_back',
};
const ERASURE_TEMPLATES: Templates = {
  held_up: 'erasure_held_up',
  asked: 'erasure_asked',
  confirmed: 'erasure_confirmed',
  refused: 'erasure_refused',
  withdrawn: 'erasure_taken_back',
};

const TEMPLATES: Readonly<Record<DataRequestKind, Templates>> = {
  erasure: ERASURE_TEMPLATES,
  correction: CORRECTION_TEMPLATES,
  copy: { done: 'data_copied' },
};

/** Tells a resident each step of their request; the phone is told too, for a strange hand may have asked. */
export const dataRequestNotices: NoticeSource = {
  collection: DATA_REQUESTS,
  match: {
    $or: [
      { operationType: 'insert' },
      { operationType: 'update', 'updateDescription.updatedFields.state': { $type: 'string' } },
    ],
  },
  draftsOf: (changes) => changes.flatMap(draftsOf),
};

function draftsOf({ document, updatedFields }: Change): NoticeDraft[] {
  const request = document as unknown as DataRequestRecord | null;
  if (request === null) return [];
  const isErasure = request.kind === 'erasure';
  // Nobody is told anything any more who was erased since.
  if (isErasure && request.state === 'done') return [];
  const state = (updatedFields?.state as DataRequestState | undefined) ?? (request.kind === 'copy' ? 'done' : 'asked');
  const isHeldUp = state === 'asked' && updatedFields !== null;
  const template = TEMPLATES[request.kind][isHeldUp ? 'held_up' : state];
  if (template === undefined) return [];
  const common = {
    template,
    cause: `data_request:${request._id}:${isHeldUp ? `held_up:${request.attempt}` : state}`,
    link: { kind: 'own_data' as const, id: null },
    atMs: (state === 'asked' && !isHeldUp ? request.filedAt : (request.decidedAt ?? request.filedAt)).getTime(),
    data: { lastDay: businessDate((request.coolsUntil ?? request.dueAt).getTime() - 1) },
  };
  return [{ ...common, recipient: { kind: 'person', id: request.personId } }];
}
