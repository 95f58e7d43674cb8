import { createHash } from 'node:crypto';
import {
  type BodyOf,
  type activitySeries as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { datesOfSeries } from '@red-points/shared/domain/activities';
import { businessDate, daysBetween } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ActivitiesDeps } from './deps.ts';
import { checkPlan, draftOf, type PlanFields } from './plan-activity.ts';
import type { ActivityRecord, SeriesRecord } from './store.ts';

const DAY_MS = 86_400_000;

export type SeriesFields = BodyOf<typeof contract.plan>;

/** Drafts an activity for every date of a series: all of them or none. China keeps one time all year, so days are of one length. */
export async function planSeries(
  deps: ActivitiesDeps,
  principal: Principal,
  { repeats, ...fields }: SeriesFields,
  request: RequestIdentity,
): Promise<SeriesRecord | Refusal> {
  const known = await firstOf(deps.series, request);
  if (known !== null) return known;
  const from = businessDate(Date.parse(fields.startsAt));
  const dates = datesOfSeries(from, repeats);
  if (typeof dates === 'string') return refuse(dates);
  const seriesId = deps.ids.next();
  const records: ActivityRecord[] = [];
  for (const date of dates) {
    const planned = await checkPlan(deps, principal, moved(fields, daysBetween(from, date)));
    if (isRefusal(planned)) return planned;
    records.push(draftOf(deps, principal, planned, { activityId: idOf(seriesId, date), seriesId }));
  }
  const [first] = records;
  if (first === undefined) return refuse('series_empty');
  const series: SeriesRecord = {
    _id: seriesId,
    title: first.title,
    unitId: first.unitId,
    unitPath: first.unitPath,
    organiserUserId: principal.userId,
    repeats,
    createdAt: new Date(deps.clock.now()),
    request,
  };
  try {
    return await atomically(deps.db.client, async (session) => {
      await deps.series.insertOne(series, { session });
      await deps.activities.insertMany(records, { session });
      return series;
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await firstOf(deps.series, request);
    if (first === null) throw error;
    return first;
  }
}

/** Opaque as every other id: the date is in the record, not in its name. */
function idOf(seriesId: string, date: string): string {
  return createHash('sha256').update(`${seriesId}:${date}`).digest('base64url').slice(0, 22);
}

function moved(fields: PlanFields, days: number): PlanFields {
  const later = (instant: string): string => new Date(Date.parse(instant) + days * DAY_MS).toISOString();
  return {
    ...fields,
    startsAt: later(fields.startsAt),
    endsAt: later(fields.endsAt),
    signUpFrom: fields.signUpFrom === null ? null : later(fields.signUpFrom),
    signUpUntil: fields.signUpUntil === null ? null : later(fields.signUpUntil),
  };
}
