import { notifications as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { NotificationDeps } from './deps.ts';
import { countUnread, listNotices } from './list.ts';
import { markAllRead, markRead } from './mark-read.ts';
import { ownRecipient, ownRecipients } from './own-recipients.ts';
import type { TextOutbox } from './senders.ts';
import { changeSettings, readSettings } from './settings.ts';

export function notificationRoutes(
  router: ApiRouter,
  deps: NotificationDeps,
  demoOutbox: Pick<TextOutbox, 'newest'> | null,
): void {
  route(router, contract.list, ({ query, principal, language }) => {
    const own = ownRecipients(principal, query.shopId);
    return isRefusal(own) ? own : listNotices(deps, own, query, query.language ?? language);
  });

  route(router, contract.unread, async ({ query, principal }) => {
    const own = ownRecipients(principal, query.shopId);
    return isRefusal(own) ? own : { unread: await countUnread(deps, own) };
  });

  route(router, contract.read, async ({ params, principal }) => {
    const own = ownRecipients(principal);
    if (isRefusal(own)) return own;
    const refusal = await markRead(deps, own, params.notificationId);
    return refusal ?? { unread: await countUnread(deps, own) };
  });

  route(router, contract.readAll, async ({ body, principal }) => {
    const own = ownRecipients(principal, body.shopId);
    if (isRefusal(own)) return own;
    await markAllRead(deps, own, new Date(body.until));
    return { unread: await countUnread(deps, own) };
  });

  route(router, contract.settings, ({ query, principal }) => {
    const own = ownRecipient(principal, query.shopId);
    return isRefusal(own) ? own : readSettings(deps, own);
  });

  route(router, contract.changeSettings, ({ query, body, principal }) => {
    const own = ownRecipient(principal, query.shopId);
    return isRefusal(own) ? own : changeSettings(deps, own, body, principal.userId);
  });

  route(router, contract.demoSent, async ({ principal }) => {
    if (demoOutbox === null) return refuse('demo_only');
    const personId = principal.actingPersonId ?? '';
    const phone = (await deps.people.phones([personId])).get(personId);
    const sent = phone === undefined ? [] : await demoOutbox.newest(phone);
    return { items: sent.map(({ text, sentAt }) => ({ text, sentAt: sentAt.toISOString() })) };
  });
}
