import type { PeopleContext } from './deps.ts';
import { openProfiles } from './read.ts';
import { VIEWS, type ViewRecord } from './store.ts';
import type { LookAt, OwnProfile } from './types.ts';

const LOOKS_MAX = 500;

/** All that the profile says, for the person themselves. */
export async function ownProfile(context: PeopleContext, personId: string): Promise<OwnProfile | null> {
  const record = await context.record(personId);
  if (record === null) return null;
  const [profile] = await openProfiles(context, [record]);
  if (!profile) return null;
  const { name, phone, birthDate, address } = profile;
  const { unitId, serveUnitId, status, joinedAt, verifiedAt, consentVersion, version } = record;
  return {
    ...{ name, phone, birthDate, address },
    ...{ unitId, serveUnitId, status, joinedAt, verifiedAt, consentVersion, version },
  };
}

/** Who looked at the full profile, newest first. */
export async function looksAt(context: PeopleContext, personId: string): Promise<LookAt[]> {
  const views = await context.db
    .collection<ViewRecord>(VIEWS)
    .find({ personId })
    .sort({ at: -1 })
    .limit(LOOKS_MAX)
    .toArray();
  const reasons = await context.personalData.openMany<{ reason: string }>(
    'view-reason',
    views.map(({ reason }) => ({ ownerId: personId, sealed: reason })),
  );
  return views.map(({ at, byUserId }, index) => ({ at, byUserId, reason: reasons[index]?.reason ?? null }));
}
