import { noticeText, sendableAtMs } from '@red-points/shared/domain/notifications';
import { isDatabaseAway } from '../platform/database-away.ts';
import type { NotificationDeps } from './deps.ts';
import { type Delivery, type DeliveryState, type NoticeRecord, SETTINGS_DEFAULT } from './store.ts';
import { NotSentError, type TextMessage } from './types.ts';
import { withNames } from './with-names.ts';

const BATCH = 100;
const AT_ONCE = 8;
/** A process that took a message and said nothing for this long has died: longer than any sender takes. */
const CLAIM_MS = 120_000;
/** With the waits between them: most of a day. */
const ATTEMPTS_MAX = 24;
const RETRY_MS_MIN = 60_000;
const RETRY_MS_MAX = 3_600_000;

/**
 * Sends what is due to phones. One process takes a message, and takes it before it sends it: a message that may have left is
 * never sent again, one that certainly did not is tried again, later and later.
 */
export async function deliverDue(deps: NotificationDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const due = await deps.notices
      .find({ 'delivery.open': true, 'delivery.dueAt': { $lte: new Date(deps.clock.now()) } })
      .sort({ 'delivery.dueAt': 1 })
      .limit(BATCH)
      .toArray();
    for (let first = 0; first < due.length && !signal.aborted; first += AT_ONCE) {
      await Promise.all(due.slice(first, first + AT_ONCE).map((notice) => deliverOne(deps, notice)));
    }
    if (due.length < BATCH) return;
  }
}

async function deliverOne(deps: NotificationDeps, notice: NoticeRecord): Promise<void> {
  const { delivery } = notice;
  if (delivery === null) return;
  if (delivery.state === 'sending') {
    await move(deps, notice, delivery, 'unknown');
    return;
  }
  const taken: Delivery = {
    ...delivery,
    state: 'sending',
    dueAt: new Date(deps.clock.now() + CLAIM_MS),
    attempts: delivery.attempts + 1,
  };
  if (!(await write(deps, notice._id, delivery, taken))) return;
  await move(deps, notice, taken, await trySending(deps, notice));
}

/** What became of one attempt; `queued` where it may be tried again. */
async function trySending(deps: NotificationDeps, notice: NoticeRecord): Promise<DeliveryState> {
  let message: TextMessage | null;
  try {
    message = await messageOf(deps, notice);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // Nothing has left yet, and those beside it have their turn.
    deps.logger.warn({ error, notice: notice._id }, 'a text message could not be written');
    return 'queued';
  }
  if (message === null) return 'skipped';
  try {
    await deps.sender.send(message);
    return 'sent';
  } catch (error) {
    const isSafe = error instanceof NotSentError;
    deps.logger.warn(
      { error, notice: notice._id },
      isSafe ? 'a text message was not taken' : 'a text message may have left',
    );
    return isSafe ? 'queued' : 'unknown';
  }
}

/** What is sent to whom; null where nobody wants it, or has no phone. */
async function messageOf(deps: NotificationDeps, notice: NoticeRecord): Promise<TextMessage | null> {
  const personId = notice.recipient.slice('person:'.length);
  const [chosen, phones, [data]] = await Promise.all([
    deps.settings.findOne({ _id: notice.recipient }),
    deps.people.phones([personId]),
    withNames(deps, [notice]),
  ]);
  const { sms, language } = chosen ?? SETTINGS_DEFAULT;
  const phone = phones.get(personId);
  if (!sms || phone === undefined) return null;
  const { title, body } = noticeText(notice.template, language, data ?? {}, deps.clock.now());
  const text = language === 'zh' ? `【红色积分】${title}。${body}` : `[Red Points] ${title}. ${body}`;
  return { messageId: notice._id, phone, text, language };
}

/** Ends the delivery, or puts it back for another attempt. */
async function move(
  deps: NotificationDeps,
  { _id }: NoticeRecord,
  from: Delivery,
  outcome: DeliveryState,
): Promise<void> {
  const nowMs = deps.clock.now();
  const state = outcome === 'queued' && from.attempts >= ATTEMPTS_MAX ? 'failed' : outcome;
  const open = state === 'queued';
  const waitMs = Math.min(RETRY_MS_MIN * 2 ** (from.attempts - 1), RETRY_MS_MAX);
  const to = {
    ...from,
    state,
    open,
    ...(open ? { dueAt: new Date(sendableAtMs(nowMs + waitMs)) } : { endedAt: new Date(nowMs) }),
  };
  if (await write(deps, _id, from, to)) deps.countDelivery(open ? 'tried_again' : state);
}

/** One conditional write decides between two processes that look at the same message. */
async function write(deps: NotificationDeps, id: string, from: Delivery, to: Delivery): Promise<boolean> {
  const written = await deps.notices.updateOne(
    { _id: id, 'delivery.state': from.state, 'delivery.attempts': from.attempts },
    { $set: { delivery: to } },
  );
  return written.modifiedCount === 1;
}
