import {
  type BodyOf,
  type notifications as contract,
  type NotificationSettings,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import type { NotificationDeps } from './deps.ts';
import { recipientOf, SETTINGS_DEFAULT } from './store.ts';
import type { NoticeRecipient } from './types.ts';

/** Which channels a recipient has and has left on. */
export async function readSettings(deps: NotificationDeps, recipient: NoticeRecipient): Promise<NotificationSettings> {
  const [chosen, hasPhone] = await Promise.all([
    deps.settings.findOne({ _id: recipientOf(recipient) }),
    hasPhoneOf(deps, recipient),
  ]);
  const { inApp, sms, language } = chosen ?? SETTINGS_DEFAULT;
  return { inApp, sms: hasPhone ? sms : null, language };
}

/** Switches channels; what is not named stays. A text message that was not sent yet obeys the newest choice. */
export async function changeSettings(
  deps: NotificationDeps,
  recipient: NoticeRecipient,
  change: BodyOf<typeof contract.changeSettings>,
  userId: string,
): Promise<NotificationSettings | Refusal> {
  if (change.sms !== undefined && !(await hasPhoneOf(deps, recipient))) return refuse('notification_no_phone');
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const rest = Object.fromEntries(Object.entries(SETTINGS_DEFAULT).filter(([name]) => !(name in given)));
  await deps.settings.updateOne(
    { _id: recipientOf(recipient) },
    { $set: { ...given, changedBy: userId, changedAt: new Date(deps.clock.now()) }, $setOnInsert: rest },
    { upsert: true },
  );
  return readSettings(deps, recipient);
}

/** Text messages go to people: staff and shops look at their pages at work. */
async function hasPhoneOf(deps: NotificationDeps, { kind, id }: NoticeRecipient): Promise<boolean> {
  return kind === 'person' && (await deps.people.phones([id])).has(id);
}
