import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { PeopleContext } from './deps.ts';
import { openProfiles, recordsById } from './read.ts';
import { type PersonRecord, type Profile, VIEWS, type ViewRecord } from './store.ts';

const VIEWS_SHOWN_MAX = 200;

/** Shows the full profile. The look is on record, with its reason, before anything is shown. */
export async function unmask(
  context: PeopleContext,
  record: PersonRecord,
  principal: Principal,
  reason: string,
): Promise<Profile | null> {
  const [profile] = await openProfiles(context, [record]);
  if (!profile) return null;
  await context.db.collection<ViewRecord>(VIEWS).insertOne({
    _id: context.ids.next(),
    personId: record._id,
    at: new Date(context.clock.now()),
    byUserId: principal.userId,
    reason: await context.personalData.seal(record._id, 'view-reason', { reason }),
  });
  await context.audit.record({
    principal,
    action: 'people.unmask',
    subject: { kind: 'person', id: record._id },
    unitId: record.unitId,
  });
  return profile;
}

/** The same for a list that somebody prints: of those in the caller's reach, by person id. The caller keeps the record of the act. */
export async function unmaskMany(
  context: PeopleContext,
  personIds: readonly string[],
  principal: Principal,
  reason: string,
): Promise<Map<string, Profile>> {
  const records = (await recordsById(context, personIds)).flatMap((record) =>
    record !== null && permits(principal, 'people.unmask', { unitPath: record.unitPath }) ? [record] : [],
  );
  const profiles = await openProfiles(context, records);
  const at = new Date(context.clock.now());
  const views = await Promise.all(
    records.map(
      async ({ _id }): Promise<ViewRecord> => ({
        _id: context.ids.next(),
        personId: _id,
        at,
        byUserId: principal.userId,
        reason: await context.personalData.seal(_id, 'view-reason', { reason }),
      }),
    ),
  );
  if (views.length > 0) await context.db.collection<ViewRecord>(VIEWS).insertMany(views);
  return new Map(
    records.flatMap(({ _id }, index) => {
      const profile = profiles[index];
      return profile ? [[_id, profile] as const] : [];
    }),
  );
}

/** Who looked at a full profile, newest first. */
export async function viewLog(context: PeopleContext, personId: string) {
  const views = await context.db
    .collection<ViewRecord>(VIEWS)
    .find({ personId })
    .sort({ at: -1 })
    .limit(VIEWS_SHOWN_MAX)
    .toArray();
  const [by, reasons] = await Promise.all([
    context.users.names(views.map(({ byUserId }) => byUserId)),
    context.personalData.openMany<{ reason: string }>(
      'view-reason',
      views.map(({ reason }) => ({ ownerId: personId, sealed: reason })),
    ),
  ]);
  return views.map(({ at, byUserId }, index) => ({
    at: at.toISOString(),
    by: by.get(byUserId) ?? '—',
    reason: reasons[index]?.reason ?? '—',
  }));
}
