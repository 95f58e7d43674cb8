import { randomBytes } from 'node:crypto';
import { API_BASE, calendars as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type CalendarEvent, calendarFile } from '@red-points/shared/domain/calendars';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import type { Collection } from 'mongodb';
import type { Activities, ActivityRecord } from '../activities/index.ts';
import type { Audit } from '../audit/index.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { fullSheet } from './full-sheet.ts';
import { monthlyList, staffCalendar } from './list-calendar.ts';
import { type FeedRecord, feedCollection } from './store.ts';

export { ensureCalendars } from './store.ts';

export interface CalendarsDeps extends Pick<Platform, 'db' | 'clock' | 'keys' | 'config'> {
  readonly activities: Pick<Activities, 'between' | 'forResident' | 'ownCalendar' | 'readable' | 'signUpsOf'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf' | 'names' | 'get'>;
  readonly people: Pick<People, 'names' | 'byIds' | 'unmaskMany'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** Activities by date: calendars, the monthly list, files for a phone's own calendar, the sheet to sign. */
export interface Calendars {
  routes(router: ApiRouter): void;
}

const SECRET_BYTES = 32;

export function createCalendars(deps: CalendarsDeps): Calendars {
  const feeds = feedCollection(deps.db);
  return {
    routes: (router) => {
      route(router, contract.staff, ({ query, principal }) => staffCalendar(deps, principal, query));
      publicRoute(router, contract.monthly, ({ query }) => monthlyList(deps, query));
      route(router, contract.fullSheet, ({ params, body, principal }) =>
        fullSheet(deps, principal, params.activityId, body.reason),
      );
      fileRoutes(router, deps, feeds);
    },
  };
}

function fileRoutes(router: ApiRouter, deps: CalendarsDeps, feeds: Collection<FeedRecord>): void {
  const hashOf = (secret: string): string => deps.keys.mac('calendar-feed', secret).toString('base64url');
  route(router, contract.file, async ({ params, res }) => {
    const activity = await deps.activities.forResident(params.activityId);
    if (activity === null) return refuse('activity_not_found');
    send(deps, res, activity.title, [{ activity, waiting: false }]);
    return undefined;
  });
  route(router, contract.ownFeed, async ({ principal }) => {
    const personId = ownOf(principal);
    if (isRefusal(personId)) return personId;
    const feed = await feeds.findOne({ _id: personId });
    return { madeAt: feed?.madeAt.toISOString() ?? null };
  });
  route(router, contract.makeFeed, async ({ principal }) => {
    const personId = ownOf(principal);
    if (isRefusal(personId)) return personId;
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const madeAt = new Date(deps.clock.now());
    const feed = { hash: hashOf(secret), madeAt, madeBy: principal.userId };
    await feeds.updateOne({ _id: personId }, { $set: feed }, { upsert: true });
    return { url: `${deps.config.publicUrl}${API_BASE}/calendar-feeds/${secret}.ics`, madeAt: madeAt.toISOString() };
  });
  route(router, contract.dropFeed, async ({ principal }) => {
    const personId = ownOf(principal);
    if (isRefusal(personId)) return personId;
    await feeds.deleteOne({ _id: personId });
    return undefined;
  });
  publicRoute(router, contract.feed, async ({ params, res }) => {
    const feed = await feeds.findOne({ hash: hashOf(params.secret.replace(/\.ics$/, '')) });
    if (feed === null) return refuse('calendar_feed_unknown');
    send(deps, res, '红色积分活动', await deps.activities.ownCalendar(feed._id));
    return undefined;
  });
}

function ownOf({ actingPersonId }: Principal): string | Refusal {
  return actingPersonId ?? refuse('registration_needed');
}

interface Own {
  readonly activity: ActivityRecord;
  readonly waiting: boolean;
}

function send(deps: CalendarsDeps, res: Response, name: string, own: readonly Own[]): void {
  const file = calendarFile(
    name,
    own.map((each) => eventOf(deps, each)),
    deps.clock.now(),
  );
  res.set('Cache-Control', 'private, no-store').attachment('red-points.ics').type('text/calendar').send(file);
}

function eventOf({ config, keys }: CalendarsDeps, { activity, waiting }: Own): CalendarEvent {
  const { _id, version, title, place, description, startsAt, endsAt, state } = activity;
  return {
    uid: `${_id}@${keys.installationId}`,
    version,
    title,
    place,
    description,
    url: `${config.publicUrl}/app/activities/${encodeURIComponent(_id)}`,
    startsAtMs: startsAt.getTime(),
    endsAtMs: endsAt.getTime(),
    status: state === 'cancelled' ? 'CANCELLED' : waiting ? 'TENTATIVE' : 'CONFIRMED',
  };
}
