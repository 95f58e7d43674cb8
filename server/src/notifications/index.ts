import type { Db } from 'mongodb';
import { Counter } from 'prom-client';
import type { ApiRouter } from '../http/route.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Live } from '../live/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { deliverDue } from './deliver.ts';
import type { NotificationDeps } from './deps.ts';
import { makeExpiryNotices } from './expiry-notices.ts';
import { follow, noteStart } from './follow.ts';
import { ledgerSource } from './ledger-source.ts';
import { notify } from './notify.ts';
import { notificationRoutes } from './routes.ts';
import { createTextGateway, createTextOutbox } from './senders.ts';
import {
  ensureNotifications as ensureCollections,
  followStateOf,
  NOTIFICATIONS,
  noticesOf,
  recipientOf,
  settingsOf,
} from './store.ts';
import type { NoticeDraft, NoticeSource, SubjectTitles, TextSender } from './types.ts';

export {
  type NoticeDraft,
  type NoticeLink,
  type NoticeRecipient,
  type NoticeSource,
  type NoticeSubject,
  NotSentError,
  type SubjectTitles,
  type TextMessage,
  type TextSender,
} from './types.ts';

export const NOTICE_JOBS = {
  /** Follows the changes of other nouns; runs until it is stopped. */
  follow: 'notifications.follow',
  /** Tells of points that expire soon. */
  expiry: 'notifications.expiry',
  /** Sends text messages. */
  deliver: 'notifications.deliver',
  /** Forgets old messages. */
  retention: 'notifications.retention',
} as const;

const FOLLOW_EVERY_MS = 1_000;
const EXPIRY_EVERY_MS = 3_600_000;
const DELIVER_EVERY_MS = 5_000;
const RETENTION_EVERY_MS = 6 * 3_600_000;
/** How long a message is kept. */
export const NOTICES_KEPT_MS = 180 * 86_400_000;

/** Messages (消息) to people, staff and shops: kept once for each cause, read on their pages, some sent to phones. */
export interface Notifications {
  /** Adds a noun whose changes are told. Before the jobs start; one per collection. */
  addSource(source: NoticeSource): void;
  /** Says what records of a kind are called that the ledger has no entries of. */
  addSubject(kind: string, titles: SubjectTitles): void;
  /** Keeps messages, each once for its recipient and cause. Not for the way of a posting: sources follow behind. */
  notify(drafts: readonly NoticeDraft[]): Promise<number>;
  /** Takes away what was told to somebody, here and as text messages that were kept, and what they chose. Safe to repeat. */
  forget(personId: string): Promise<void>;
  /** Gives the messages of a record to the one that it was found to be, whose own choices stand. Safe to repeat. */
  handOver(personId: string, keptPersonId: string): Promise<void>;
  /** Makes the messages about points that expire soon, now and without the job's lease. */
  makeExpiryNotices(): Promise<number>;
  routes(router: ApiRouter): void;
}

export interface NotificationNeeds extends Platform {
  readonly ledger: Pick<Ledger, 'views' | 'entries'>;
  readonly people: Pick<People, 'byAccounts' | 'movedTo' | 'titles' | 'phones'>;
  readonly memberships: Pick<Memberships, 'responsibleOf'>;
  readonly live: Pick<Live, 'watch' | 'authorize'>;
  /** How text messages reach a phone; by the configuration where absent. */
  readonly textSender: TextSender | undefined;
}

/** Makes the collections, and notes from where on changes are told. */
export async function ensureNotifications(db: Db): Promise<void> {
  await ensureCollections(db);
  await noteStart(db, followStateOf(db));
}

export function createNotifications(needs: NotificationNeeds): Notifications {
  const { config, db, clock, logger, jobs } = needs;
  const outbox = createTextOutbox(needs);
  const sources = new Map<string, NoticeSource>();
  const subjects = new Map<string, SubjectTitles>();
  const deps: NotificationDeps = {
    db,
    clock,
    logger,
    subjects,
    ledger: needs.ledger,
    people: needs.people,
    memberships: needs.memberships,
    notices: noticesOf(db),
    settings: settingsOf(db),
    sender: needs.textSender ?? (config.noticeGateway === null ? outbox : createTextGateway(config.noticeGateway)),
    countDelivery: deliveryCounter(needs),
  };
  const tell = (drafts: readonly NoticeDraft[]) => notify(deps, drafts);
  const addSource = (source: NoticeSource): void => {
    if (sources.has(source.collection)) throw new Error(`changes of ${source.collection} are told already`);
    sources.set(source.collection, source);
  };
  addSource(ledgerSource(deps));
  const following = { db, logger, sources, state: followStateOf(db), notify: tell };
  jobs.register({
    name: NOTICE_JOBS.follow,
    everyMs: FOLLOW_EVERY_MS,
    run: ({ signal }) => follow(following, signal),
  });
  jobs.register({
    name: NOTICE_JOBS.expiry,
    everyMs: EXPIRY_EVERY_MS,
    run: ({ signal }) => makeExpiryNotices(deps, signal),
  });
  jobs.register({
    name: NOTICE_JOBS.deliver,
    everyMs: DELIVER_EVERY_MS,
    run: ({ signal }) => deliverDue(deps, signal),
  });
  jobs.register({
    name: NOTICE_JOBS.retention,
    everyMs: RETENTION_EVERY_MS,
    run: async ({ nowMs }) => {
      await deps.notices.deleteMany({ at: { $lt: new Date(nowMs - NOTICES_KEPT_MS) } });
      await outbox.forgetOld();
    },
  });
  tellLive(needs.live);
  return {
    addSource,
    addSubject: (kind, titles) => {
      if (subjects.has(kind)) throw new Error(`titles of ${kind} are known already`);
      subjects.set(kind, titles);
    },
    notify: tell,
    forget: async (personId) => {
      const recipient = personRecipient(personId);
      const told = await deps.notices.find({ recipient }).project<{ _id: string }>({ _id: 1 }).toArray();
      await outbox.forget(told.map(({ _id }) => _id));
      await deps.notices.deleteMany({ recipient });
      await deps.settings.deleteMany({ _id: recipient });
    },
    handOver: async (personId, keptPersonId) => {
      const recipient = personRecipient(personId);
      await deps.notices.updateMany({ recipient }, { $set: { recipient: personRecipient(keptPersonId) } });
      await deps.settings.deleteMany({ _id: recipient });
    },
    makeExpiryNotices: () => makeExpiryNotices(deps),
    routes: (router) => notificationRoutes(router, deps, config.demo ? outbox : null),
  };
}

const personRecipient = (id: string): string => recipientOf({ kind: 'person', id });

/** Open pages learn that there is something to read: on the recipient's own topic, without a word of it. */
function tellLive(live: NotificationNeeds['live']): void {
  live.watch({
    collection: NOTIFICATIONS,
    topicsOf: ({ document, updatedFields }) => {
      if (document === null || (updatedFields !== null && !('unread' in updatedFields))) return [];
      return [String(document.recipient)];
    },
    payloadOf: () => ({ kind: 'notification' }),
  });
  live.authorize('user', (principal, userId) => principal.userId === userId);
}

function deliveryCounter({ metrics }: Pick<Platform, 'metrics'>): (outcome: string) => void {
  const deliveries = new Counter({
    name: 'red_points_text_messages_total',
    help: 'Text messages to phones by what became of them',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  });
  return (outcome) => deliveries.inc({ outcome });
}
