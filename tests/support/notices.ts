import { type Notification, notifications } from '@red-points/shared/contracts';
import { expect } from 'vitest';
import type { SignedInUser } from './app.ts';

/** How long a message may take on a busy machine. */
const WITHIN_MS = 60_000;

type Reader = Pick<SignedInUser, 'call'>;

/** The newest messages of whoever asks. */
export async function noticesOf(reader: Reader, query: Record<string, string | number> = {}): Promise<Notification[]> {
  const { body } = await reader.call(notifications.list, { query: { limit: 100, ...query } }).expect(200);
  return body.items;
}

/** Waits until a reader has this many messages of a template, and gives them, newest first. */
export async function untilNoticed(reader: Reader, template: Notification['template'], count = 1) {
  let found: Notification[] = [];
  await expect
    .poll(
      async () => {
        found = (await noticesOf(reader)).filter((notice) => notice.template === template);
        return found.length;
      },
      { timeout: WITHIN_MS, interval: 100, message: template },
    )
    .toBe(count);
  return found;
}

/** Waits until the messages of a template ask for no attention: they are settled just after what settles them is told. */
export async function untilSettled(reader: Reader, template: Notification['template']): Promise<void> {
  const waiting = async () =>
    (await noticesOf(reader)).filter((notice) => notice.template === template && notice.unread);
  await expect.poll(waiting, { timeout: WITHIN_MS, interval: 100, message: template }).toEqual([]);
}

/** The templates of all messages by name: where the clock stands still, they are all of one instant. */
export async function templatesOf(reader: Reader): Promise<Notification['template'][]> {
  return (await noticesOf(reader)).map(({ template }) => template).sort();
}

export async function unreadOf(reader: Reader): Promise<number> {
  return (await reader.call(notifications.unread).expect(200)).body.unread;
}
