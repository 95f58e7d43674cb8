import { NOTICE_TEMPLATES, sendableAtMs } from '@red-points/shared/domain/notifications';
import type { People } from '../people/index.ts';
import type { Clock } from '../platform/clock.ts';
import { insertMissing } from '../platform/database.ts';
import {
  type Delivery,
  type NoticeCollection,
  type NoticeRecord,
  noticeIdOf,
  recipientOf,
  SETTINGS_DEFAULT,
  type SettingsCollection,
  type SettingsRecord,
} from './store.ts';
import type { NoticeDraft, NoticeRecipient } from './types.ts';

/** Older news is none: a worker that stood still, or a history that is loaded, must not flood anybody. */
export const NEWS_MS = 3 * 86_400_000;

const BATCH = 500;

export interface NotifyDeps {
  readonly notices: NoticeCollection;
  readonly settings: SettingsCollection;
  readonly clock: Clock;
  readonly people: Pick<People, 'movedTo'>;
}

/**
 * Keeps messages, each once for its recipient and cause whoever else makes it, and queues those that go to a phone.
 * What is no news any more is left out.
 * @returns how many were new
 */
export async function notify(deps: NotifyDeps, drafts: readonly NoticeDraft[]): Promise<number> {
  const nowMs = deps.clock.now();
  const news = drafts.filter(({ atMs }) => atMs > nowMs - NEWS_MS);
  let made = 0;
  for (let first = 0; first < news.length; first += BATCH) {
    made += await keep(deps, news.slice(first, first + BATCH), nowMs);
  }
  return made;
}

async function keep(deps: NotifyDeps, told: readonly NoticeDraft[], nowMs: number): Promise<number> {
  const drafts = await asTheyAreNow(deps, told);
  const recipients = [...new Set(drafts.map(({ recipient }) => recipientOf(recipient)))];
  const chosen = await deps.settings.find({ _id: { $in: recipients } }).toArray();
  const byRecipient = new Map(chosen.map((settings) => [settings._id, settings]));
  const records = drafts.map((draft) => recordOf(draft, byRecipient.get(recipientOf(draft.recipient)), nowMs));
  const made = await insertMissing(deps.notices, records);
  await settle(deps.notices, [...told, ...drafts], nowMs);
  return made;
}

/** What is told to a record that was joined into another reaches whom it is: nobody signs in as the other any more. */
async function asTheyAreNow({ people }: NotifyDeps, drafts: readonly NoticeDraft[]): Promise<NoticeDraft[]> {
  const moved = await people.movedTo(drafts.flatMap(({ recipient: { kind, id } }) => (kind === 'person' ? [id] : [])));
  const now = ({ kind, id }: NoticeRecipient) => ({ kind, id: (kind === 'person' && moved.get(id)) || id });
  return drafts.map((draft) => ({ ...draft, recipient: now(draft.recipient) }));
}

function recordOf(
  draft: NoticeDraft,
  settings: Pick<SettingsRecord, 'inApp' | 'sms'> = SETTINGS_DEFAULT,
  nowMs: number,
): NoticeRecord {
  const recipient = recipientOf(draft.recipient);
  const unread = settings.inApp && draft.quiet !== true;
  const isText = NOTICE_TEMPLATES[draft.template].sms || draft.toPhone === true;
  const goesToPhone = isText && draft.recipient.kind === 'person' && settings.sms;
  return {
    _id: noticeIdOf(recipient, draft.cause),
    recipient,
    cause: draft.cause,
    template: draft.template,
    data: draft.data,
    subject: draft.subject ?? null,
    link: draft.link ?? null,
    at: new Date(draft.atMs),
    madeAt: new Date(nowMs),
    unread,
    readAt: unread ? null : new Date(nowMs),
    delivery: goesToPhone ? queued(nowMs) : null,
  };
}

function queued(nowMs: number): Delivery {
  return { state: 'queued', open: true, dueAt: new Date(sendableAtMs(nowMs)), attempts: 0, endedAt: null };
}

/** What an earlier message asked for has been answered: it asks for no attention any more. A message handed over keeps the id that it was made with. */
async function settle(notices: NoticeCollection, drafts: readonly NoticeDraft[], nowMs: number): Promise<void> {
  const ids = drafts.flatMap(({ recipient, settles }) =>
    settles === undefined ? [] : [noticeIdOf(recipientOf(recipient), settles)],
  );
  if (ids.length === 0) return;
  await notices.updateMany({ _id: { $in: ids }, unread: true }, { $set: { unread: false, readAt: new Date(nowMs) } });
}
